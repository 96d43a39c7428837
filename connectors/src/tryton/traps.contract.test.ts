import { setTimeout as sleep } from 'node:timers/promises';
import type { Call, HttpRequest } from '@crossdock/connector-kit';
import { afterAll, expect, it } from 'vitest';
import { describeTryton } from './testing/describe-tryton.ts';
import { openConnector, openErp } from './testing/erp.ts';
import { follow } from './testing/follow.ts';
import { done, line, must, noticeOf, orderOf, place } from './testing/orders.ts';
import { pay, quantitiesOf, receive, returnGoods, shipmentsWhen, stockOf } from './testing/people.ts';
import { openRoad } from './testing/proxy.ts';
import { startTryton } from './testing/start-tryton.ts';

const tryton = await startTryton({ worker: false });

// Each of these was seen happening to a plain client.
describeTryton("Tryton's traps", tryton, (running) => {
  const [erp, open] = [openErp(running), openConnector(running)];
  const { answers, documents, call } = open;
  const [goodsIssue, invoice, confirm, quote] = [must(documents['goods-issue']), must(documents.invoice), must(documents.confirm), must(documents.quote)];
  afterAll(async () => {
    await open.close();
    await erp.close();
  });
  const draft = async (lines: readonly string[], more = {}) => {
    const document = orderOf(lines, more);
    return { document, target: done(await documents.create.send({ op: 'create', document }, call())).document };
  };

  it('1: does not take the null of a button in the wrong state for success', async () => {
    const { document, target } = await draft(['1/1 HS-1001 1 EA 11.25']);
    const answer = await confirm.send({ op: 'confirm', reference: document.reference, target }, call());
    expect(answer).toMatchObject({ kind: 'refused', class: 'conflict', code: 'not-quoted' });
    expect(await confirm.probe?.({ op: 'confirm', reference: document.reference, target }, call())).toEqual({ kind: 'absent' });
  });

  it('2: never picks what is not assigned, so the stock does not go below zero', async () => {
    const strict = openConnector(running, { whenStockIsShort: 'refuse' });
    const issue = must(strict.documents['goods-issue']);
    const target = await place(open, orderOf(['1/1 HS-1010 3 EA 288']));
    const body = { op: 'goods-issue', reference: 'strict', target, shipment: noticeOf('short', ['1/1 2']) } as const;
    expect(await issue.send(body, call())).toMatchObject({ kind: 'refused', class: 'business', code: 'short-stock', cause: 'stock' });
    expect(await stockOf(erp, 'HS-1010')).toBe(0);
    await receive(erp, 'HS-1010', 2);
    expect(done(await issue.send(body, call())).differences).toEqual([]);
    expect(await stockOf(erp, 'HS-1010')).toBe(0);
    await strict.close();
  });

  it('2: ships what Tryton has where told to, says what is missing, and leaves the rest waiting', async () => {
    const target = await place(open, orderOf(['1/1 HS-1009 8 EA 584.1', '2/1 HS-1001 1 EA 11.25']));
    const body = { op: 'goods-issue', reference: 'partial', target, shipment: noticeOf('seven', ['1/1 7', '2/1 1']) } as const;
    expect(done(await goodsIssue.send(body, call())).differences).toEqual([{ lineKey: '1/1', field: 'quantity', sent: '7', found: '5' }]);
    expect(await stockOf(erp, 'HS-1009')).toBe(0);
    const shipments = await shipmentsWhen(erp, target.id, (found) => found.flatMap(quantitiesOf).reduce((sum, quantity) => sum + quantity, 0) === 9);
    expect(shipments.filter(({ state }) => state === 'done').map(quantitiesOf)).toEqual([[1, 5]]);
    expect(shipments.filter(({ state }) => state !== 'done').every(({ state }) => state === 'waiting')).toBe(true);
  });

  it('4: sees the stock of every warehouse asked about, in the unit asked for', async () => {
    const lines = ['1/1 HS-1008 1 EA', '2/1 HS-1004 1 CS'].flatMap((text) =>
      ['east', 'west'].map((warehouse) => ({ ...line(text), lineKey: `${text.slice(0, 1)}/${warehouse}`, warehouse })),
    );
    const asked = await answers.ask({ op: 'ask', customer: 'C-EAST', currency: 'USD', lines }, call());
    expect(asked).toMatchObject({ answer: { lines: [{ available: '600' }, { available: '350' }, { available: '200' }, { available: '100' }] } });
  });

  it('4: promises no more than the coming days leave', async () => {
    const before = orderOf(['1/1 HS-1003 30 EA 20']);
    await place(open, { ...before, lines: before.lines.map((one) => ({ ...one, requestedDate: '2030-06-01' })) });
    const asked = await answers.ask({ op: 'ask', customer: 'C-EAST', currency: 'USD', lines: [{ ...line('1/1 HS-1003 1 EA'), warehouse: 'east' }] }, call());
    expect(asked).toMatchObject({ answer: { lines: [{ available: '50' }] } });
  });

  it('5 and 7: tells what finance did, twice if it did it twice; a draft has no number and its whole balance open', async () => {
    const facts = await follow(open);
    const target = await place(open, orderOf(['1/1 HS-1001 4 EA 11.25']));
    const shipment = noticeOf('paid-twice', ['1/1 4']);
    done(await goodsIssue.send({ op: 'goods-issue', reference: 'G5', target, shipment }, call()));
    const { invoices } = await facts.until(target.id, ({ invoices: found }) => found.length === 1);
    expect(invoices).toMatchObject([{ state: 'draft', total: '63', balance: '63' }]);
    expect(invoices[0]).not.toHaveProperty('number');
    const posted = done(await invoice.send({ op: 'invoice', reference: 'G5', target, shipment }, call()));
    expect(posted.snapshots).toMatchObject([{ state: 'posted', number: posted.document.number, balance: '63', reference: 'G5' }]);
    for (const _time of [1, 2]) await pay(erp, Number(posted.document.id), '10');
    await facts.until(target.id, ({ invoices: [found] }) => found?.balance === '43');
    expect(facts.invoices(target.id)).toMatchObject([{ state: 'posted', balance: '43', lines: [{ lineKey: '1/1', quantity: '4', amount: '45' }] }]);
  });

  it('6: tells a return that takes back more than was shipped as it is, on the order that it takes back from', async () => {
    const facts = await follow(open);
    const target = await place(open, orderOf(['1/1 HS-1001 4 EA 11.25']));
    done(await goodsIssue.send({ op: 'goods-issue', reference: 'G6', target, shipment: noticeOf('four', ['1/1 4']) }, call()));
    await returnGoods(erp, Number(target.id), 99);
    await facts.until(target.id, ({ invoices }) => invoices.length === 2);
    expect(facts.invoices(target.id).map(({ lines }) => lines[0])).toMatchObject([
      { lineKey: '1/1', quantity: '4' },
      { lineKey: '1/1', quantity: '-99' },
    ]);
    const later = facts.messages.filter(
      (message) => message.kind === 'document' && message.snapshot.type === 'sales-order' && Number(message.snapshot.id) > Number(target.id),
    );
    expect(later).toEqual([]); // the return is no order of ours
  });

  it('8: calls a lock that it did not get transient, and confirms all of them when repeated', async () => {
    const orders = await Promise.all([1, 2, 3, 4].map(() => draft(['1/1 HS-1006 1 EA 12.69'], { customer: 'C-BRIGHT' })));
    for (const { document, target } of orders) done(await quote.send({ op: 'quote', reference: document.reference, target }, call()));
    for (let left = orders, round = 0; left.length > 0; round += 1) {
      expect(round).toBeLessThan(20);
      const results = await Promise.all(left.map(({ document, target }) => confirm.send({ op: 'confirm', reference: document.reference, target }, call())));
      for (const result of results) expect(result.kind === 'failed' ? result.class : result.kind).toMatch(/^(confirmed|transient)$/);
      left = left.filter((_, index) => results[index]?.kind !== 'confirmed');
    }
    expect(confirm.limiter).toBe('confirm');
  });

  it('8: names credit when the limit stops an order, and leaves it a quotation', async () => {
    const { document, target } = await draft(['1/1 HS-1005 9 EA 189'], { customer: 'C-CEDAR' });
    done(await quote.send({ op: 'quote', reference: document.reference, target }, call()));
    const body = { op: 'confirm', reference: document.reference, target } as const;
    expect(await confirm.send(body, call())).toMatchObject({ kind: 'refused', class: 'business', code: 'credit-limit', cause: 'credit' });
    expect(await confirm.probe?.(body, call())).toEqual({ kind: 'absent' });
  });

  it('9: ships from the warehouse of the order, and packs without a carrier where Tryton would ask', async () => {
    const { document, target } = await draft(['1/1 HS-1001 2 EA 11.25'], { warehouse: 'west' });
    await erp.write('sale.sale', Number(target.id), { carrier: null });
    done(await quote.send({ op: 'quote', reference: document.reference, target }, call()));
    done(await confirm.send({ op: 'confirm', reference: document.reference, target }, call()));
    const issued = done(await goodsIssue.send({ op: 'goods-issue', reference: 'G9', target, shipment: noticeOf('west', ['1/1 2']) }, call()));
    expect(issued.snapshots).toMatchObject([{ state: 'shipped', warehouse: 'west' }]);
  });

  it('10: leaves short stock to the question before, as Tryton confirms whatever is ordered', async () => {
    const asked = await answers.ask({ op: 'ask', customer: 'C-EAST', currency: 'USD', lines: [{ ...line('1/1 HS-1007 20 EA'), warehouse: 'east' }] }, call());
    expect(asked).toMatchObject({ answer: { lines: [{ available: '12' }] } });
    expect(await place(open, orderOf(['1/1 HS-1007 20 EA 45.9']))).toHaveProperty('number');
  });

  it('makes one sale of six creates at once under one reference', async () => {
    const document = orderOf(['1/1 HS-1001 1 EA 11.25']);
    const sent = await Promise.all([1, 2, 3, 4, 5, 6].map(() => documents.create.send({ op: 'create', document }, call())));
    expect(new Set(sent.map((answer) => done(answer).document.id)).size).toBe(1);
    expect(await erp.count('sale.sale', [['web_id', '=', document.reference]])).toBe(1);
    const other = { ...document, lines: [line('1/1 HS-1001 2 EA 11.25')] };
    expect(await documents.create.send({ op: 'create', document: other }, call())).toMatchObject({
      kind: 'refused',
      class: 'conflict',
      code: 'reference-taken',
    });
  });

  it('finds by the probe what a create that was broken off has left, and makes none twice', async () => {
    for (const ms of [60, 110, 160, 210, 260, 310, 360, 410]) {
      const document = orderOf(['1/1 HS-1001 1 EA 11.25']);
      const answer = await documents.create.send({ op: 'create', document }, call(ms));
      const body = { op: 'create', document } as const;
      await sleep(answer.kind === 'failed' && answer.class === 'in-doubt' ? 1_500 : 0);
      const probed = await documents.create.probe?.(body, call());
      expect(probed?.kind).toMatch(answer.kind === 'confirmed' ? /^found$/ : /^(found|absent)$/);
      done(await documents.create.send(body, call()));
      expect(await erp.count('sale.sale', [['web_id', '=', document.reference]])).toBe(1);
    }
  });

  it('is in doubt when the connection itself breaks after the commit, transient when it breaks before', async () => {
    const road = await openRoad(running.url);
    const far = openConnector({ ...running, url: road.url });
    const body = () => ({ op: 'create', document: orderOf(['1/1 HS-1001 1 EA 11.25']) }) as const;
    done(await far.documents.create.send(body(), call()));
    const lost = body();
    road.trouble({ requestWith: 'model.sale.sale.create', does: 'drop-answer' });
    expect(await far.documents.create.send(lost, call())).toMatchObject({ kind: 'failed', class: 'in-doubt' });
    road.trouble({ requestWith: 'model.party.party.search_read', does: 'refuse' });
    expect(await far.documents.create.send(body(), call())).toMatchObject({ kind: 'failed', class: 'transient' });
    road.trouble({ requestWith: 'model.sale.sale.read', does: 'delay', ms: 400 });
    expect((await far.documents.create.send(body(), call())).kind).toBe('confirmed');
    road.trouble(undefined);
    expect(await far.documents.create.probe?.(lost, call())).toMatchObject({ kind: 'found', differences: [] });
    await far.close();
    await road.close();
  });

  it('goes on with a goods issue from wherever it was broken off, and ships each of them once', async () => {
    const writes = ['the claim', 'the moves', 'the assignment', 'the picking', 'the packages', 'the packing', 'the issue'];
    const target = await place(open, orderOf(['1/1 HS-1008 20 EA 20', '2/1 HS-1006 20 EA 12.69']));
    for (const [after, step] of writes.entries()) {
      const body = {
        op: 'goods-issue',
        reference: `cut after ${step}`,
        target,
        shipment: noticeOf(`cut-${after}`, ['1/1 2', '2/1 1'], [`1Z-${after}`]),
      } as const;
      expect(await goodsIssue.send(body, brokenAfter(after + 1, call()))).toMatchObject({ kind: 'failed', class: 'in-doubt' });
      expect((await goodsIssue.probe?.(body, call()))?.kind).toBe(after + 1 < writes.length ? 'absent' : 'found');
      expect(done(await goodsIssue.send(body, call())).differences).toEqual([]);
    }
    const shipments = await shipmentsWhen(erp, target.id, (found) => found.length === writes.length + 1);
    expect(shipments.filter(({ state }) => state === 'done').map(quantitiesOf)).toEqual(writes.map(() => [1, 2]));
    expect(shipments.filter(({ state }) => state === 'waiting').map(quantitiesOf)).toEqual([[6, 13]]);
    expect(await erp.count('stock.package', [['shipping_reference', 'like', '1Z-%']])).toBe(writes.length);
  });

  it('ships two goods issues of one order that come at once, each with its own quantities', async () => {
    const target = await place(open, orderOf(['1/1 HS-1001 10 EA 11.25', '2/1 HS-1002 4 EA 15']));
    const bodies = [
      { op: 'goods-issue', reference: 'at once A', target, shipment: noticeOf('A', ['1/1 3']) } as const,
      { op: 'goods-issue', reference: 'at once B', target, shipment: noticeOf('B', ['1/1 5', '2/1 4']) } as const,
    ];
    for (let left = bodies, round = 0; left.length > 0; round += 1) {
      expect(round).toBeLessThan(10);
      const results = await Promise.all(left.map((body) => goodsIssue.send(body, call())));
      for (const result of results) expect(result.kind === 'failed' ? result.class : result.kind).toMatch(/^(confirmed|transient|in-doubt)$/);
      left = left.filter((_, index) => results[index]?.kind !== 'confirmed');
    }
    const shipments = await shipmentsWhen(erp, target.id, (found) => found.length === 3);
    const quantities = Object.fromEntries(shipments.map((shipment) => [String(shipment['reference']), quantitiesOf(shipment)]));
    expect(quantities).toEqual({ 'at once A / A': [3], 'at once B / B': [4, 5], null: [2] });
  });

  it('refuses a goods issue of more than the order has, and says which line', async () => {
    const target = await place(open, orderOf(['1/1 HS-1001 2 EA 11.25']));
    const answer = await goodsIssue.send({ op: 'goods-issue', reference: 'more', target, shipment: noticeOf('more', ['1/1 3']) }, call());
    expect(answer).toMatchObject({ kind: 'refused', class: 'business', code: 'not-open', message: expect.stringContaining('1 of line 1/1') });
  });

  it('tells changes of master data: a credit limit, an item, an address, a price', async () => {
    const facts = await follow(open);
    const change = async (model: string, domain: readonly unknown[], values: Readonly<Record<string, unknown>>) => {
      const [found] = await erp.search(model, domain, []);
      await erp.write(model, Number(found?.['id']), values);
    };
    await change('party.party', [['code', '=', 'C-CEDAR']], { credit_limit_amount: 9_000 });
    await change('product.template', [['code', '=', 'HS-1002']], { salable: false });
    await change(
      'party.address',
      [
        ['party.code', '=', 'C-ACME'],
        ['city', '=', 'Elizabeth'],
      ],
      { active: false },
    );
    await change('product.price_list.line', [['product.code', '=', 'HS-1005']], { formula: '150.00' });
    const news = await facts.look();
    const changes = news.flatMap((message) => (message.kind === 'master-data' ? [`${message.change.kind} ${message.change.id}`] : []));
    expect(changes).toEqual(expect.arrayContaining(['customer C-CEDAR', 'credit C-CEDAR', 'item HS-1002', 'ship-to 5', 'customer C-ACME', 'price HS-1005']));
    expect(await facts.look()).toEqual([]);
    expect(facts.cursor()?.length).toBeLessThan(20_000);
  });

  it('goes on after Tryton was restored and its sessions are gone', async () => {
    expect((await open.connector.health(call())).kind).toBe('healthy');
    await running.reset();
    expect((await documents.create.send({ op: 'create', document: orderOf(['1/1 HS-1001 1 EA 11.25']) }, call())).kind).toBe('confirmed');
  });
});

/** A call that is cut off for good after so many writes were done, as when the hub's node dies. */
function brokenAfter(writes: number, call: Call): Call {
  let left = writes;
  const isWrite = ({ body = '' }: HttpRequest) =>
    /"method":"model\.(stock\.shipment\.out\.(write|wait|assign_try|pick|pack|done)|stock\.package\.create)"/.test(body);
  return {
    ...call,
    http: async (request) => {
      if (left === 0) return { kind: 'not-sent', reason: 'refused', message: 'the node is gone' };
      const result = await call.http(request);
      if (isWrite(request)) left -= 1;
      return result;
    },
  };
}
