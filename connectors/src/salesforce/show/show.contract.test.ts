import type { InvoiceStatus, OrderStatus } from '@crossdock/canonical';
import type { Http } from '@crossdock/connector-kit';
import { standInCalls } from '@crossdock/connector-kit/contract';
import { startSimulatedSalesforce } from '@crossdock/simulators';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createSalesforce } from '../index.ts';
import { aLine, anException, lineOf, makeOrder, makeQuotes, problemOf, removeQuote, settingsFor, statusOf } from '../testing/org.ts';
import { showLimits } from './show.ts';

const salesforce = await startSimulatedSalesforce();
const calls = standInCalls();
const { org } = salesforce;
afterEach(() => salesforce.clearFaults());
afterAll(() => Promise.all([calls.close(), salesforce.close()]));

const channelOf = (more: Parameters<typeof settingsFor>[1] = {}) => createSalesforce(settingsFor(salesforce, more)).channel;
const channel = channelOf();
const show = async (statuses: readonly OrderStatus[], to = channel) => await to?.show?.send(statuses, calls.callWithin(showLimits.callMsMax));
const shown = (...ids: readonly string[]) => ({ kind: 'answered', items: ids.map((channelOrder) => ({ channelOrder, kind: 'shown' })) });
const makeQuote = (account?: string) => makeQuotes(salesforce, 1, account)[0] ?? '';
const rows = (object: string, quote: string) => org.readBy(object, 'Quote__c', quote);
const accountOf = (quote: string) => org.read('Account', String(org.read('Quote', quote)?.['AccountId']));

const anInvoice = (id: string, more: Partial<InvoiceStatus> = {}): InvoiceStatus => ({
  system: 'erp',
  id,
  currency: 'USD',
  total: '100.00',
  balance: '100.00',
  dueDate: '2020-01-31',
  payment: 'unpaid',
  lines: [],
  ...more,
});

describe('the state of an order on the records of the org', () => {
  it('shows each line with its quantities, and the whole on the quote', async () => {
    const quote = makeQuote();
    const line = lineOf(salesforce, quote);
    const status = statusOf(quote, 4, {
      progress: 'shipped',
      documents: [{ system: 'erp', id: '17', number: 'SO-0017' }],
      lines: [aLine({ line, progress: 'shipped', shipped: '1.500000', promisedDate: '2026-03-09' })],
    });
    expect(await show([status])).toEqual(shown(quote));
    expect(rows('Order_Line_Status__c', quote)).toMatchObject([
      {
        Hub_Version__c: 4,
        Quote_Line__c: line,
        Status__c: 'shipped',
        Shipped_Quantity__c: 1.5,
        Promised_Date__c: '2026-03-09',
        ERP_Order_Number__c: 'SO-0017',
      },
    ]);
    expect(org.read('Quote', quote)).toMatchObject({
      Hub_Status__c: 'shipped',
      ERP_Order_Number__c: 'SO-0017',
      Hub_Order_Id__c: status.order,
      Hub_Problem__c: null,
    });
  });

  it('shows a sale without a quote on its activated order, which nobody else may edit', async () => {
    const order = String(org.readBy('Order', 'PoNumber', 'PO-7001')[0]?.['Id']);
    const line = String(org.readBy('OrderItem', 'OrderId', order)[0]?.['Id']);
    expect(org.read('Order', order)?.['StatusCode']).toBe('Activated');
    expect(await show([statusOf(order, 1, { lines: [aLine({ line })] })])).toEqual(shown(order));
    expect(org.readBy('Order_Line_Status__c', 'Order__c', order)).toMatchObject([{ Order_Product__c: line, Quote__c: null }]);
    expect(org.read('Order', order)).toMatchObject({ Hub_Status__c: 'accepted', ERP_Order_Number__c: 'SO-1' });
  });

  it('shows a sale on its quote and on the order that was made of it', async () => {
    const quote = makeQuote();
    const order = makeOrder(salesforce, quote);
    expect(await show([statusOf(quote, 1)])).toEqual(shown(quote));
    expect([org.read('Quote', quote), org.read('Order', order)]).toMatchObject([{ Hub_Status__c: 'accepted' }, { Hub_Status__c: 'accepted' }]);
    expect(rows('Order_Line_Status__c', quote)).toMatchObject([{ Order__c: order }]);
  });

  it('leaves the quote as it is when an older state comes after a newer one', async () => {
    const quote = makeQuote();
    await show([statusOf(quote, 5, { progress: 'delivered' })]);
    expect(await show([statusOf(quote, 2, { progress: 'accepted' })])).toEqual(shown(quote));
    expect(org.read('Quote', quote)).toMatchObject({ Hub_Status__c: 'delivered', ERP_Order_Number__c: 'SO-5' });
  });

  it('shows shipments with their tracking and what is in them', async () => {
    const quote = makeQuote();
    const lines = [{ line: '1', schedule: '1', shipped: '2', delivered: '0' }];
    const packages = [
      { carrier: 'UPS', tracking: '1Z1' },
      { carrier: 'UPS', tracking: '1Z2' },
    ];
    const shipment = { system: 'wms', id: `SHP ${quote}`, state: 'shipped', warehouse: 'EDC', at: '2026-03-02T07:00:00.000Z', packages, lines } as const;
    expect(await show([statusOf(quote, 3, { shipments: [shipment] })])).toEqual(shown(quote));
    const [row] = rows('Order_Shipment__c', quote);
    expect(row).toMatchObject({
      Name: `SHP ${quote}`,
      Status__c: 'shipped',
      Carrier__c: 'UPS',
      Tracking_Number__c: '1Z1',
      Tracking_Numbers__c: 'UPS 1Z1\nUPS 1Z2',
      Warehouse__c: 'EDC',
    });
    const [status] = rows('Order_Line_Status__c', quote);
    expect(org.readBy('Order_Shipment_Line__c', 'Order_Shipment__c', String(row?.['Id']))).toMatchObject([
      { Shipped_Quantity__c: 2, Line_Status__c: status?.['Id'] },
    ]);
  });

  it('sums what is open, overdue and disputed on the account, over all of its orders', async () => {
    const [one = '', two = ''] = makeQuotes(salesforce, 2, 'C-EAST');
    const paid = anInvoice('I-2', { balance: '0', payment: 'paid' });
    await show([statusOf(one, 1, { invoices: [anInvoice('I-1', { balance: '60.10' }), paid] })]);
    await show([statusOf(two, 1, { invoices: [anInvoice('I-3', { dueDate: '2999-01-31', dispute: { reason: 'goods damaged' } })] })]);
    expect(accountOf(one)).toMatchObject({
      Hub_Open_Balance__c: 160.1,
      Hub_Overdue_Balance__c: 60.1,
      Hub_Disputed_Balance__c: 100,
      Hub_Balance_Currency__c: 'USD',
    });
    expect(rows('Order_Invoice__c', two)).toMatchObject([{ Is_Disputed__c: true, Dispute_Reason__c: 'goods damaged', Status__c: 'posted' }]);
  });

  it('shows each payment on the invoice and the account, down to nothing, and a dispute until it is settled', async () => {
    const quote = makeQuote('C-BRIGHT');
    const told = async (version: number, more: Partial<InvoiceStatus>) => {
      expect(await show([statusOf(quote, version, { invoices: [anInvoice('I-9', more)] })])).toEqual(shown(quote));
      return { ...accountOf(quote), ...rows('Order_Invoice__c', quote)[0] };
    };
    expect(await told(1, {})).toMatchObject({ Hub_Open_Balance__c: 100, Hub_Overdue_Balance__c: 100, Open_Balance__c: 100, Paid_Amount__c: 0 });
    const part = { balance: '40.00', payment: 'partly-paid' } as const;
    expect(await told(2, { ...part, dispute: { reason: 'goods damaged' } })).toMatchObject({
      Hub_Open_Balance__c: 40,
      Hub_Overdue_Balance__c: 40,
      Hub_Disputed_Balance__c: 40,
      Open_Balance__c: 40,
      Paid_Amount__c: 60,
      Is_Disputed__c: true,
    });
    expect(await told(3, part)).toMatchObject({ Hub_Open_Balance__c: 40, Hub_Disputed_Balance__c: 0, Is_Disputed__c: false, Dispute_Reason__c: null });
    expect(await told(4, { balance: '0', payment: 'paid' })).toMatchObject({
      Hub_Open_Balance__c: 0,
      Hub_Overdue_Balance__c: 0,
      Hub_Disputed_Balance__c: 0,
      Open_Balance__c: 0,
      Paid_Amount__c: 100,
      Status__c: 'paid',
    });
  });

  it('shows no sum over several currencies', async () => {
    const quote = makeQuote('C-CEDAR');
    await show([statusOf(quote, 1, { invoices: [anInvoice('I-4'), anInvoice('I-5', { currency: 'EUR' })] })]);
    expect(accountOf(quote)).toMatchObject({ Hub_Open_Balance__c: null, Hub_Balance_Currency__c: null });
  });

  it('opens one case for an exception, leaves it to people, and closes both when the exception is settled', async () => {
    const quote = makeQuote();
    const exceptions = [anException(`exc-${quote}`)];
    await show([statusOf(quote, 1, { exceptions })]);
    const [open] = org.readBy('Case', 'Hub_Exception_Id__c', `exc-${quote}`);
    expect(open).toMatchObject({ Subject: exceptions[0]?.summary, Priority: 'High', AccountId: accountOf(quote)?.['Id'] });
    expect(rows('Order_Exception__c', quote)).toMatchObject([{ Status__c: 'open', Case__c: open?.['Id'], Remedy__c: 'release\ncancel the order' }]);
    expect(org.read('Quote', quote)?.['Hub_Problem__c']).toBe('The customer is over its credit limit. (finance)');
    await show([statusOf(quote, 2, { exceptions })]);
    await show([statusOf(quote, 3)]);
    expect(rows('Order_Exception__c', quote)).toMatchObject([{ Status__c: 'closed', Closed_At__c: expect.stringMatching(/^2026-03-02/) }]);
    expect(org.readBy('Case', 'Hub_Exception_Id__c', `exc-${quote}`)).toMatchObject([{ Status: 'Closed' }]);
    expect(org.read('Quote', quote)?.['Hub_Problem__c']).toBeNull();
  });

  it('settles the report of a problem when the sale has become an order', async () => {
    const quote = makeQuote();
    await channel?.report?.send([problemOf(quote, 2)], calls.callWithin(showLimits.callMsMax));
    expect(org.read('Quote', quote)?.['Hub_Problem__c']).toBe('said 2 times');
    await show([statusOf(quote, 1)]);
    expect(rows('Order_Exception__c', quote)).toMatchObject([{ Status__c: 'closed' }]);
    expect(org.read('Quote', quote)?.['Hub_Problem__c']).toBeNull();
  });

  it('closes the report of a problem whose sale is not wanted any more, and opens it when it is asked for again', async () => {
    const quote = makeQuote();
    const report = async (version: number, more: { readonly isWithdrawn?: true } = {}) =>
      await channel?.report?.send([{ ...problemOf(quote, version), ...more }], calls.callWithin(showLimits.callMsMax));
    await report(1);
    expect(await report(2, { isWithdrawn: true })).toEqual(shown(quote));
    expect(rows('Order_Exception__c', quote)).toMatchObject([{ Status__c: 'closed', Closed_At__c: expect.any(String) }]);
    expect(org.read('Quote', quote)?.['Hub_Problem__c']).toBeNull();
    await report(3);
    expect(rows('Order_Exception__c', quote)).toMatchObject([{ Status__c: 'open', Closed_At__c: null }]);
  });

  it('lets no report of a problem open it again that was lost and arrives late', async () => {
    const quote = makeQuote();
    const report = async (version: number) => await channel?.report?.send([problemOf(quote, version)], calls.callWithin(showLimits.callMsMax));
    await report(1);
    await show([statusOf(quote, 1)]);
    expect(await report(2)).toEqual(shown(quote));
    expect(rows('Order_Exception__c', quote)).toMatchObject([{ Status__c: 'closed' }]);
    expect(org.read('Quote', quote)?.['Hub_Problem__c']).toBeNull();
  });

  it('tells the answer to the last request under the name by which it was asked for', async () => {
    const quote = makeQuote();
    const items = [{ wish: 'quantity', line: '1', answer: 'declined', reason: 'it is picked already', quantity: '5' }] as const;
    const request = { id: 'chg_1', kind: 'change', by: 'channel:crm', requestedAt: '2026-03-02T08:00:00.000Z', answer: 'declined', items } as const;
    await show([statusOf(quote, 1, { requests: [{ ...request, request: 'req-1' }] })]);
    const Hub_Answer__c = expect.stringMatching(/^change declined\nquantity, line 1 \(.+\), quantity 5: declined, it is picked already$/);
    expect(org.read('Quote', quote)).toMatchObject({ Hub_Request_Id__c: 'req-1', Hub_Answer__c });
    await show([statusOf(quote, 2, { requests: [request] })]);
    expect(org.read('Quote', quote)).toMatchObject({ Hub_Request_Id__c: 'change seen 2026-03-02 08:00 UTC', Hub_Answer__c });
  });

  it('tells what was not taken over with its reason, and an answer without wishes too', async () => {
    const quote = makeQuote();
    const head = { id: 'chg_1', request: 'req-1', kind: 'change', by: 'channel:crm', requestedAt: '2026-03-02T08:00:00.000Z' } as const;
    const items = [
      { wish: 'ship-to', answer: 'accepted' },
      { wish: 'purchase-order', answer: 'declined', reason: 'The order keeps its PO number.' },
    ] as const;
    await show([statusOf(quote, 1, { requests: [{ ...head, answer: 'partly-accepted', items }] })]);
    expect(org.read('Quote', quote)).toMatchObject({
      Hub_Answer__c: 'change partly-accepted\nship-to: accepted\npurchase-order: declined, The order keeps its PO number.',
    });
    await show([statusOf(quote, 2, { requests: [{ ...head, answer: 'accepted', items: [] }] })]);
    expect(org.read('Quote', quote)).toMatchObject({ Hub_Answer__c: 'change accepted' });
  });

  it('shows an exception whose case the org refuses, and says so', async () => {
    const quote = makeQuote();
    const exceptions = [anException(`exc-${quote}`)];
    await salesforce.setFaults({ salesforce: { validationRule: { p: 1, object: 'Case', field: 'Subject', message: 'A case needs a product.' } } });
    const refused = { channelOrder: quote, kind: 'refused', message: 'A case needs a product.' };
    expect(await show([statusOf(quote, 1, { exceptions })])).toMatchObject({ kind: 'answered', items: [refused] });
    expect(rows('Order_Exception__c', quote)).toMatchObject([{ Status__c: 'open', Case__c: null }]);
    await salesforce.clearFaults();
    expect(await show([statusOf(quote, 1, { exceptions })])).toEqual(shown(quote));
    expect(rows('Order_Exception__c', quote)).toMatchObject([{ Case__c: org.readBy('Case', 'Hub_Exception_Id__c', `exc-${quote}`)[0]?.['Id'] }]);
  });

  it('takes no text for a reference to another part of the call', async () => {
    const quote = makeQuote();
    expect(await show([statusOf(quote, 1, { lines: [aLine({ item: '@{r0.body}' })] })])).toEqual(shown(quote));
    expect(rows('Order_Line_Status__c', quote)).toMatchObject([{ Item_Number__c: '@ {r0.body}' }]);
  });

  it('shows a line whose own line is deleted in the org', async () => {
    const quote = makeQuote();
    const gone = lineOf(salesforce, makeQuote());
    removeQuote(salesforce, String(org.read('QuoteLineItem', gone)?.['QuoteId']));
    expect(await show([statusOf(quote, 1, { lines: [aLine({ line: gone })] })])).toEqual(shown(quote));
    expect(rows('Order_Line_Status__c', quote)).toMatchObject([{ Line__c: gone, Quote_Line__c: null }]);
  });

  it('keeps the ids of two lines apart that differ by case or hold what an address cannot', async () => {
    const quote = makeQuote();
    const lines = ['a', 'A', 'a/b', 'a:b', 'é ~'].map((line) => aLine({ line }));
    expect(await show([statusOf(quote, 1, { lines })])).toEqual(shown(quote));
    expect(new Set(rows('Order_Line_Status__c', quote).map((row) => row['Line__c']))).toEqual(new Set(['a', 'A', 'a/b', 'a:b', 'é ~']));
    expect(await show([statusOf(quote, 2, { lines })])).toEqual(shown(quote));
    expect(rows('Order_Line_Status__c', quote)).toHaveLength(5);
  });

  it('writes 1,000 lines in calls of at most 200', async () => {
    const quote = makeQuote();
    const lines = Array.from({ length: 1_000 }, (_, index) => aLine({ line: String(index) }));
    const call = calls.callWithin(showLimits.callMsMax);
    const sizes: number[] = [];
    const http: Http = (request) => {
      sizes.push(recordsIn(request.body ?? '{}'));
      return call.http(request);
    };
    expect(await channel?.show?.send([statusOf(quote, 1, { lines })], { ...call, http })).toEqual(shown(quote));
    expect(rows('Order_Line_Status__c', quote)).toHaveLength(1_000);
    expect(sizes.filter((size) => size > 0)).toEqual([200, 200, 200, 200, 200]);
  });
});

type Composite = { readonly compositeRequest?: readonly { readonly body?: { readonly records?: readonly unknown[] } }[] };

/** How many records a composite writes. */
function recordsIn(body: string): number {
  const { compositeRequest = [] } = (body.startsWith('{') ? JSON.parse(body) : {}) as Composite;
  return compositeRequest.reduce((count, sub) => count + (sub.body?.records?.length ?? 0), 0);
}

describe('an org of its own making', () => {
  it('has its own fields and its own words', async () => {
    const quote = makeQuote();
    const own = channelOf({ fields: { 'quote.erpNumber': 'Description', 'line.item': '' }, statuses: { accepted: 'Angenommen' } });
    expect(await show([statusOf(quote, 1)], own)).toEqual(shown(quote));
    expect(org.read('Quote', quote)).toMatchObject({ Description: 'SO-1', Hub_Status__c: 'Angenommen' });
    expect(rows('Order_Line_Status__c', quote)[0]?.['Item_Number__c'] ?? null).toBeNull();
  });
});

describe('trouble', () => {
  it('puts off what waits for a lock, and says of the customer’s own rule what it says', async () => {
    const quote = makeQuote();
    await salesforce.setFaults({ salesforce: { rowLock: { p: 1, accounts: 'all' } } });
    expect(await show([statusOf(quote, 1, { invoices: [anInvoice('I-9')] })])).toMatchObject({
      kind: 'answered',
      items: [{ kind: 'failed', class: 'transient' }],
    });
    await salesforce.setFaults({ salesforce: { validationRule: { p: 1, object: 'Quote', field: 'Hub_Status__c', message: 'Not on Fridays.' } } });
    expect(await show([statusOf(quote, 1)])).toMatchObject({ kind: 'answered', items: [{ kind: 'refused', class: 'business', message: 'Not on Fridays.' }] });
  });

  it('signs in again when the session has ended', async () => {
    const quote = makeQuote();
    await show([statusOf(quote, 1)]);
    salesforce.endSessions();
    expect(await show([statusOf(quote, 2)])).toEqual(shown(quote));
  });

  it('is put off for a while when a page of a maintenance comes', async () => {
    await salesforce.setFaults({ salesforce: { maintenance: 1 } });
    expect(await show([statusOf(makeQuote(), 1)])).toMatchObject({ kind: 'failed', class: 'transient' });
  });

  it('leaves the last of the org’s calls to orders', async () => {
    const connector = createSalesforce(settingsFor(salesforce));
    await salesforce.setFaults({ salesforce: { apiUsage: 96_000 } });
    expect(await connector.health(calls.callWithin(10_000))).toMatchObject({ kind: 'healthy' });
    const answer = await connector.channel?.show?.send([statusOf(makeQuote(), 1)], calls.callWithin(10_000));
    expect(answer).toMatchObject({ kind: 'failed', class: 'throttled', retryAfterMs: expect.any(Number) });
    expect(await connector.health(calls.callWithin(10_000))).toMatchObject({ kind: 'healthy', says: expect.stringContaining('of 100000 calls') });
  });
});
