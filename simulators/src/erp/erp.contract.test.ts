import { afterEach, describe, expect, it } from 'vitest';
import { bodyOf, callerOf } from '../testing/caller.ts';
import { type SimulatedErp, type SimulatedErpOptions, startSimulatedErp } from './index.ts';

let erp: SimulatedErp | undefined;
const start = async (options: SimulatedErpOptions = {}) => {
  erp = await startSimulatedErp(options);
  return { erp, call: callerOf(erp) };
};
afterEach(async () => {
  await erp?.close();
  erp = undefined;
});

const order = {
  reference: 'ORD-1',
  customer: 'C-ACME',
  shipTo: 'C-ACME-1',
  warehouse: 'EDC',
  currency: 'USD',
  requestedDate: '2026-12-01',
  lines: [{ key: '1', item: 'HS-1005', quantity: '2', unit: 'EA', price: '155.00' }],
};
type Changes = {
  readonly changes: readonly { readonly cursor: number; readonly kind: string; readonly document: Readonly<Record<string, unknown>> }[];
  readonly next: number;
  readonly more: boolean;
};

describe('the ERP over the wire', () => {
  it('takes an order from questions to cash', async () => {
    const { call } = await start();
    const { reference, ...questions } = order;
    expect(await call('POST', '/questions', questions)).toMatchObject({
      status: 200,
      body: {
        customer: { known: true, exposure: '0.00' },
        shipTo: { active: true },
        lines: [{ price: { amount: '155.00', currency: 'USD', rule: 'contract:C-ACME' }, available: '30' }],
      },
    });
    expect(await call('POST', '/sales-orders', order)).toMatchObject({
      status: 201,
      body: { id: 'so-000001', number: 'SO000001', version: 1, state: 'confirmed', reference, totals: { gross: '310.00' } },
    });
    const issue = { reference: 'GI-1', shipment: 'SHP-1', lines: [{ key: '1', quantity: '2' }], tracking: ['1Z'] };
    expect(await call('POST', '/sales-orders/SO000001/goods-issue', issue)).toMatchObject({
      status: 201,
      body: { id: 'gi-000001', order: { id: 'so-000001', version: 2 }, tracking: ['1Z'], invoice: { id: 'inv-000001', number: 'INV-000001' } },
    });
    expect(await call('POST', '/sales-orders/SO000001/goods-issue', issue)).toMatchObject({ status: 200, body: { id: 'gi-000001' } });
    expect(await call('GET', '/goods-issues?reference=GI-1')).toMatchObject({ status: 200, body: { items: [{ id: 'gi-000001' }] } });
    expect(await call('POST', '/invoices/inv-000001/payments', { reference: 'PAY-1', amount: '310.00' })).toMatchObject({
      status: 201,
      body: { invoice: 'inv-000001' },
    });
    expect(await call('GET', '/invoices/INV-000001')).toMatchObject({ status: 200, body: { state: 'paid', open: '0.00', paid: '310.00' } });
    expect(await call('GET', '/sales-orders/so-000001')).toMatchObject({ status: 200, body: { state: 'closed', version: 3 } });
  });

  it('wants the version that is changed, and refuses one that is past', async () => {
    const { call } = await start();
    await call('POST', '/sales-orders', order);
    const change = { lines: [{ key: '1', quantity: '3' }] };
    const put = (version?: string) => call('PUT', '/sales-orders/so-000001', change, version === undefined ? {} : { headers: { 'if-match': version } });
    expect(await put()).toMatchObject({ status: 428, body: { code: 'version-required' } });
    expect(await put('1')).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await put('1')).toMatchObject({ status: 412, body: { code: 'stale-version', version: 2 } });
    expect(await put('W/"2"')).toMatchObject({ status: 200, body: { version: 3 } });
  });

  it('refuses what its rules refuse with code, field and figures', async () => {
    const { call } = await start();
    const many = { ...order, lines: [{ key: '1', item: 'HS-1005', quantity: '200', unit: 'EA', price: '155.00' }] };
    expect(await call('POST', '/sales-orders', many)).toMatchObject({
      status: 422,
      body: { code: 'credit-limit', field: 'customer', limit: '25000.00', exposure: '0.00', amount: '31000.00' },
    });
    const strange = { ...order, lines: [{ key: '1', item: 'NOPE', quantity: '1', unit: 'EA' }] };
    expect(await call('POST', '/sales-orders', strange)).toMatchObject({ status: 422, body: { code: 'unknown-item', field: 'lines[0].item' } });
    await call('POST', '/sales-orders', order);
    await call('POST', '/sales-orders/so-000001/goods-issue', { reference: 'GI-1', shipment: 'S', lines: [{ key: '1', quantity: '1' }] });
    expect(await call('POST', '/sales-orders/so-000001/cancel', {})).toMatchObject({ status: 409, body: { code: 'already-shipped', lines: ['1'] } });
  });

  it('makes a draft and confirms it when it wants two steps', async () => {
    const { call } = await start({ twoStep: true });
    expect(await call('POST', '/sales-orders', order)).toMatchObject({ status: 201, body: { state: 'draft' } });
    expect(await call('POST', '/sales-orders/so-000001/confirm', {})).toMatchObject({ status: 200, body: { state: 'confirmed' } });
  });

  it('grade A: one document per reference, and it can be found', async () => {
    const { call } = await start({ grade: 'A' });
    await call('POST', '/sales-orders', order);
    expect(await call('POST', '/sales-orders', order)).toMatchObject({
      status: 409,
      body: { code: 'duplicate-reference', id: 'so-000001', number: 'SO000001' },
    });
    expect(await call('GET', '/sales-orders?reference=ORD-1')).toMatchObject({ body: { items: [{ id: 'so-000001', reference: 'ORD-1' }] } });
  });

  it('grade A: of two identical calls at the same instant one makes the document', async () => {
    const { erp, call } = await start({ grade: 'A', latencyMs: 20 });
    const heard = await Promise.all([call('POST', '/sales-orders', order), call('POST', '/sales-orders', order)]);
    expect([heard.map(({ status }) => status).sort(), erp.book().counts['sales-order']]).toEqual([[201, 409], 1]);
  });

  it('grade B: a second document, and both can be found', async () => {
    const { call } = await start({ grade: 'B' });
    await call('POST', '/sales-orders', order);
    expect((await call('POST', '/sales-orders', order)).status).toBe(201);
    expect(await call('GET', '/sales-orders?reference=ORD-1')).toMatchObject({ body: { items: [{ id: 'so-000001' }, { id: 'so-000002' }] } });
  });

  it('grade C: a second document, no search, no reference in any answer, though the book knows it', async () => {
    const { erp, call } = await start({ grade: 'C' });
    const made = bodyOf(await call('POST', '/sales-orders', order), 201);
    expect((await call('POST', '/sales-orders', order)).status).toBe(201);
    expect(await call('GET', '/sales-orders?reference=ORD-1')).toMatchObject({ status: 404, body: { code: 'search-not-supported' } });
    const heard = [made, bodyOf(await call('GET', '/sales-orders/so-000001'), 200), bodyOf(await call('GET', '/changes?since=0'), 200)];
    expect(JSON.stringify(heard)).not.toContain('ORD-1');
    expect(erp.book().duplicates).toEqual([{ kind: 'sales-order', reference: 'ORD-1', live: ['so-000001', 'so-000002'] }]);
  });

  it('tells changes page by page, each document once as it is now, and goes on where the caller stopped', async () => {
    const { erp, call } = await start();
    const { cursor } = erp.book();
    for (const nth of [1, 2, 3]) await call('POST', '/sales-orders', { ...order, reference: `R${nth}` });
    await call('POST', '/desk/sales-orders/SO000001', { lines: [{ key: '1', quantity: '1' }] });
    const page = async (since: number) => bodyOf(await call<Changes>('GET', `/changes?since=${since}&limit=2`), 200);
    const first = await page(cursor);
    const second = await page(first.next);
    expect([first.changes, second.changes].map((changes) => changes.map(({ document }) => document['number']))).toEqual([
      ['SO000002', 'SO000003'],
      ['SO000001'],
    ]);
    expect([first.more, second.more, second.changes[0]?.document]).toMatchObject([true, false, { version: 2, changedBy: 'desk' }]);
    expect(await page(second.next)).toEqual({ changes: [], next: second.next, more: false });
    await call('POST', '/desk/customers/C-ACME', { creditLimit: '1' });
    expect(await page(second.next)).toMatchObject({ changes: [{ kind: 'customer', document: { id: 'C-ACME', creditLimit: '1.00' } }] });
  });

  it('never puts more than 200 changes on a page', async () => {
    const { call } = await start();
    const bench = { ...order, customer: 'C-BENCH', lines: [{ key: '1', item: 'BENCH-1', quantity: '1', unit: 'EA' }] };
    await Promise.all(Array.from({ length: 230 }, (_, nth) => call('POST', '/sales-orders', { ...bench, reference: `R${nth}` })));
    const first = bodyOf(await call<Changes>('GET', '/changes?since=0&limit=5000'), 200);
    const second = bodyOf(await call<Changes>('GET', `/changes?since=${first.next}`), 200);
    expect([first.changes.length, first.more, second.more]).toEqual([200, true, false]);
    const kinds = [...first.changes, ...second.changes].filter(({ kind }) => kind === 'sales-order');
    expect(kinds).toHaveLength(230);
  });

  it('lets a person inside clear what held an order back', async () => {
    const { call } = await start();
    const held = { ...order, customer: 'C-FROST', shipTo: 'C-FROST-1', lines: [{ key: '1', item: 'HS-0900', quantity: '1', unit: 'EA' }] };
    expect(await call('POST', '/sales-orders', held)).toMatchObject({ body: { code: 'inactive-customer' } });
    await call('POST', '/desk/customers/C-FROST', { active: true });
    expect(await call('POST', '/sales-orders', held)).toMatchObject({ body: { code: 'discontinued-item' } });
    await call('POST', '/desk/items/HS-0900', { status: 'active' });
    expect((await call('POST', '/sales-orders', held)).status).toBe(201);
    expect(await call('POST', '/desk/sales-orders/so-000001', { cancel: true })).toMatchObject({
      status: 200,
      body: { state: 'cancelled', changedBy: 'desk' },
    });
  });

  it('lets a person inside pay an invoice', async () => {
    const { call } = await start();
    await call('POST', '/sales-orders', order);
    await call('POST', '/sales-orders/so-000001/goods-issue', { reference: 'GI-1', shipment: 'S', lines: [{ key: '1', quantity: '2' }] });
    expect((await call('POST', '/desk/invoices/INV-000001/pay', { amount: '10.00' })).status).toBe(200);
    expect((await call('POST', '/desk/invoices/INV-000001/pay', {})).status).toBe(200);
    expect(await call('POST', '/desk/invoices/INV-000001/pay', {})).toMatchObject({ status: 409, body: { code: 'nothing-to-do' } });
    expect(await call('GET', '/invoices/inv-000001')).toMatchObject({ body: { state: 'paid' } });
  });
});
