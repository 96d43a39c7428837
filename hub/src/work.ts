import type { Landscape, Transport } from '@crossdock/connector-kit';
import { beat } from './beat.ts';
import { findSaleId, ofUnreadableSale } from './channels/index.ts';
import { customerWork } from './create-customers.ts';
import type { Engine } from './engine/index.ts';
import { type DeliverDeps, fanOutDuty, runDeliveries, sequencerDuty } from './events/index.ts';
import { closeExceptions, type ExceptionWant, heldSalesWant, noOrder, openExceptions } from './exceptions/index.ts';
import { composeStatuses } from './insight/index.ts';
import { type Bell, type Clock, type Database, type Duty, heartbeat, type Node, runDuties, workingTime } from './platform/index.ts';
import { resumeDuty } from './reference/index.ts';
import { retentionDuty } from './retention.ts';
import {
  attendLanes,
  type BurstCap,
  createRetryBudget,
  type Deliver,
  type GateDeps,
  inboxDuty,
  type Lanes,
  type MessageId,
  markShownOrders,
  pollDuties,
  type Registry,
  reportProblem,
  type ShowPeople,
  type ShowTrouble,
  showDuties,
  showKey,
  sweepDuty,
  type Timings,
  takeOverDuty,
  wakeDuty,
} from './systems/index.ts';

/** What the working half of a node needs. */
export type WorkDeps = {
  readonly database: Database;
  readonly node: Node;
  readonly clock: Clock;
  readonly engine: Engine;
  readonly registry: Registry;
  readonly lanes: Lanes;
  readonly landscape: Landscape;
  readonly timings: Timings;
  readonly transport: Transport;
  readonly bells: ReadonlyMap<string, Bell>;
  readonly deliveries: Omit<DeliverDeps, 'database' | 'node' | 'clock' | 'onError'>;
  readonly wishes: Pick<Deliver, 'wish' | 'foresee'>;
  /** By the system that a channel's messages come from. */
  readonly burstCaps: ReadonlyMap<string, BurstCap>;
  readonly onError: (where: string, error: Error) => void;
};

/** Carries out effects, does duties and delivers events until the signal; resolves when everything has come to rest. */
export async function work(deps: WorkDeps, signal: AbortSignal): Promise<void> {
  const { database, node, clock, lanes, registry, onError } = deps;
  const retryBudget = createRetryBudget(clock);
  const customers = customerWork({ database, clock, dueAt: dueAt(deps) });
  const attend = {
    ...deps,
    retryBudget,
    lookAgain: (subjectId: string) => tick(deps, subjectId),
    random: Math.random,
    charged: new Set<string>(),
    hasFailures: (system: string) => lanes.states().some((state) => state.system === system && (state.isHalfOpen || state.failures > 0)),
    submit: (subjectId: string, command: Parameters<Engine['submit']>[0]['command'], fence: { nodeEpoch: string; attempt: number }) =>
      customers.isCreation(command) ? customers.submit(subjectId, command, fence) : submitOutcome(deps, subjectId, command, fence),
    isStillWanted: customers.isStillWanted,
  };
  const ring = () => {
    for (const bell of deps.bells.values()) bell.ring();
  };
  const duties: Duty[] = [
    takeOverDuty({ registry, timings: deps.timings, onTakenOver: ring }),
    wakeDuty({ pool: database.pool, tick: (subjectId) => tick(deps, subjectId) }),
    inboxDuty(database, deliverTo(deps), gatesFor(deps)),
    ...showDuties({ ...attend, compose: (wanted) => composeStatuses(wanted, { pool: database.pool, now: clock.now }), people: peopleFor(deps), onError }),
    ...pollDuties({ ...deps, onBrought: () => undefined, onError }),
    sweepDuty({
      ...deps,
      report: (subjectId, snapshot) => submitQuietly(deps, subjectId, { kind: 'document', snapshot, ...head(deps, `system:${snapshot.system}`, 'sweeper') }),
    }),
    sequencerDuty({ pool: database.pool }),
    fanOutDuty({ pool: database.pool, onDue: deps.deliveries.bell.ring }),
    resumeDuty({
      pool: database.pool,
      transact: database.transact,
      lookUp: (subjectId) => submitQuietly(deps, subjectId, { kind: 'look-up-names', ...head(deps, 'system:references', 'loaded') }),
      onError: (error) => onError('references', error),
    }),
    retentionDuty(),
  ];
  await lanes.heartbeat({ kind: 'works', nodesAlive: 1 });
  await Promise.all([
    beat(
      deps,
      async () => {
        const { nodesAlive } = await heartbeat(database, node);
        await lanes.heartbeat({ kind: 'works', nodesAlive });
      },
      signal,
    ),
    attendLanes(attend, signal),
    runDuties(duties, { database, node, clock, leaseMs: deps.timings.dutyLeaseMs, onError }, signal),
    runDeliveries({ ...deps.deliveries, database, node, clock, onError: (error) => onError('deliveries', error) }, signal),
  ]);
}

/** An outcome that cannot be taken is kept on its effect, with an exception: it blocks nothing else and is not tried for ever. */
async function submitOutcome(
  deps: WorkDeps,
  subjectId: string,
  command: Parameters<Engine['submit']>[0]['command'],
  fence: { nodeEpoch: string; attempt: number },
): Promise<void> {
  try {
    await deps.engine.submit({ subjectId, command, fence });
  } catch (error) {
    if (!isOurFault(error)) throw error;
    const key = 'key' in command ? command.key : '';
    await deps.database.transact('quarantine', async (client) => {
      await client.query(
        `update effects set status = 'failed', settled_at = clock_timestamp(), lease_until = null, outcome = $3 where subject_id = $1 and key = $2`,
        [subjectId, key, JSON.stringify(command)],
      );
      const want = broken(subjectId, key, (error as Error).message);
      await openExceptions(client, [want], { at: deps.clock.now().toISOString(), dueAt: dueAt(deps) });
      await markShownOrders(client, [subjectId]);
    });
    deps.onError(`outcome of ${key}`, error as Error);
  }
}

/** The database's own troubles pass; a decision that throws will throw again. */
function isOurFault(error: unknown): boolean {
  return (
    error instanceof TypeError ||
    error instanceof RangeError ||
    (error instanceof Error && error.constructor === Error && !('code' in error) && /has no route|cannot begin|Nothing is known/.test(error.message))
  );
}

function broken(subjectId: string, key: string, message: string): ExceptionWant {
  return {
    subjectId,
    key: `broken:${key}`,
    class: 'failed',
    severity: 'high',
    owner: 'integration',
    summary: `The outcome of ${key} could not be taken into the order: ${message}`,
    cause: `broken:${message.slice(0, 80)}`,
    evidence: [message],
    remedies: ['accept-difference', 'cancel'],
    verdict: 'Look in the system before sending it again: the outcome is kept on the effect.',
    target: { effectKey: key, pin: `broken:${key}` },
  };
}

/** Who is called when a channel's own record cannot be written, and sent home when it could. */
function peopleFor(deps: WorkDeps): ShowPeople {
  return {
    call: (client, troubles) => openExceptions(client, troubles.map(unshown), { at: deps.clock.now().toISOString(), dueAt: dueAt(deps) }),
    release: (client, gone) => {
      // What began as a problem without an order may have been shown as an order.
      const keys = gone.flatMap(({ system, channelOrder, subjectId }) =>
        [noOrder, subjectId ?? noOrder].map((subject) => ({ subjectId: subject, key: showKey(system, channelOrder) })),
      );
      return closeExceptions(client, keys, { at: deps.clock.now().toISOString(), actor: 'system:show' });
    },
  };
}

/** Who is called for sales beyond a channel's cap. */
function gatesFor(deps: WorkDeps): GateDeps {
  return {
    capOf: (source) => deps.burstCaps.get(source),
    callForHeld: (client, state) => {
      const owner = deps.registry.find(state.source)?.owner ?? 'integration';
      return openExceptions(client, [heldSalesWant(state, owner)], { at: deps.clock.now().toISOString(), dueAt: dueAt(deps) });
    },
  };
}

function unshown({ system, channelOrder, subjectId, failures, why }: ShowTrouble): ExceptionWant {
  return {
    subjectId: subjectId ?? noOrder,
    key: showKey(system, channelOrder),
    class: 'not-shown',
    severity: 'normal',
    owner: 'integration',
    summary: `${system} does not take the state of its ${channelOrder}: ${why}`,
    cause: `${system}:not-shown:${why.slice(0, 80)}`,
    evidence: [why, `${failures} attempts`],
    remedies: ['accept-difference'],
    verdict:
      'Writing it again is always safe and goes on by itself; this closes when it succeeds. Accepted, the record is left alone until somebody has it shown again. The order itself goes on.',
    target: { system, record: channelOrder },
  };
}

async function tick(deps: WorkDeps, subjectId: string): Promise<void> {
  await submitQuietly(deps, subjectId, { kind: 'tick', ...head(deps, 'system:clock', 'tick') });
}

async function submitQuietly(deps: WorkDeps, subjectId: string, command: Parameters<Engine['submit']>[0]['command']): Promise<void> {
  await deps.engine.submit({ subjectId, command });
}

function head(deps: WorkDeps, actor: string, causation: string): { readonly at: string; readonly actor: string; readonly causation: string } {
  return { at: deps.clock.now().toISOString(), actor, causation };
}

function deliverTo(deps: WorkDeps): Deliver {
  const causation = (from: MessageId) => `message:${from.source}:${from.messageId}`;
  return {
    document: async (subjectId, snapshot, from) => {
      await deps.engine.submit({ subjectId, command: { kind: 'document', snapshot, ...head(deps, `system:${from.source}`, causation(from)) }, message: from });
      // A fact that bears our reference shows that its document is there: the probe of what made it need not wait for its
      // window. Only that: another system, or a later step in this one, may still be on its way.
      if (snapshot.reference !== undefined)
        await deps.database.pool.query({
          name: 'probe-soon',
          // Without waiting for a lock: whoever holds the row is settling it right now.
          text: `update effects e set due_at = clock_timestamp() from (
                   select subject_id, key from effects where reference = $1 and system = $2 and op in ('create', 'release') and status = 'doubt' for update skip locked) p
                 where e.subject_id = p.subject_id and e.key = p.key`,
          values: [snapshot.reference, snapshot.system],
        });
    },
    masterData: async (change, from) => {
      const { rows } = await deps.database.pool.query<{ subject_id: string }>({
        name: 'held-by',
        text: `select distinct subject_id from exceptions where closed_at is null and key like 'hold:%'
                 and (cause = any($1::text[]) or exists (select 1 from unnest($1::text[]) p where starts_with(cause, p || ':'))) limit 1000`,
        values: [causesOf(change.system, change.kind, change.id)],
      });
      for (const row of rows)
        await submitQuietly(deps, row.subject_id, { kind: 'master-data', change, ...head(deps, `system:${from.source}`, causation(from)) });
    },
    ...deps.wishes,
    found: (from) =>
      closeExceptions(deps.database.pool, [{ subjectId: noOrder, key: messageKey('parked', from) }], {
        at: deps.clock.now().toISOString(),
        actor: 'system:inbox',
      }),
    exception: async (from, why, detail, record) => {
      const order = record && (await findSaleId(from.source, record.channelOrder, deps.database.pool));
      const ofMessage: ExceptionWant = {
        subjectId: noOrder,
        key: messageKey(why, from),
        class: why,
        severity: 'normal',
        owner: 'integration',
        summary: why === 'parked' ? `A message of ${from.source} waits for its order: ${detail}` : `A message of ${from.source} could not be read: ${detail}`,
        cause: `${from.source}:${why}`,
        evidence: [detail, `message ${from.messageId}`],
        remedies: [],
        verdict: 'Nothing was sent for it.',
        target: { message: from },
      };
      const want = record ? ofUnreadableSale({ from, record, order, detail }) : ofMessage;
      const isShown = record !== undefined && deps.registry.get(from.source).connector.channel?.report !== undefined;
      await deps.database.transact('message-exception', async (client) => {
        await openExceptions(client, [want], { at: deps.clock.now().toISOString(), dueAt: dueAt(deps) });
        if (isShown)
          await reportProblem(client, {
            system: from.source,
            channelOrder: record.channelOrder,
            code: why,
            detail,
            ...(record.field !== undefined && { field: record.field }),
          });
        if (order !== undefined) await markShownOrders(client, [order]);
      });
    },
  };
}

function messageKey(why: string, { source, messageId, part }: MessageId): string {
  return `${why}:${source}:${messageId}:${part}`;
}

/** The root causes of holds that a change of master data may have removed; their spelling is that of the decisions. */
function causesOf(system: string, kind: string, id: string): readonly string[] {
  if (kind === 'customer' || kind === 'credit') return [`${system}:customer:${id}`, `${system}:credit:${id}`, `${system}:ship-to:${id}`];
  if (kind === 'item') return [`${system}:item:${id}`, `${system}:unit:${id}`, `${system}:price:${id}`, `${system}:stock:${id}`];
  return [`${system}:${kind}:${id}`];
}

function dueAt({ landscape, clock }: WorkDeps): (severity: ExceptionWant['severity']) => string {
  const after = workingTime(landscape.calendar);
  return (severity) => after(clock.now().toISOString(), landscape.policy.exceptionMinutes[severity]);
}
