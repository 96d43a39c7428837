import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { converge, dump } from './converge.ts';
import type { ErpId } from './crash-landscape.ts';
import { cancelOrder, customerLimits, type Sent, sendOrders } from './customers.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { judge, judgeName } from './judge.ts';
import type { Listener } from './listener.ts';
import type { MutantName } from './mutants.ts';
import type { Peer } from './peers.ts';
import { answerUnknowns, findUnknowns } from './person.ts';
import { type Findings, noFindings, type Scenario } from './scenario.ts';
import type { NodeSettings } from './settings.ts';
import type { Store } from './store.ts';

/** What scenarios share: servers that live for the whole run. `peer` starts a stand-in once per bench and hands it out again. */
export type Bench = {
  readonly store: Store;
  readonly listener: Listener;
  readonly peer: (id: ErpId | 'wms' | 'wms-auto') => Promise<Peer>;
  readonly folder: string;
  readonly seed: number;
};

/** Waits within a scenario, in ms. */
export const scenarioLimits = { fireMsMax: 60_000, faultyMsMax: 8_000, looksEveryMs: 50, crashes: 3, crashEveryMs: 700, wakeMs: 700 } as const;

/** Runs one scenario from an empty database to its findings. Rejects when the hub does not come to rest or a failpoint was never reached. */
export async function runScenario(scenario: Scenario, bench: Bench, mutant: MutantName | undefined): Promise<Findings> {
  const folder = path.join(bench.folder, `${scenario.name}${mutant === undefined ? '' : `.${mutant}`}`);
  fs.mkdirSync(folder, { recursive: true });
  const wms = await bench.peer(scenario.warehouse === 'idle' ? 'wms' : 'wms-auto');
  const erps = await Promise.all(scenario.erps.map((erp) => bench.peer(erp)));
  const peers = [...erps.map((erp) => ({ ...erp, settings: { ...erp.settings, isPolled: scenario.isErpPolled } })), wms];
  await Promise.all(peers.map((peer) => peer.reset()));
  await setFaults(peers, scenario, bench.seed);
  const connection = await bench.store.create();
  const pool = new pg.Pool({ ...connection, application_name: judgeName, max: 2, connectionTimeoutMillis: 2_000, query_timeout: 5_000 });
  pool.on('error', () => undefined);
  try {
    return await withFleet({ scenario, bench, mutant, folder, peers, wms, connection, pool });
  } catch (error) {
    const file = path.join(folder, 'dump.txt');
    fs.writeFileSync(file, await dump(pool));
    throw new Error(`${(error as Error).message} (logs, books and dump: ${folder})`);
  } finally {
    await pool.end();
    await bench.store.drop(connection.database);
  }
}

type Stage = {
  readonly scenario: Scenario;
  readonly bench: Bench;
  readonly mutant: MutantName | undefined;
  readonly folder: string;
  readonly peers: readonly Peer[];
  readonly wms: Peer;
  readonly connection: NodeSettings['connection'];
  readonly pool: pg.Pool;
};

async function withFleet(stage: Stage): Promise<Findings> {
  const { scenario, bench, mutant, folder, peers, wms, connection, pool } = stage;
  const subscription = `${connection.database}-${bench.seed}`;
  await subscribe(pool, subscription, bench.listener);
  if (scenario.rowMs > 0) await slowRows(pool, scenario.rowMs);
  const settings = { connection, peers: peers.map((peer) => peer.settings), pace: scenario.pace, failpoints: scenario.failpoints, firedFolder: folder, mutant };
  const fleet = await startFleet(scenario.nodes, settings, {
    folder,
    onReady: async (url) => {
      if (scenario.warehouse === 'ships-and-tells') await wms.desk('/webhook', { url: `${url}/hooks/wms`, secret: wms.settings.webhookSecret });
    },
    mayRefuse: () => scenario.disturbance === 'postgres',
  });
  const sent: Sent[] = [];
  let resumedAt: Date | undefined;
  let unknowns: Pick<Findings, 'unknownC' | 'askedC'> = noFindings;
  try {
    const firedBefore = await countFired(peers);
    await Promise.all([sendOrders(scenario, fleet.urls, sent), disturb(stage), endFaults(stage, firedBefore)]);
    if (scenario.cancels === 'accepted') await cancelAccepted(stage, sent, fleet);
    await untilFired(fleet);
    // The hub has to get through while calls still fail; only what the dice may draw out for ever is cut short.
    await converge(pool, peers, scenarioLimits.faultyMsMax).catch(() => undefined);
    await Promise.all(peers.map((peer) => peer.setFaults({})));
    resumedAt = await letSleepersGoOn(stage, fleet);
    await converge(pool, peers);
    unknowns = await findUnknowns(pool);
    if (unknowns.askedC.length > 0) await letPersonAnswer(stage, fleet);
    await fleet.stop();
  } finally {
    await fleet.stop();
  }
  const findings = await judge({ scenario, pool, peers, sent, listener: bench.listener, subscription, unknowns, resumedAt });
  return { ...findings, broken: [...findings.broken, ...fleet.deaths()] };
}

async function setFaults(peers: readonly Peer[], { faults, name }: Scenario, seed: number): Promise<void> {
  // Every stand-in draws its own numbers, the same ones when the run is repeated with the same seed.
  const seedOf = (id: string) => createHash('sha256').update(`${seed} ${name} ${id}`).digest().readUInt32BE(0);
  const faultsOf = ({ settings }: Peer) => ('only' in faults && settings.kind === 'wms' ? {} : { ...faults, seed: seedOf(settings.id) });
  await Promise.all(peers.map((peer) => peer.setFaults(faultsOf(peer))));
}

async function subscribe(pool: pg.Pool, id: string, listener: Listener): Promise<void> {
  const secret = 'whsec_Y3Jhc2gtbWF0cml4LXN1YnNjcmliZXI=';
  await pool.query(
    `insert into subscriptions (id, client, url, secret, mode, types, status, position) values ($1, 'crash', $2, $3, 'stream', '{*}', 'active', 0)`,
    [id, listener.addressOf(id), secret],
  );
}

async function slowRows(pool: pg.Pool, ms: number): Promise<void> {
  await pool.query(`create function be_slow() returns trigger language plpgsql as $$ begin perform pg_sleep(${ms / 1_000}); return new; end $$`);
  await pool.query('create trigger be_slow before insert on idempotency for each row execute function be_slow()');
}

/** The servers around the hub die a few times while orders come in. */
async function disturb({ scenario, bench, peers }: Stage): Promise<void> {
  if (scenario.disturbance === 'none') return;
  for (let crash = 0; crash < scenarioLimits.crashes; crash += 1) {
    await sleep(scenarioLimits.crashEveryMs);
    if (scenario.disturbance === 'postgres') await bench.store.crash();
    else await Promise.all(peers.filter((peer) => peer.settings.kind === 'erp').map((peer) => peer.crash()));
  }
}

/** Where a scenario needs a certain number of faults, they end with the last of them. */
async function endFaults({ scenario, peers }: Stage, before: number): Promise<void> {
  const { faultsMax } = scenario;
  if (faultsMax === undefined) return;
  const giveUpAt = Date.now() + scenarioLimits.fireMsMax;
  while ((await countFired(peers)) - before < faultsMax && Date.now() < giveUpAt) await sleep(scenarioLimits.looksEveryMs);
  await Promise.all(peers.map((peer) => peer.setFaults({})));
}

/** The stand-ins count from their start on, over all scenarios. */
async function countFired(peers: readonly Peer[]): Promise<number> {
  const counts = await Promise.all(peers.map((peer) => peer.fired()));
  return counts.flatMap((one) => Object.values(one)).reduce((sum, count) => sum + count, 0);
}

async function letPersonAnswer({ pool, peers }: Stage, fleet: Fleet): Promise<void> {
  const erp = peers.find(({ settings }) => settings.id === 'erp-c');
  if (erp) await answerUnknowns(pool, erp, fleet.urls);
  await converge(pool, peers);
}

/** Every second order is cancelled once the ERP has it: its document has to be taken back. */
async function cancelAccepted({ pool }: Stage, sent: readonly Sent[], fleet: Fleet): Promise<void> {
  const giveUpAt = Date.now() + customerLimits.giveUpMs;
  const wanted = sent.filter((_, index) => index % 2 === 1);
  await Promise.all(
    wanted.map(async (one) => {
      const [id] = one.ids;
      for (let isAccepted = false; !isAccepted && Date.now() < giveUpAt; await sleep(scenarioLimits.looksEveryMs)) {
        isAccepted = await pool.query(`select 1 from events where subject_id = $1 and type = 'order.released'`, [id]).then(
          ({ rowCount }) => rowCount === one.order.lines.length,
          () => false,
        );
      }
      await cancelOrder(one, fleet.urls, giveUpAt);
    }),
  );
}

/** A failpoint that nobody came by has tested nothing. */
async function untilFired(fleet: Fleet): Promise<void> {
  for (const giveUpAt = Date.now() + scenarioLimits.fireMsMax; !fleet.haveAllFired(); await sleep(scenarioLimits.looksEveryMs)) {
    if (Date.now() > giveUpAt) throw new Error(`never reached: ${fleet.unfired().join(', ')}`);
  }
}

/** The others take everything over first; what the sleeper does when it wakes is then too late, and has to be told from what is lost. */
async function letSleepersGoOn({ scenario, pool, peers }: Stage, fleet: Fleet): Promise<Date | undefined> {
  if (!scenario.failpoints.some(({ action }) => action === 'stop')) return undefined;
  await converge(pool, peers);
  const at = fleet.resume();
  await sleep(scenarioLimits.wakeMs + scenario.pace.timings.sweepEveryMs);
  return at;
}
