import type { ShipmentSnapshot } from '@crossdock/canonical';
import { afterAll, expect, it } from 'vitest';
import { createTryton } from './index.ts';
import { describeTryton } from './testing/describe-tryton.ts';
import { openConnector, openErp, settingsFor } from './testing/erp.ts';
import { follow } from './testing/follow.ts';
import { done, line, must, noticeOf, orderOf, place } from './testing/orders.ts';
import { pay, quantitiesOf, receive, shipmentsWhen } from './testing/people.ts';
import { startTryton } from './testing/start-tryton.ts';

const tryton = await startTryton({ worker: true });

// With Tryton's own worker, as in production: what follows a confirmation or a shipment comes some time after the answer.
describeTryton('an order in a Tryton with its own worker', tryton, (running) => {
  const [erp, open] = [openErp(running), openConnector(running)];
  const { documents, call } = open;
  const goodsIssue = must(documents['goods-issue']);
  const invoice = must(documents.invoice);
  const amend = must(documents.amend);
  afterAll(async () => {
    await open.close();
    await erp.close();
  });

  it('goes from question to cash in two shipments, and the poll tells it line by line', async () => {
    const facts = await follow(open);
    const document = orderOf(['10/1 HS-1001 10 EA 11.25', '20/1 HS-1009 7 EA 584.1', '30/a HS-1004 2 CS 12.96'], { customer: 'C-BRIGHT' });
    const lines = document.lines.map((one) => ({ ...one, warehouse: 'east' }));
    const asked = await open.answers.ask({ op: 'ask', customer: 'C-BRIGHT', currency: 'USD', lines }, call());
    expect(asked).toMatchObject({
      answer: {
        customer: { status: 'active' },
        credit: { limit: '100000', exposure: '0' },
        lines: [
          { price: '11.25', priceRule: 'price list Wholesale', available: '500' },
          { price: '584.1', available: '5' },
          { price: '12.96', available: '200' },
        ],
      },
    });

    const target = await place(open, document);
    expect(await facts.order(target.id)).toMatchObject({ state: 'processing', reference: document.reference, number: target.number });

    const first = noticeOf('W-1', ['10/1 6', '20/1 5', '30/a 2'], ['1ZA', '1ZB']);
    const issued = done(await goodsIssue.send({ op: 'goods-issue', reference: `${document.reference}/W-1`, target, shipment: first }, call()));
    expect(issued.differences).toEqual([]);
    const posted = done(await invoice.send({ op: 'invoice', reference: `${document.reference}/W-1`, target, shipment: first }, call()));
    expect(posted.document.number).toMatch(/^INV-/);

    await facts.until(target.id, ({ shipments }) => shipments.length === 2);
    const [shipped, waiting] = facts.shipments(target.id);
    expect(shipped).toMatchObject({
      state: 'shipped',
      warehouse: 'east',
      reference: `${document.reference}/W-1`,
      packages: [{ tracking: '1ZA' }, { tracking: '1ZB' }],
    });
    expect(counts(shipped, 'shipped')).toEqual({ '10/1': '6', '20/1': '5', '30/a': '2' });
    expect(waiting).toMatchObject({ state: 'waiting' });
    expect(counts(waiting, 'backordered')).toEqual({ '10/1': '4', '20/1': '2' });
    expect(waiting?.expectedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);

    await receive(erp, 'HS-1009', 10);
    const second = noticeOf('W-2', ['10/1 4', '20/1 2'], ['1ZC']);
    done(await goodsIssue.send({ op: 'goods-issue', reference: `${document.reference}/W-2`, target, shipment: second }, call()));
    done(await invoice.send({ op: 'invoice', reference: `${document.reference}/W-2`, target, shipment: second }, call()));
    await facts.until(target.id, ({ invoices }) => invoices.length === 2 && invoices.every(({ state }) => state === 'posted'));
    expect(facts.invoices(target.id).map(({ lines: invoiced }) => invoiced)).toEqual([
      [
        { lineKey: '10/1', quantity: '6', amount: '67.5' },
        { lineKey: '20/1', quantity: '5', amount: '2920.5' },
        { lineKey: '30/a', quantity: '2', amount: '25.92' },
      ],
      [
        { lineKey: '10/1', quantity: '4', amount: '45' },
        { lineKey: '20/1', quantity: '2', amount: '1168.2' },
      ],
    ]);

    for (const { id, balance } of facts.invoices(target.id)) await pay(erp, Number(id), balance);
    await facts.until(target.id, ({ invoices, order }) => order?.state === 'done' && invoices.every(({ state }) => state === 'paid'));
    expect(facts.invoices(target.id).map(({ balance }) => balance)).toEqual(['0', '0']);
    expect(facts.shipments(target.id).map(({ state }) => state)).toEqual(['shipped', 'shipped']);
  });

  it('is cancelled before it is confirmed, and after, and never once goods are gone', async () => {
    const document = orderOf(['1/1 HS-1001 2 EA 11.25']);
    const { document: draft } = done(await documents.create.send({ op: 'create', document }, call()));
    const early = { op: 'cancel', reference: document.reference, target: draft, reason: 'no longer wanted' } as const;
    expect(done(await documents.cancel.send(early, call())).snapshots).toMatchObject([{ state: 'cancelled' }]);

    const target = await place(open, orderOf(['1/1 HS-1001 2 EA 11.25', '2/1 HS-1006 1 EA 12.69']));
    const late = { ...early, target };
    expect(done(await documents.cancel.send(late, call())).snapshots).toMatchObject([{ state: 'cancelled' }]);
    expect(
      await erp.count('stock.move', [
        ['origin.sale', '=', Number(target.id), 'sale.line'],
        ['state', '!=', 'cancelled'],
      ]),
    ).toBe(0);

    const shipped = await place(open, orderOf(['1/1 HS-1001 2 EA 11.25']));
    done(await goodsIssue.send({ op: 'goods-issue', reference: 'G', target: shipped, shipment: noticeOf('gone', ['1/1 1']) }, call()));
    const tooLate = await documents.cancel.send({ ...early, target: shipped }, call());
    expect(tooLate).toMatchObject({ kind: 'refused', class: 'business', cause: 'point-of-no-return' });
  });

  it('takes a change in process: quantities, prices, a line more, a line less, the date, the ship-to; the rest is planned anew', async () => {
    const document = orderOf(['1/1 HS-1001 10 EA 11.25', '2/1 HS-1003 4 EA 20', '3/1 HS-1006 2 EA 12.69'], {
      customer: 'C-ACME',
      shipTo: { city: 'Elizabeth' },
    });
    const target = await place(open, document);
    const lines = ['1/1 HS-1001 12 EA 11', '3/1 HS-1006 2 EA 12.69', '4/1 HS-1002 1 EA 15'].map((text) => ({ ...line(text), requestedDate: '2030-01-15' }));
    const changed = { ...document, lines, shipTo: { city: 'Long Beach' } };
    const body = { op: 'amend', reference: `${document.reference}/2`, target, document: changed } as const;
    expect(await amend.probe?.(body, call())).toEqual({ kind: 'absent' });
    expect(done(await amend.send(body, call())).differences).toEqual([]);
    expect(await amend.probe?.(body, call())).toMatchObject({ kind: 'found', differences: [] });
    const [waiting] = await shipmentsWhen(erp, target.id, (found) => found.length === 1 && found[0]?.['planned_date'] === '2030-01-15');
    expect(waiting).toMatchObject({ 'delivery_address.': { city: 'Long Beach' } });
    expect(quantitiesOf(waiting)).toEqual([1, 2, 12]);
  });

  it('keeps the contact that the customer has by that e-mail address, and none that it does not have', async () => {
    const ada = { name: 'Accounts', email: 'AP@c-acme.example' };
    const known = await place(open, orderOf(['1/1 HS-1001 1 EA 11.25'], { customer: 'C-ACME', contact: ada }));
    const stranger = await place(open, orderOf(['1/1 HS-1001 1 EA 11.25'], { customer: 'C-ACME', contact: { email: 'nobody@acme.example' } }));
    const withContact = (id: string) => [
      ['id', '=', Number(id)],
      ['contact.value', '=', 'ap@c-acme.example'],
    ];
    expect(await erp.count('sale.sale', withContact(known.id))).toBe(1);
    expect(await erp.count('sale.sale', withContact(stranger.id))).toBe(0);
  });

  it('takes no change below what has left, and none while a shipment is being packed', async () => {
    const document = orderOf(['1/1 HS-1001 5 EA 11.25', '2/1 HS-1006 2 EA 12.69']);
    const target = await place(open, document);
    done(await goodsIssue.send({ op: 'goods-issue', reference: 'G', target, shipment: noticeOf('three', ['1/1 3']) }, call()));
    const to = (quantity: string) => ({ ...document, lines: [line(`1/1 HS-1001 ${quantity} EA 11.25`), line('2/1 HS-1006 2 EA 12.69')] });
    const body = (quantity: string) => ({ op: 'amend', reference: `${document.reference}/${quantity}`, target, document: to(quantity) }) as const;
    expect(await amend.send(body('2'), call())).toMatchObject({ kind: 'refused', cause: 'point-of-no-return', field: 'quantity' });
    expect(done(await amend.send(body('4'), call())).differences).toEqual([]);

    const [, waiting] = await shipmentsWhen(erp, target.id, (found) => found.length === 2 && quantitiesOf(found[1]).includes(1));
    await erp.press('stock.shipment.out', 'assign_try', Number(waiting?.['id']));
    await erp.press('stock.shipment.out', 'pick', Number(waiting?.['id']));
    expect(await amend.send(body('5'), call())).toMatchObject({ kind: 'refused', cause: 'point-of-no-return' });
  });

  it('says what is wrong when an order stays confirmed, and goes on when an administrator may press on', async () => {
    await running.stopWorker();
    const document = orderOf(['1/1 HS-1001 1 EA 11.25']);
    const { document: target } = done(await documents.create.send({ op: 'create', document }, call()));
    const { reference } = document;
    done(await must(documents.quote).send({ op: 'quote', reference, target }, call()));
    const confirm = must(documents.confirm);
    const body = { op: 'confirm', reference, target } as const;
    expect(await confirm.send(body, call())).toMatchObject({ kind: 'failed', class: 'in-doubt' });
    expect(await confirm.probe?.(body, call())).toMatchObject({ kind: 'failed', class: 'in-doubt' });
    const { admin: _admin, ...settings } = settingsFor(running);
    const withoutAdmin = must(createTryton(settings).documents?.confirm);
    const later = { ...call(), now: () => new Date(Date.now() + 600_000) };
    expect(await withoutAdmin.probe?.(body, later)).toMatchObject({ kind: 'undecidable', evidence: expect.stringContaining('not in process') });
    expect(await confirm.probe?.(body, later)).toEqual({ kind: 'absent' });
    expect(done(await confirm.send(body, call())).snapshots).toMatchObject([{ state: 'processing' }]);
  });
});

/** One count of a shipment by line key. */
function counts(shipment: ShipmentSnapshot | undefined, count: 'shipped' | 'backordered'): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries((shipment?.lines ?? []).map((one) => [one.lineKey, one[count]]));
}
