import { type Static, Type } from 'typebox';
import { isUuid } from '../platform/index.ts';
import {
  type Backlog,
  effectStatuses,
  gradesOf,
  type ListedLane,
  listBacklog,
  listEffects,
  listLanes,
  listShowings,
  pauseLane,
  resumeLane,
  type ShowingBacklog,
  showAgain,
} from '../systems/index.ts';
import { actorOf, clientOf } from './access.ts';
import type { Resource } from './app.ts';
import { operation } from './operation.ts';
import { pageParameters, pageRowsUsual, readCursor, writeCursor } from './paging.ts';
import { Refused } from './problem.ts';
import { named } from './schemas.ts';

const strict = { additionalProperties: false } as const;
const Filters = Type.Object(
  {
    order: Type.Optional(Type.String({ format: 'uuid' })),
    system: Type.Optional(Type.String({ maxLength: 60 })),
    status: Type.Optional(Type.Enum([...effectStatuses])),
    ...pageParameters,
  },
  strict,
);
const ReasonBody = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 1_000, pattern: '^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f]+$' }) }, strict);
const Params = Type.Object({ id: Type.String() });

type ById = { Params: { id: string }; Body: Static<typeof ReasonBody> };

/** The systems, their lanes, what is on its way to them; pause and resume. */
export const systems: Resource = (app, deps) => {
  const { pool, transact } = deps.database;
  const all = deps.systems.all.map(({ id, name, owner, connector }) => ({ id, name, owner, vendor: connector.vendor, grades: gradesOf(connector) }));
  const gradeOf = (system: string, op: string) => all.find((s) => s.id === system)?.grades[op] ?? null;
  const show = async () => {
    const [lanes, backlog, showings] = [await listLanes({ pool }), await listBacklog({ pool }), await listShowings({ pool })];
    return all.map((system) => ({
      ...system,
      lanes: lanes.filter((lane) => lane.system === system.id).map((lane) => laneView(lane, backlog)),
      calls: deps.systems.get(system.id).connector.calls?.(deps.clock.now()) ?? null,
      showing: deps.systems.isShown(system.id) ? showingView(showings.find((one) => one.system === system.id)) : null,
    }));
  };
  app.get('/v1/systems', listOperation, async () => ({ systems: await show() }));
  app.get<{ Querystring: Static<typeof Filters> }>('/v1/effects', effectsOperation, async (request) => {
    const { limit = pageRowsUsual, cursor, ...filters } = request.query;
    const [order, key] = readCursor(cursor, [isUuid, (text) => text.length > 0]) ?? [];
    const found = await listEffects({ ...filters, limit: limit + 1, ...(order !== undefined && key !== undefined && { after: { order, key } }) }, { pool });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    const effects = page.map(({ outcome: _outcome, ...effect }) => ({ ...effect, grade: gradeOf(effect.system, effect.op) }));
    return { effects, next: last ? writeCursor([last.order, last.key]) : null };
  });
  for (const [verb, act] of [['pause', pauseLane] as const, ['resume', resumeLane] as const]) {
    app.post<ById>(`/v1/systems/:id/${verb}`, verb === 'pause' ? pauseOperation : resumeOperation, async (request) => {
      const { id } = request.params;
      const done = await act({ system: id, actor: actorOf(clientOf(request)), reason: request.body.reason }, { transact, clock: deps.clock });
      const system = done === 'done' ? (await show()).find((s) => s.id === id) : undefined;
      if (!system) throw new Refused({ code: 'system-not-found', detail: `There is no system ${id} with lanes.` });
      return system;
    });
  }
  app.post<{ Params: { id: string; record: string }; Body: Static<typeof ReasonBody> }>(
    '/v1/systems/:id/records/:record/show-again',
    showAgainOperation,
    async (request) => {
      const { id, record } = request.params;
      const who = { actor: actorOf(clientOf(request)), reason: request.body.reason };
      const done = await showAgain({ system: id, channelOrder: record, ...who }, { transact, clock: deps.clock });
      const system = done === 'done' ? (await show()).find((s) => s.id === id) : undefined;
      if (!system) throw new Refused({ code: 'record-not-found', detail: `${id} has no record ${record} that the hub keeps up.` });
      return system;
    },
  );
};

function laneView(lane: ListedLane, backlog: readonly Backlog[]) {
  const { isHalfOpen, failures: _failures, system, ...rest } = lane;
  const waiting = backlog.find((b) => b.system === system && b.limiter === lane.limiter);
  const state = lane.pausedAt ? 'paused' : lane.openUntil ? 'breaker-open' : isHalfOpen ? 'half-open' : 'running';
  return { ...rest, state, ready: waiting?.ready ?? 0, claimed: waiting?.claimed ?? 0, doubt: waiting?.doubt ?? 0, oldestDueAt: waiting?.oldestDueAt ?? null };
}

function showingView(backlog: ShowingBacklog | undefined) {
  const { waiting = 0, failing = 0, leftAlone = 0, oldestSince = null, lastError = null } = backlog ?? {};
  return { waiting, failing, leftAlone, oldestSince, lastError };
}

const listOperation = operation({
  id: 'listSystems',
  summary: 'Systems with their lanes: running, paused, not reachable; what waits and since when',
  tag: 'systems',
  access: 'orders:read',
  answers: { 200: { when: 'All systems of the landscape.', schema: Type.Object({ systems: Type.Array(named('SystemView')) }) } },
  refuses: [],
});

const effectsOperation = operation({
  id: 'listEffects',
  summary: 'Writes and questions to the outside, by order, system and status',
  description: 'Without order and status: what is open (ready, claimed, in doubt).',
  tag: 'systems',
  access: 'orders:read',
  query: Filters,
  answers: {
    200: {
      when: 'A page; `next` is null on the last.',
      schema: Type.Object({ effects: Type.Array(named('EffectView')), next: Type.Union([Type.String(), Type.Null()]) }),
    },
  },
  refuses: ['invalid-parameter'],
});

const pauseOperation = operation({
  id: 'pauseSystem',
  summary: 'Start nothing more in this system',
  description: 'What is under way ends; what is due waits without burning attempts. Audited with the reason.',
  tag: 'systems',
  access: 'systems:write',
  params: Params,
  body: ReasonBody,
  answers: { 200: { when: 'Paused.', schema: named('SystemView') } },
  refuses: ['system-not-found', 'missing-field', 'invalid-value'],
});

const resumeOperation = operation({
  id: 'resumeSystem',
  summary: 'Let this system go on where it stopped',
  tag: 'systems',
  access: 'systems:write',
  params: Params,
  body: ReasonBody,
  answers: { 200: { when: 'Running again.', schema: named('SystemView') } },
  refuses: ['system-not-found', 'missing-field', 'invalid-value'],
});

const showAgainOperation = operation({
  id: 'showAgain',
  summary: "Write a channel's own record again",
  description: 'The whole state, now, also where the record was left alone. `record` is what the channel calls its order. Audited with the reason.',
  tag: 'systems',
  access: 'systems:write',
  params: Type.Object({ id: Type.String(), record: Type.String({ maxLength: 200 }) }),
  body: ReasonBody,
  answers: { 200: { when: 'It waits to be written.', schema: named('SystemView') } },
  refuses: ['record-not-found', 'missing-field', 'invalid-value'],
});
