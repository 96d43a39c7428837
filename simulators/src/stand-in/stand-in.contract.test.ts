import { randomUUID } from 'node:crypto';
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSimulatedErp } from '../erp/index.ts';
import { bodyOf, callerOf } from '../testing/caller.ts';
import { endAllPrograms, runProgram, startProgram } from '../testing/program.ts';
import { startSimulatedWms } from '../wms/index.ts';

let file: string;
const order = (reference: string, more: object = {}) => ({
  reference,
  customer: 'C-ACME',
  currency: 'USD',
  lines: [{ key: '1', item: 'HS-1005', quantity: '2', unit: 'EA' }],
  ...more,
});

beforeEach(() => {
  file = path.join(tmpdir(), `crossdock-book-${randomUUID()}.ndjson`);
});
afterEach(async () => {
  await endAllPrograms();
  await rm(file, { force: true });
});

describe('the book in a file', () => {
  it('survives a SIGKILL right after an answer, with its figures, its versions and its numbers', async () => {
    const first = await startProgram(['erp', '--book', file]);
    const call = callerOf(first.addresses);
    expect((await call('POST', '/sales-orders', order('R1'))).status).toBe(201);
    expect((await call('PUT', '/sales-orders/so-000001', { lines: [{ key: '1', quantity: '3' }] }, { headers: { 'if-match': '1' } })).status).toBe(200);
    const changes = bodyOf(await call('GET', '/changes?since=0'), 200);
    expect(await first.end('SIGKILL')).toBe('SIGKILL');

    const second = await startProgram(['erp', '--book', file]);
    const again = callerOf(second.addresses);
    expect(bodyOf(await again('GET', '/changes?since=0'), 200)).toEqual(changes);
    expect(await again('GET', '/sales-orders?reference=R1')).toMatchObject({ body: { items: [{ id: 'so-000001', version: 2, lines: [{ quantity: '3' }] }] } });
    const questions = { customer: 'C-ACME', currency: 'USD', lines: [{ key: '1', item: 'HS-1005', quantity: '1', unit: 'EA', warehouse: 'EDC' }] };
    expect(await again('POST', '/questions', questions)).toMatchObject({ body: { customer: { exposure: '465.00' }, lines: [{ available: '21' }] } });
    expect(await again('POST', '/sales-orders', order('R1'))).toMatchObject({ status: 409, body: { id: 'so-000001' } });
    expect(await again('POST', '/sales-orders', order('R2'))).toMatchObject({ status: 201, body: { number: 'SO000002' } });
    expect(await second.end('SIGTERM')).toBe(0);
  });

  it('has each document that a killed process answered for, and the one whose answer was dropped', async () => {
    const first = await startProgram(['erp', '--book', file, '--faults', '{"dropAfterCommit":0.5}', '--seed', '3']);
    const call = callerOf(first.addresses);
    const heard = await Promise.all(
      Array.from({ length: 40 }, (_, nth) =>
        call('POST', '/sales-orders', order(`R${nth}`, { customer: 'C-BENCH', lines: [{ key: '1', item: 'BENCH-1', quantity: '1', unit: 'EA' }] })),
      ),
    );
    await first.end('SIGKILL');
    expect(new Set(heard.map(({ status }) => status))).toEqual(new Set([201, 'no answer']));
    const again = await startSimulatedErp({ bookFile: file });
    expect(again.book().counts['sales-order']).toBe(40);
    await again.close();
  });

  it('cuts off a last line that a kill left half written', async () => {
    const first = await startSimulatedErp({ bookFile: file });
    await callerOf(first)('POST', '/sales-orders', order('R1'));
    await first.close();
    const whole = await readFile(file, 'utf8');
    await appendFile(file, '{"cursor":99,"documents":[{"ki');
    const second = await startSimulatedErp({ bookFile: file });
    expect([second.book().counts['sales-order'], await readFile(file, 'utf8')]).toEqual([1, whole]);
    await second.close();
  });

  it('does not start on a file that is no book', async () => {
    await writeFile(file, 'something else\n');
    await expect(startSimulatedErp({ bookFile: file })).rejects.toThrow("line 1: not a line of a simulator's book");
  });

  it('is empty after a reset, goes on with its numbers and cursors, and so it is after a restart', async () => {
    const first = await startSimulatedErp({ bookFile: file });
    const call = callerOf(first);
    await call('POST', '/sales-orders', order('R1'));
    const before = first.book().cursor;
    expect((await call('POST', '/book/reset')).status).toBe(200);
    expect(first.book()).toMatchObject({ counts: { 'sales-order': 0 }, traffic: { requests: 0 } });
    expect(await call('POST', '/sales-orders', order('R1'))).toMatchObject({ status: 201, body: { number: 'SO000002' } });
    const { cursor } = first.book();
    await first.close();
    const second = await startSimulatedErp({ bookFile: file });
    expect([cursor > before, second.book().cursor, second.book().counts['sales-order']]).toEqual([true, cursor, 1]);
    expect(
      await callerOf(second)('POST', '/questions', { customer: 'C-ACME', currency: 'USD', lines: [{ key: '1', item: 'HS-1005', quantity: '1', unit: 'EA' }] }),
    ).toMatchObject({
      body: { customer: { exposure: '310.00' } },
    });
    await second.close();
  });

  it('keeps orders, shipments and messages of the WMS, which goes on with its work', async () => {
    const first = await startSimulatedWms({ bookFile: file });
    const call = callerOf(first);
    await call('POST', '/warehouses/EDC/orders', { reference: 'REL-1', order: 'O', lines: [{ key: '1', item: 'HS-1005', quantity: '30', unit: 'EA' }] });
    await call('POST', '/desk/orders/wo-000001/allocate', {});
    const { documents, cursor } = first.book();
    await first.close();
    const second = await startSimulatedWms({ bookFile: file });
    expect(second.book()).toMatchObject({ documents, cursor });
    expect(await callerOf(second)('POST', '/desk/orders/wo-000001/pick', {})).toMatchObject({
      status: 200,
      body: { lines: [{ picked: '24', backordered: '6' }] },
    });
    await second.close();
  });
});

describe('the door', () => {
  it('needs the token on everything but health and the status page', async () => {
    const erp = await startSimulatedErp();
    const call = callerOf({ url: erp.url, token: 'wrong' });
    const heard = await Promise.all(['/sales-orders/1', '/changes', '/faults', '/book', '/health', '/'].map((at) => call('GET', at)));
    expect(heard.map(({ status }) => status)).toEqual([401, 401, 401, 401, 200, 200]);
    await erp.close();
  });

  it('says what is malformed, too large or not offered', async () => {
    const erp = await startSimulatedErp();
    const call = callerOf(erp);
    expect(await call('POST', '/sales-orders', '{"reference":')).toMatchObject({ status: 400, body: { code: 'malformed' } });
    expect(await call('POST', '/sales-orders', order('R1', { lines: [{ key: '1', item: 'X', quantity: 2, unit: 'EA' }] }))).toMatchObject({
      status: 400,
      body: { field: 'lines[0].quantity' },
    });
    expect((await call('POST', '/sales-orders', order('x'.repeat(2_000_001)))).status).toBe(413);
    expect(await call('PATCH', '/sales-orders/so-000001', {})).toMatchObject({ status: 404, body: { code: 'no-such-route' } });
    expect(await call('GET', '/sales-orders/so-000009')).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect((await call('POST', '/sales-orders', order('R1'), { at: erp.control })).status).toBe(404);
    await erp.close();
  });

  it('shows a person the book, the faults and how to switch them, and runs nothing that stands in a document', async () => {
    const erp = await startSimulatedErp();
    await callerOf(erp)('POST', '/sales-orders', order('<script>alert(1)</script>'));
    await erp.setFaults({ dropAfterCommit: 0.25 });
    const page = bodyOf(await callerOf(erp)<string>('GET', '/'), 200);
    expect(page).toContain('SO000001');
    expect(page).toContain('&quot;dropAfterCommit&quot;: 0.25');
    expect(page).toContain(`-X DELETE ${erp.control}/faults`);
    expect(page).not.toContain('<script>');
    await erp.close();
  });

  it('shows checkers references that several live documents bear', async () => {
    const erp = await startSimulatedErp({ grade: 'B' });
    const call = callerOf(erp);
    for (const reference of ['R1', 'R1', 'R2']) await call('POST', '/sales-orders', order(reference));
    expect(erp.book().duplicates).toEqual([{ kind: 'sales-order', reference: 'R1', live: ['so-000001', 'so-000002'] }]);
    await call('POST', '/sales-orders/so-000001/cancel', {});
    const book = bodyOf(await call('GET', '/book?documents=references', undefined, { at: erp.control }), 200);
    expect(book).toMatchObject({
      duplicates: [],
      documents: { 'sales-order': [{ reference: 'R1', state: 'cancelled' }, { reference: 'R1', state: 'confirmed' }, { reference: 'R2' }] },
    });
    await erp.close();
  });
});

describe('starting alone', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('prints one JSON object with its addresses first, works, and ends with 0 on %s', async (signal) => {
    const program = await startProgram(['wms', '--port', '0', '--token', 'secret', '--seed', '5']);
    const { url, control, token, desk, faults, book } = program.addresses;
    expect(program.addresses).toMatchObject({ name: 'wms', token: 'secret', grade: 'A', seed: 5, webhookSecret: expect.stringMatching(/^whsec_/) });
    expect([desk, faults, book]).toEqual([`${control}/desk`, `${control}/faults`, `${control}/book`]);
    expect((await callerOf({ url, token })('GET', '/warehouses/EDC/stock')).status).toBe(200);
    expect(await program.end(signal)).toBe(0);
  });

  it.each([
    ['a name', ['sap'], 'sap'],
    ['an option', ['erp', '--bogus'], '--bogus'],
    ['a fault', ['erp', '--faults', '{"dropAfterComit":1}'], 'dropAfterComit'],
    ['a route of a fault', ['erp', '--faults', '{"only":["POST /orders"]}'], 'POST /orders'],
    ['a secret', ['wms', '--webhook-secret', 'abc'], 'whsec_'],
    ['a webhook address', ['wms', '--webhook-url', 'ftp://x'], 'http'],
  ])('says what is wrong with %s and ends with 2', async (_, words, named) => {
    expect(await runProgram(words)).toEqual({ code: 2, out: '', err: expect.stringContaining(named) });
  });

  it('ends with 2 when its port is taken', async () => {
    const erp = await startSimulatedErp();
    expect(await runProgram(['erp', '--port', new URL(erp.url).port])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('is in use on this machine'),
    });
    await erp.close();
  });

  it('helps', async () => {
    expect(await runProgram(['--help'])).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Usage: npm run -s simulate') });
  });
});
