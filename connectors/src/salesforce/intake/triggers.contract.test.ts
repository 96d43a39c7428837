import { standInCalls } from '@crossdock/connector-kit/contract';
import { type SimulatedSalesforce, startSimulatedSalesforce } from '@crossdock/simulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SalesforceSettings } from '../settings.ts';
import { changeQuotes, inOrg, intakeSettings, isAbout, type Poller, patientConnector, pollerOf, wishesOf } from '../testing/intake.ts';
import { lineOf, makeOrder, makeQuotes } from '../testing/org.ts';

const calls = standInCalls();
let salesforce: SimulatedSalesforce;
beforeAll(async () => {
  salesforce = await startSimulatedSalesforce();
});
afterAll(() => Promise.all([calls.close(), salesforce.close()]));

/** A poller that has seen what is there so far. */
async function follow(trigger: SalesforceSettings['trigger'], more: Parameters<typeof intakeSettings>[2] = {}): Promise<Poller> {
  const poller = pollerOf(patientConnector(intakeSettings(salesforce, { trigger }, more)), calls.callWithin);
  await poller.once();
  return poller;
}

describe('an org whose orders are sales when they are activated', () => {
  const activate = (id: string) => inOrg(salesforce, (work) => work.update('Order', id, { Status: 'Activated' }));

  /** A draft order with one line of five. */
  function orderWith(quote: string, more: Readonly<Record<string, string>> = {}): { readonly order: string; readonly line: string } {
    const order = makeOrder(salesforce, quote);
    const { PricebookEntryId = null } = salesforce.org.read('QuoteLineItem', lineOf(salesforce, quote)) ?? {};
    const line = inOrg(salesforce, (work) => {
      work.update('Order', order, { PoNumber: 'PO-9', ShippingCity: 'Austin', ShippingCountry: 'USA' });
      return work.create('OrderItem', { OrderId: order, PricebookEntryId, Quantity: 5, UnitPrice: 12.5, ...more }).id;
    });
    return { order, line };
  }

  it('brings them then, under the id of their quote, and no draft', async () => {
    const [quote = '', other = ''] = makeQuotes(salesforce, 2);
    const quoteLine = lineOf(salesforce, quote);
    const [{ order }, draft] = [orderWith(quote, { QuoteLineItemId: quoteLine }), orderWith(other)];
    const poller = await follow('order-activated');
    changeQuotes(salesforce, [quote, other], { Status: 'Accepted' });
    inOrg(salesforce, (work) => work.update('OrderItem', draft.line, { Quantity: 6 }));
    activate(order);
    const messages = await poller.until(isAbout(quote));
    expect(wishesOf(messages)).toMatchObject([
      {
        kind: 'order-changed',
        channelOrderId: quote,
        lines: [{ line: quoteLine, quantity: '5' }],
        order: {
          customer: { id: 'C-ACME' },
          purchaseOrder: 'PO-9',
          shipTo: { city: 'Austin', country: 'US' },
          orderedAt: expect.stringMatching(/Z$/),
          references: expect.arrayContaining([{ system: 'crm', kind: 'quote', value: quote }]),
          lines: [{ quantity: { value: '5', unit: 'EA' }, price: { amount: '12.5' } }],
        },
      },
    ]);
  });

  it('takes off what a reduction order takes back, and cancels when nothing is left', async () => {
    const [quote = ''] = makeQuotes(salesforce, 1);
    const { order, line } = orderWith(quote);
    activate(order);
    const poller = await follow('order-activated');
    const { AccountId = null, Pricebook2Id = null } = salesforce.org.read('Order', order) ?? {};
    const { PricebookEntryId = null } = salesforce.org.read('OrderItem', line) ?? {};
    const reduceBy = (quantity: number) => {
      const id = inOrg(salesforce, (work) => {
        const head = { AccountId, Pricebook2Id, EffectiveDate: '2026-12-03', Status: 'Draft', IsReductionOrder: true, OriginalOrderId: order };
        const reduction = work.create('Order', head);
        work.create('OrderItem', { OrderId: reduction.id, PricebookEntryId, Quantity: -quantity, UnitPrice: 12.5, OriginalOrderItemId: line });
        return reduction.id;
      });
      activate(id);
    };
    reduceBy(2);
    expect(wishesOf(await poller.until(isAbout(quote))).at(-1)).toMatchObject({
      kind: 'order-changed',
      channelOrderId: quote,
      lines: [{ line, quantity: '3' }],
    });
    reduceBy(3);
    expect(wishesOf(await poller.until(({ kind, ...message }) => kind === 'wish' && JSON.stringify(message).includes('order-cancelled')))).toContainEqual(
      expect.objectContaining({ kind: 'order-cancelled', channelOrderId: quote }),
    );
  });
});

describe('people who ask by a platform event', () => {
  const ask = (record: string, kind: string, request: string, reason: string | null = null) =>
    inOrg(salesforce, (work) => work.publish('Order_Submit__e', { Record_Id__c: record, Kind__c: kind, Request_Id__c: request, Reason__c: reason }));

  it('submit a sale, once however often they press the button', async () => {
    const [quote = '', last = ''] = makeQuotes(salesforce, 2);
    const poller = await follow('platform-event');
    for (let times = 0; times < 3; times += 1) ask(quote, 'submit', 'R-1');
    ask(last, 'submit', 'R-2');
    const messages = await poller.until(isAbout(last));
    expect(wishesOf(messages)).toContainEqual(expect.objectContaining({ kind: 'order-placed', channelOrderId: quote }));
    expect(new Set(messages.filter(isAbout(quote)).map(({ id }) => id))).toEqual(new Set([`asked:${quote}:submit:R-1`]));
  });

  it('mean the same sale by an order as by its quote', async () => {
    const [quote = ''] = makeQuotes(salesforce, 1);
    const order = makeOrder(salesforce, quote);
    const poller = await follow('platform-event');
    ask(order, 'cancel', 'R-3', 'wrong customer');
    expect(wishesOf(await poller.until(isAbout(quote)))).toMatchObject([
      { kind: 'order-cancelled', reason: 'Cancelled in Salesforce: wrong customer', request: 'R-3' },
    ]);
  });

  it('ask for changes as the record shows them now', async () => {
    const [quote = ''] = makeQuotes(salesforce, 1);
    const poller = await follow('platform-event');
    inOrg(salesforce, (work) => work.update('QuoteLineItem', lineOf(salesforce, quote), { Quantity: 8 }));
    ask(quote, 'change', 'R-4');
    expect(wishesOf(await poller.until(isAbout(quote)))).toMatchObject([{ kind: 'order-changed', lines: [{ quantity: '8' }], request: 'R-4' }]);
  });

  it('mean the record that the trigger makes a sale, whichever of the two they name', async () => {
    const [quote = ''] = makeQuotes(salesforce, 1);
    const quoteLine = lineOf(salesforce, quote);
    const order = makeOrder(salesforce, quote);
    const { PricebookEntryId = null } = salesforce.org.read('QuoteLineItem', quoteLine) ?? {};
    inOrg(salesforce, (work) => {
      work.update('Order', order, { ShippingCity: 'Boston', ShippingCountry: 'USA' });
      work.create('OrderItem', { OrderId: order, PricebookEntryId, Quantity: 3, UnitPrice: 5 });
      work.update('QuoteLineItem', quoteLine, { Quantity: 8 });
    });
    const byQuote = await follow('quote-accepted');
    ask(order, 'change', 'R-11');
    expect(wishesOf(await byQuote.until(isAbout(quote)))).toMatchObject([{ lines: [{ line: quoteLine, quantity: '8' }], request: 'R-11' }]);
    inOrg(salesforce, (work) => work.update('Order', order, { Status: 'Activated' }));
    const byOrder = await follow('order-activated');
    ask(quote, 'change', 'R-12');
    const asked = wishesOf(await byOrder.until(({ id }) => id.startsWith('asked:') && id.endsWith('R-12')));
    expect(asked.at(-1)).toMatchObject({ channelOrderId: quote, lines: [{ quantity: '3' }], shipTo: { city: 'Boston' }, request: 'R-12' });
  });

  it('are told by name what cannot be understood, and it holds up nobody', async () => {
    const [quote = ''] = makeQuotes(salesforce, 1);
    const poller = await follow('platform-event');
    ask('001000000000001AAA', 'submit', 'R-5');
    ask(quote, 'explode', 'R-6');
    ask('0Q0000000000001AAA', 'submit', 'R-7');
    ask(quote, 'submit', 'R-8');
    const messages = await poller.until(isAbout(quote));
    expect(messages.filter(({ kind }) => kind === 'unreadable')).toMatchObject([{ field: 'Record_Id__c' }, { field: 'Kind__c' }, { field: 'Record_Id__c' }]);
  });

  it('can cancel where a quote is a sale when it is accepted, but not submit', async () => {
    const [quote = ''] = makeQuotes(salesforce, 1);
    const poller = await follow('quote-accepted');
    ask(quote, 'submit', 'R-9');
    ask(quote, 'cancel', 'R-10');
    const messages = await poller.until(isAbout(quote));
    expect(wishesOf(messages)).toMatchObject([{ kind: 'order-cancelled', channelOrderId: quote }]);
    expect(messages).toContainEqual(expect.objectContaining({ id: `asked:${quote}:submit:R-9`, kind: 'ignored' }));
  });

  it('are not heard where the org lacks the topic, which is said by name', async () => {
    const connector = patientConnector(intakeSettings(salesforce, { trigger: 'platform-event' }, { requests: '/event/Nothing__e' }));
    const answer = await pollerOf(connector, calls.callWithin).once();
    expect(answer).toMatchObject({ kind: 'failed', class: 'poison', message: expect.stringContaining('/event/Nothing__e') });
  });
});
