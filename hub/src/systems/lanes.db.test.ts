import { setTimeout as sleep } from 'node:timers/promises';
import type { Connector } from '@crossdock/connector-kit';
import type pg from 'pg';
import { expect, inject } from 'vitest';
import { type Database, openDatabase, registerNode, systemClock, heartbeat as tellAlive } from '../platform/index.ts';
import { test } from '../testing/database-test.ts';
import { createLanes, declareLanes, type Lanes } from './lanes.ts';
import { createRegistry } from './registry.ts';
import { defaultTimings } from './timings.ts';

const callMsMax = 100;
const timings = { ...defaultTimings, slotLeaseMs: 1_500 };
const nobody = () => Promise.reject(new Error('nobody is called in this test'));
const connector: Connector = { vendor: 'test', health: nobody, answers: { callMsMax, ask: nobody } };
const mute: Connector = { vendor: 'test', health: nobody };

type Member = { readonly lanes: Lanes; readonly beat: () => Promise<void>; readonly free: (system?: string) => number; readonly owned: () => number };

/** Nodes over one database whose hearts beat when the test says so; system `erp` has so many slots, `single` has one and `mute` answers nothing. */
async function openNodes(
  pool: pg.Pool,
  slots: number,
): Promise<{ readonly join: (kind: 'works' | 'asks') => Promise<Member>; readonly close: () => Promise<void> }> {
  const name = (await pool.query('select current_database() as n')).rows[0].n;
  const database = openDatabase({ ...inject('postgres'), database: name }, { max: 4, onError: () => undefined });
  const system = (id: string, concurrency: number, by: Connector) => ({
    id,
    name: id,
    owner: 'integration',
    connector: by,
    limiters: { default: { concurrency }, confirm: { concurrency } },
  });
  const registry = createRegistry([system('erp', slots, connector), system('single', 1, connector), system('mute', slots, mute)]);
  await declareLanes({ database, registry, landscapeVersion: 'test' });
  return {
    join: async (kind) => join(database, registry, kind),
    close: () => database.pool.end(),
  };
}

async function join(database: Database, registry: ReturnType<typeof createRegistry>, kind: 'works' | 'asks'): Promise<Member> {
  const node = await registerNode(database, 'test');
  const lanes = createLanes({ database, node, registry, clock: systemClock, timings, landscapeVersion: 'test' });
  const beat = async () => (kind === 'asks' ? lanes.heartbeat({ kind }) : lanes.heartbeat({ kind, nodesAlive: (await tellAlive(database, node)).nodesAlive }));
  return {
    lanes,
    beat,
    free: (of = 'erp') => lanes.free(of, 'default', callMsMax),
    owned: () => lanes.state('erp', 'default')?.slotsOwned ?? 0,
  };
}

/** Lets all hearts beat until it holds, and looks at every beat that no slot is two nodes'. */
async function beatUntil(members: readonly Member[], slots: number, holds: () => boolean): Promise<void> {
  for (let beats = 0; !holds(); beats += 1) {
    if (beats > 500) throw new Error(`It never came to hold; owned: ${members.map(({ owned }) => owned()).join(', ')}`);
    for (const { beat } of members) {
      await beat();
      expect(members.reduce((sum, { free }) => sum + free(), 0)).toBeLessThanOrEqual(slots);
    }
    await sleep(10);
  }
}

test('a node that only asks gets one slot of each system that answers, when the lease of the node before is over', async ({ database }) => {
  const { join: start, close } = await openNodes(database, 4);
  try {
    const work = await start('works');
    await work.beat();
    expect(work.owned()).toBe(4);
    const leaseEndsMs = work.lanes.state('erp', 'default')?.slotsUntilMs ?? Number.NaN;
    const ask = await start('asks');
    await ask.beat();
    expect([ask.free(), work.owned()]).toEqual([0, 4]); // a call of the one before may still begin
    await beatUntil([work, ask], 4, () => ask.free() === 1);
    expect(systemClock.monotonicMs()).toBeGreaterThanOrEqual(leaseEndsMs);
    expect([work.owned(), ask.owned()]).toEqual([3, 1]);
    expect(ask.lanes.states().map(({ system, limiter }) => `${system}/${limiter}`)).toEqual(expect.arrayContaining(['erp/default', 'single/default']));
    expect(ask.lanes.states()).toHaveLength(2);
  } finally {
    await close();
  }
});

test('the only slot of a system stays with the nodes that carry out effects', async ({ database }) => {
  const { join: start, close } = await openNodes(database, 4);
  try {
    const [work, ask] = [await start('works'), await start('asks')];
    await beatUntil([work, ask], 4, () => ask.free() === 1);
    expect([work, ask].map(({ lanes }) => lanes.state('single', 'default')?.slotsOwned)).toEqual([1, 0]);
  } finally {
    await close();
  }
});

test('working nodes share what the asking ones leave, and those never have more than half', async ({ database }) => {
  const { join: start, close } = await openNodes(database, 6);
  try {
    const workers = [await start('works'), await start('works')];
    const askers = [await start('asks'), await start('asks'), await start('asks'), await start('asks')];
    const all = [...workers, ...askers];
    await beatUntil(all, 6, () => askers.filter(({ free }) => free() === 1).length === 3 && workers.every(({ owned }) => owned() > 0));
    expect(workers.map(({ owned }) => owned()).toSorted()).toEqual([1, 2]);
    expect(askers.map(({ owned }) => owned()).toSorted()).toEqual([0, 1, 1, 1]);
  } finally {
    await close();
  }
});

test('a slot goes back to the working nodes when the node that asked stops or is gone', async ({ database }) => {
  const { join: start, close } = await openNodes(database, 4);
  try {
    const [work, stops, dies] = [await start('works'), await start('asks'), await start('asks')];
    await beatUntil([work, stops, dies], 4, () => stops.free() === 1 && dies.free() === 1);
    expect(work.owned()).toBe(2);
    await stops.lanes.giveBack();
    await beatUntil([work], 4, () => work.owned() === 4);
    expect(dies.free()).toBe(0); // its lease is over, so it begins no call
  } finally {
    await close();
  }
});
