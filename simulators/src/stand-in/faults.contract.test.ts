import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SimulatedErp, startSimulatedErp } from '../erp/index.ts';
import type { Faults } from '../faults.ts';
import { bodyOf, type Caller, callerOf, until } from '../testing/caller.ts';

let erp: SimulatedErp;
let call: Caller;
const order = (reference: string, more: object = {}) => ({
  reference,
  customer: 'C-BENCH1',
  currency: 'USD',
  lines: [{ key: '1', item: 'BENCH-1', quantity: '1', unit: 'EA' }],
  ...more,
});
const references = () => erp.book().documents['sales-order']?.map(({ reference }) => reference);

beforeEach(async () => {
  erp = await startSimulatedErp({ seed: 1 });
  call = callerOf(erp);
});
afterEach(async () => {
  await erp.close();
});

describe('faults over the wire', () => {
  it('drops the socket after the commit: no answer, and the document is there', async () => {
    await erp.setFaults({ dropAfterCommit: 1 });
    expect(await call('POST', '/sales-orders', order('R1'))).toMatchObject({ status: 'no answer', code: 'UND_ERR_SOCKET' });
    expect([references(), erp.fired()]).toEqual([['R1'], { dropAfterCommit: 1 }]);
  });

  it('answers a refusal and a read although drops are on: they commit nothing', async () => {
    await erp.setFaults({ dropAfterCommit: 1, errorAfterCommit: 1 });
    expect(await call('POST', '/sales-orders', order('R1', { customer: 'C-NOBODY' }))).toMatchObject({ status: 422, body: { code: 'unknown-customer' } });
    expect(await call('GET', '/sales-orders?reference=R1')).toMatchObject({ status: 200, body: { items: [] } });
  });

  it('commits late: the socket dies now, the document shows up after its time', async () => {
    await erp.setFaults({ lateCommit: { p: 1, ms: 500 } });
    expect((await call('POST', '/sales-orders', order('R1'))).status).toBe('no answer');
    expect([references(), erp.book().pendingLateCommits]).toEqual([[], 1]);
    await until(() => erp.book().counts['sales-order'] === 1);
    expect([references(), erp.book().pendingLateCommits]).toEqual([['R1'], 0]);
  });

  it('lets the caller hang until a late commit when asked to', async () => {
    await erp.setFaults({ lateCommit: { p: 1, ms: 100, caller: 'hang' } });
    const startedAt = performance.now();
    expect((await call('POST', '/sales-orders', order('R1'))).status).toBe('no answer');
    expect(performance.now() - startedAt).toBeGreaterThan(95);
    await until(() => erp.book().counts['sales-order'] === 1);
    expect(references()).toEqual(['R1']);
  });

  it('forgets late commits that wait when the book is emptied', async () => {
    await erp.setFaults({ lateCommit: { p: 1, ms: 50 } });
    await call('POST', '/sales-orders', order('R1'));
    erp.resetBook();
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect([references(), erp.book().pendingLateCommits]).toEqual([[], 0]);
  });

  it('answers 500 after the commit, and the document is there', async () => {
    await erp.setFaults({ errorAfterCommit: 1 });
    expect(await call('POST', '/sales-orders', order('R1'))).toMatchObject({ status: 500, body: { code: 'internal' } });
    expect(references()).toEqual(['R1']);
  });

  it.each([
    ['s', /^\d+$/],
    ['date', / GMT$/],
    ['none', undefined],
  ] as const)('throttles with Retry-After as %s, and commits nothing', async (retryAfter, shape) => {
    await erp.setFaults({ throttle: { p: 1, retryAfter } });
    const heard = await call('POST', '/sales-orders', order('R1'));
    expect(heard).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
    const header = heard.status === 'no answer' ? undefined : (heard.headers.get('retry-after') ?? undefined);
    if (shape === undefined) expect(header).toBeUndefined();
    else expect(header).toMatch(shape);
    expect([references(), erp.book().traffic.violations]).toEqual([[], { concurrency: 0, rate: 0, latest: [] }]);
  });

  it('is slow, and its caller can leave before: the document is there all the same', async () => {
    await erp.setFaults({ slow: { p: 1, ms: 400 } });
    const leaving = new AbortController();
    const request = fetch(`${erp.url}/sales-orders`, {
      method: 'POST',
      body: JSON.stringify(order('R1')),
      headers: { authorization: `Bearer ${erp.token}` },
      signal: leaving.signal,
    });
    await until(() => erp.book().traffic.inFlight === 1);
    leaving.abort();
    await expect(request).rejects.toThrow();
    expect(references()).toEqual([]);
    await until(() => erp.book().counts['sales-order'] === 1);
    expect(erp.fired()).toEqual({ slow: 1 });
  });

  it('refuses a right token when told to', async () => {
    await erp.setFaults({ unauthorized: 1 });
    expect(await call('POST', '/sales-orders', order('R1'))).toMatchObject({ status: 401 });
    expect([references(), erp.fired()]).toEqual([[], { unauthorized: 1 }]);
  });

  it('refuses connections, and takes them again on the same port when the fault is taken away at the other address', async () => {
    await erp.setFaults({ refuseConnections: true });
    expect(await call('GET', '/health')).toMatchObject({ status: 'no answer', code: 'ECONNREFUSED' });
    expect((await call('DELETE', '/faults', undefined, { at: erp.control })).status).toBe(200);
    expect((await call('POST', '/sales-orders', order('R1'))).status).toBe(201);
  });

  it('still answers the very call that makes it refuse connections', async () => {
    expect((await call('POST', '/faults', { refuseConnections: true })).status).toBe(200);
    await until(async () => (await call('GET', '/health')).status === 'no answer');
    expect((await call('GET', '/health', undefined, { at: erp.control })).status).toBe(200);
  });

  it('drops a field silently: the answer is a success, the document has its default', async () => {
    await erp.setFaults({ silentFieldDrop: { p: 1, field: 'shipTo' } });
    const asked = order('R1', { customer: 'C-ACME', shipTo: 'C-ACME-2', lines: [{ key: '1', item: 'HS-1001', quantity: '1', unit: 'EA' }] });
    expect(await call('POST', '/sales-orders', asked)).toMatchObject({ status: 201, body: { shipTo: 'C-ACME-1' } });
    expect(erp.fired()).toEqual({ silentFieldDrop: 1 });
  });

  it('strikes the named routes only', async () => {
    await erp.setFaults({ unauthorized: 1, only: ['GET /changes'] });
    expect([(await call('GET', '/changes')).status, (await call('POST', '/sales-orders', order('R1'))).status]).toEqual([401, 201]);
  });

  it('strikes the same calls again with the same seed', async () => {
    const faults: Faults = { dropAfterCommit: 0.4, errorAfterCommit: 0.3, seed: 5 };
    const round = async (name: string) => {
      await erp.setFaults(faults);
      const heard: (number | string)[] = [];
      for (let nth = 0; nth < 20; nth += 1) heard.push((await call('POST', '/sales-orders', order(`${name}${nth}`))).status);
      return heard;
    };
    const first = await round('a');
    expect(await round('b')).toEqual(first);
    expect(new Set(first)).toEqual(new Set(['no answer', 500, 201]));
    expect(erp.book().counts['sales-order']).toBe(40);
  });

  it('says what is wrong with faults and keeps those in force', async () => {
    await erp.setFaults({ unauthorized: 0.5 });
    expect(await call('POST', '/faults', { dropAfterComit: 1 })).toMatchObject({ status: 400, body: { code: 'malformed', field: 'dropAfterComit' } });
    expect(bodyOf(await call('GET', '/faults'), 200)).toMatchObject({ faults: { unauthorized: 0.5 }, seed: 1 });
  });
});

describe('the cap over the wire', () => {
  const restart = async (options: Parameters<typeof startSimulatedErp>[0]) => {
    await erp.close();
    erp = await startSimulatedErp(options);
    call = callerOf(erp);
  };

  it('answers 429 above its concurrency, commits nothing for it, and the book shows the violation', async () => {
    await restart({ concurrency: 2, latencyMs: 400 });
    const heard = await Promise.all(['a', 'b', 'c'].map((reference) => call('POST', '/sales-orders', order(reference))));
    expect(heard.map(({ status }) => status).sort()).toEqual([201, 201, 429]);
    expect(erp.book()).toMatchObject({ counts: { 'sales-order': 2 }, traffic: { inFlight: 0, inFlightMax: 3, violations: { concurrency: 1, rate: 0 } } });
  });

  it('answers 429 above its rate', async () => {
    await restart({ ratePerSecond: 3, retryAfter: 'none' });
    const heard = await Promise.all([1, 2, 3, 4, 5].map((nth) => call('GET', `/sales-orders?reference=${nth}`)));
    expect(heard.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429]);
    expect(erp.book().traffic).toMatchObject({ perSecondMax: 5, requests: 5, violations: { rate: 2 }, routes: { 'GET /sales-orders': 5 } });
  });

  it('neither counts nor caps desk, faults, book and health', async () => {
    await restart({ ratePerSecond: 1 });
    for (const path of ['/health', '/faults', '/book', '/']) expect([path, (await call('GET', path)).status]).toEqual([path, 200]);
    expect(erp.book().traffic.requests).toBe(0);
  });
});
