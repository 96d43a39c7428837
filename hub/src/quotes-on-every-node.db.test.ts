import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Question } from '@crossdock/canonical';
import type { Connector } from '@crossdock/connector-kit';
import { landscape as example } from '@crossdock/landscape';
import { expect, inject, vi } from 'vitest';
import type { HubOptions } from './hub.ts';
import { digestOfKey } from './platform/index.ts';
import { type Server, startServer } from './serve.ts';
import { defaultTimings } from './systems/index.ts';
import { test } from './testing/database-test.ts';

const quote = fs.readFileSync(new URL('../../examples/quote.json', import.meta.url), 'utf8');
const question: Question = { op: 'ask', customer: 'C-ACME', currency: 'USD', lines: [] };
const slots = 3;
const patience = { timeout: 30_000, interval: 50 };

/** An ERP that takes its time over every question, and knows how many it had at once. */
function slowErp() {
  const seen = { asked: 0, atOnce: 0, atOnceMax: 0 };
  const ask = async ({ lines }: Question): Promise<{ readonly kind: 'answered'; readonly answer: Answer }> => {
    seen.asked += 1;
    seen.atOnce += 1;
    seen.atOnceMax = Math.max(seen.atOnceMax, seen.atOnce);
    await sleep(5);
    seen.atOnce -= 1;
    const known = lines.map(({ lineKey }) => ({ lineKey, item: 'active', isUnitSold: true, price: '1', available: '1000' }) as const);
    return { kind: 'answered', answer: { asOf: new Date().toISOString(), customer: { status: 'active' }, lines: known } };
  };
  const nobody = () => Promise.reject(new Error('nobody is called in this test'));
  const write = { grade: 'A', settleMs: 0, callMsMax: 300, proof: 'none', undo: null, limiter: 'default', send: nobody } as const;
  const connector: Connector = {
    vendor: 'test-erp',
    documents: { steps: ['create'], create: write, cancel: write },
    answers: { callMsMax: 300, ask },
    health: nobody,
  };
  return { connector, seen };
}

test('a quote is answered in full by a node that carries out nothing, and all nodes together never pass the cap', async ({ database }) => {
  const { connector, seen } = slowErp();
  const name = (await database.query('select current_database() as n')).rows[0].n;
  const landscape: HubOptions['landscape'] = {
    ...example,
    systems: example.systems.filter(({ id }) => id === 'erp').map((system) => ({ ...system, limiters: { default: { concurrency: slots } } })),
    routes: [{ system: 'erp', warehouse: 'EDC' }],
  };
  const start = (role: 'api' | 'worker') =>
    startServer({
      connection: { ...inject('postgres'), database: name },
      landscape,
      connectors: new Map([['erp', connector]]),
      log: () => undefined,
      timings: { ...defaultTimings, slotLeaseMs: 1_500, heartbeatMs: 50 },
      clients: [{ id: 'test', name: 'Test', keySha256: digestOfKey('key-of-the-test-client'), scopes: ['quotes:read'] }],
      port: 0,
      host: '127.0.0.1',
      role,
      isStatusPublic: false,
    });
  const servers: Server[] = [];
  try {
    servers.push(await start('worker'), await start('api'));
    const [worker, api] = servers;
    const validate = async () => {
      const headers = { authorization: 'Bearer key-of-the-test-client', 'content-type': 'application/json', prefer: 'wait=10' };
      return (await fetch(`${api?.address}/v1/quotes/validation`, { method: 'POST', headers, body: quote })).json();
    };
    await vi.waitFor(async () => expect(await validate()).toMatchObject({ isComplete: true }), patience);
    const askedBefore = seen.asked;
    const work = Array.from({ length: 60 }, async () =>
      worker?.core.ask({ system: 'erp', question, correlation: 'test', deadlineAt: performance.now() + 20_000 }),
    );
    const quotes = Array.from({ length: 30 }, validate);
    expect(await Promise.all(quotes)).toEqual(quotes.map(() => expect.objectContaining({ isComplete: true })));
    expect((await Promise.all(work)).every((answer) => answer?.kind === 'answered')).toBe(true);
    expect(seen.asked - askedBefore).toBe(90);
    expect(seen.atOnceMax).toBe(slots);
  } finally {
    for (const { stop } of servers) await stop();
  }
});
