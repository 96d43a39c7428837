import type { InboundMessage } from '@crossdock/connector-kit';
import { standInCalls } from '@crossdock/connector-kit/contract';
import { type SimulatedSalesforce, startSimulatedSalesforce } from '@crossdock/simulators';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { changeQuotes, inOrg, intakeSettings, isAbout, type Poller, patientConnector, pollerOf, wishesOf } from '../testing/intake.ts';
import { lineOf, makeQuotes, removeQuote, statusOf } from '../testing/org.ts';

const calls = standInCalls();
let salesforce: SimulatedSalesforce;
beforeAll(async () => {
  salesforce = await startSimulatedSalesforce();
});
afterEach(() => salesforce.clearFaults());
afterAll(() => Promise.all([calls.close(), salesforce.close()]));

const settings = () => intakeSettings(salesforce);
const accept = (...ids: readonly string[]) => changeQuotes(salesforce, ids, { Status: 'Accepted' });

/** A poller that has seen what is there so far. */
async function follow(): Promise<Poller> {
  const poller = pollerOf(patientConnector(settings()), calls.callWithin);
  await poller.once();
  return poller;
}

/** What a poller says of a quote that is accepted now: a mark behind which everything before has come. */
async function untilNow(poller: Poller) {
  const [mark = ''] = makeQuotes(salesforce, 1);
  accept(mark);
  return (await poller.until(isAbout(mark))).filter((message) => !isAbout(mark)(message));
}

describe('quotes of a Salesforce org', () => {
  it('become orders when they are accepted, with their lines, prices, account and address', async () => {
    const [quote = ''] = makeQuotes(salesforce, 1, 'C-CEDAR');
    const poller = await follow();
    inOrg(salesforce, (work) => {
      work.update('QuoteLineItem', lineOf(salesforce, quote), { Quantity: 12, UnitPrice: 19.99, Discount: 12.5, ServiceDate: '2026-12-24' });
      work.update('Account', String(salesforce.org.readBy('Account', 'AccountNumber', 'C-CEDAR')[0]?.['Id']), { Phone: '+1 512 555 0100' });
      work.update('Quote', quote, {
        Purchase_Order_Number__c: 'PO-4711',
        Requested_Delivery_Date__c: '2026-12-20',
        ShippingName: 'Cedar, gate 3',
        ShippingStreet: '1 Dock Street\r\nDoor B',
        ShippingCity: 'Austin',
        ShippingState: 'TX',
        ShippingPostalCode: '78701',
        ShippingCountry: 'United States',
      });
    });
    accept(quote);
    const [wish] = wishesOf(await poller.until(isAbout(quote)));
    expect(wish).toMatchObject({
      kind: 'order-changed',
      channelOrderId: quote,
      lines: [{ line: lineOf(salesforce, quote), quantity: '12' }],
      order: {
        customer: { id: 'C-CEDAR', name: 'Cedar Home Services', address: { city: 'Austin', region: 'TX', country: 'US' }, phone: '+1 512 555 0100' },
        purchaseOrder: 'PO-4711',
        requestedDate: '2026-12-20',
        currency: 'USD',
        shipTo: { name: 'Cedar, gate 3', street: '1 Dock Street Door B', city: 'Austin', region: 'TX', postalCode: '78701', country: 'US' },
        references: expect.arrayContaining([{ system: 'crm', kind: 'quote', value: quote }]),
        lines: [
          {
            id: lineOf(salesforce, quote),
            item: expect.stringMatching(/^HS-1/),
            quantity: { value: '12', unit: 'EA' },
            price: { amount: '17.49125', currency: 'USD' },
            requestedDate: '2026-12-24',
          },
        ],
      },
    });
  });

  it('are of no interest before', async () => {
    const [quote = ''] = makeQuotes(salesforce, 1);
    const poller = await follow();
    changeQuotes(salesforce, [quote], { Status: 'Presented' });
    const messages = await untilNow(poller);
    expect(wishesOf(messages)).toEqual([]);
    expect(messages).toContainEqual(expect.objectContaining({ kind: 'ignored', why: 'its status is Presented' }));
  });

  it('are told as they are now when a line changes, comes or goes after acceptance', async () => {
    const [quote = ''] = makeQuotes(salesforce, 1);
    const poller = await follow();
    accept(quote);
    await poller.until(isAbout(quote));
    const line = lineOf(salesforce, quote);
    const { PricebookEntryId = null } = salesforce.org.read('QuoteLineItem', line) ?? {};
    inOrg(salesforce, (work) => work.update('QuoteLineItem', line, { Quantity: 7 }));
    expect(wishesOf(await poller.until(isAbout(quote)))).toMatchObject([{ lines: [{ line, quantity: '7' }] }]);
    const { id: second } = inOrg(salesforce, (work) => work.create('QuoteLineItem', { QuoteId: quote, PricebookEntryId, Quantity: 3, UnitPrice: 5 }));
    expect(wishesOf(await poller.until(isAbout(quote)))).toMatchObject([
      {
        kind: 'order-changed',
        lines: [
          { line, quantity: '7' },
          { line: second, quantity: '3' },
        ],
      },
    ]);
    inOrg(salesforce, (work) => work.remove('QuoteLineItem', line));
    expect(wishesOf(await poller.until(isAbout(quote)))).toMatchObject([{ lines: [{ line: second, quantity: '3' }] }]);
  });

  it('tell a new date, address, price and PO number after acceptance, each as it is now', async () => {
    const [quote = ''] = makeQuotes(salesforce, 1);
    const poller = await follow();
    changeQuotes(salesforce, [quote], { Status: 'Accepted', ShippingCity: 'Austin', ShippingCountry: 'USA' });
    expect(wishesOf(await poller.until(isAbout(quote)))).toMatchObject([{ shipTo: { city: 'Austin', country: 'US' }, order: { shipComplete: true } }]);
    changeQuotes(salesforce, [quote], { ShippingCity: 'Dallas', Requested_Delivery_Date__c: '2026-12-24', Purchase_Order_Number__c: 'PO-2' });
    expect(wishesOf(await poller.until(isAbout(quote)))).toMatchObject([
      { kind: 'order-changed', shipTo: { city: 'Dallas', country: 'US' }, order: { requestedDate: '2026-12-24', purchaseOrder: 'PO-2' } },
    ]);
    inOrg(salesforce, (work) => work.update('QuoteLineItem', lineOf(salesforce, quote), { UnitPrice: 77, ServiceDate: '2026-12-31' }));
    expect(wishesOf(await poller.until(isAbout(quote)))).toMatchObject([
      { kind: 'order-changed', order: { lines: [{ price: { amount: '77' }, requestedDate: '2026-12-31' }] } },
    ]);
  });

  it('cancel their orders when they are denied or deleted', async () => {
    const [denied = '', deleted = ''] = makeQuotes(salesforce, 2);
    const poller = await follow();
    accept(denied, deleted);
    await poller.until(isAbout(deleted));
    changeQuotes(salesforce, [denied], { Status: 'Denied' });
    expect(wishesOf(await poller.until(isAbout(denied)))).toMatchObject([
      { kind: 'order-cancelled', reason: 'Cancelled in Salesforce: its status in Salesforce is Denied' },
    ]);
    removeQuote(salesforce, deleted);
    expect(wishesOf(await poller.until(isAbout(deleted)))).toMatchObject([
      { kind: 'order-cancelled', reason: 'Cancelled in Salesforce: deleted in Salesforce' },
    ]);
  });

  it('are one message per transaction, and left alone where nothing changed that an order is made of', async () => {
    const [quote = ''] = makeQuotes(salesforce, 1);
    const poller = await follow();
    inOrg(salesforce, (work) => {
      work.update('QuoteLineItem', lineOf(salesforce, quote), { Quantity: 9 });
      work.update('Quote', quote, { Status: 'Accepted' });
    });
    expect((await poller.until(isAbout(quote))).filter(isAbout(quote))).toHaveLength(1);
    changeQuotes(salesforce, [quote], { Email: 'buyer@cedar.example' });
    const messages = await untilNow(poller);
    expect(wishesOf(messages)).toEqual([]);
    expect(messages).toContainEqual(expect.objectContaining({ kind: 'ignored', why: 'nothing of Quote changed that an order is made of' }));
  });

  it('do not come back to us as news when we have written onto them', async () => {
    const [quote = ''] = makeQuotes(salesforce, 1);
    const poller = await follow();
    accept(quote);
    await poller.until(isAbout(quote));
    const { channel } = patientConnector(settings());
    const shown = await channel?.show?.send([statusOf(quote, 1)], calls.callWithin(30_000));
    expect(shown).toEqual({ kind: 'answered', items: [{ channelOrder: quote, kind: 'shown' }] });
    const messages = await untilNow(poller);
    expect(messages.filter(({ raw }) => raw.includes(quote))).toEqual([]);
  });

  it('name what is missing when they cannot become an order', async () => {
    const [quote = ''] = makeQuotes(salesforce, 1);
    const poller = await follow();
    changeQuotes(salesforce, [quote], { ShippingCity: 'Nowhere', ShippingCountry: 'Atlantis' });
    accept(quote);
    const messages = await poller.until(({ kind }) => kind === 'unreadable');
    expect(messages.filter(({ kind }) => kind === 'unreadable')).toMatchObject([
      { channelOrderId: quote, field: 'ShippingCountry', why: expect.stringContaining('Atlantis') },
    ]);
  });
});

describe('the event bus of a Salesforce org', () => {
  it('loses nothing when its connections are cut, its sessions end and its events come twice', async () => {
    const quotes = makeQuotes(salesforce, 6);
    const poller = await follow();
    const told: string[] = [];
    for (const [index, quote] of quotes.entries()) {
      if (index % 3 === 0) await salesforce.setFaults({ salesforce: { bus: { drop: true } } });
      if (index % 3 === 1) salesforce.endSessions();
      if (index % 3 === 2) await salesforce.setFaults({ salesforce: { bus: { duplicate: 2 } } });
      accept(quote);
      told.push(...wishesOf(await poller.until(isAbout(quote))).map(({ channelOrderId }) => channelOrderId));
    }
    expect(told).toEqual(quotes);
  });

  it('goes on from the cursor on another node, and tells again what was not committed', async () => {
    const [one = '', two = ''] = makeQuotes(salesforce, 2);
    const first = await follow();
    accept(one);
    const before = first.cursor();
    const told = await first.until(isAbout(one));
    accept(two);
    const other = pollerOf(patientConnector(settings()), calls.callWithin, first.cursor());
    expect(wishesOf(await other.until(isAbout(two))).map(({ channelOrderId }) => channelOrderId)).toEqual([two]);
    first.goTo(before);
    expect((await first.until(isAbout(one))).filter(isAbout(one)).map(({ id }) => id)).toEqual(told.filter(isAbout(one)).map(({ id }) => id));
  });

  it('brings many transactions page by page, in their order, each once', async () => {
    const quotes = makeQuotes(salesforce, 320);
    const poller = await follow();
    for (const quote of quotes) accept(quote);
    const messages = await poller.until(isAbout(quotes.at(-1) ?? ''));
    expect(wishesOf(messages).map(({ channelOrderId }) => channelOrderId)).toEqual(quotes);
  });

  it('reads records again of which it only knows that something happened', async () => {
    const [quote = '', other = ''] = makeQuotes(salesforce, 2);
    const poller = await follow();
    await salesforce.setFaults({ salesforce: { bus: { gapNext: 1 } } });
    accept(quote);
    expect(wishesOf(await poller.until(isAbout(quote)))).toMatchObject([{ kind: 'order-changed', channelOrderId: quote }]);
    accept(other);
    await poller.until(isAbout(other));
    await salesforce.setFaults({ salesforce: { bus: { gap: { object: 'Quote', ids: [other] } } } });
    expect(wishesOf(await poller.until(isAbout(other)))).toMatchObject([{ kind: 'order-changed', channelOrderId: other }]);
  });

  it('queries what changed when the bus had too much to tell, keeps its place on the bus, and calls nobody', async () => {
    const [untold = '', later = ''] = makeQuotes(salesforce, 2);
    accept(untold);
    const poller = await follow();
    const isFound = ({ id }: InboundMessage) => id.startsWith('found:');
    expect((await untilNow(poller)).filter(isAbout(untold))).toEqual([]);
    await salesforce.setFaults({ salesforce: { bus: { overflow: 'Quote' } } });
    const messages = [...(await poller.until((message) => isAbout(untold)(message) && isFound(message)))];
    accept(later);
    messages.push(...(await poller.until((message) => isAbout(later)(message) && !isFound(message))));
    expect(messages.filter(({ id }) => id.startsWith('expired:'))).toEqual([]);
  });

  it('reads events of before and after a field was added', async () => {
    const [quote = '', other = ''] = makeQuotes(salesforce, 2);
    const poller = await follow();
    accept(quote);
    salesforce.org.addField('Quote', { name: 'Added_Later__c', type: 'string' });
    changeQuotes(salesforce, [other], { Status: 'Accepted', Added_Later__c: 'new' });
    const told = wishesOf(await poller.until(isAbout(other))).map(({ channelOrderId }) => channelOrderId);
    expect(told).toEqual([quote, other]);
  });

  it('says so when it has lost events, and what they would have told is queried: nothing is missed, and then it goes on', async () => {
    const [known = '', accepted = '', changed = '', deleted = '', later = ''] = makeQuotes(salesforce, 5);
    const poller = await follow();
    accept(known, changed, deleted);
    await poller.until(isAbout(deleted));
    const cursor = poller.cursor();
    accept(accepted);
    inOrg(salesforce, (work) => work.update('QuoteLineItem', lineOf(salesforce, changed), { Quantity: 11 }));
    removeQuote(salesforce, deleted);
    await salesforce.setFaults({ salesforce: { bus: { expireBefore: 'all', drop: true } } });
    const other = pollerOf(patientConnector(settings()), calls.callWithin, cursor);
    const messages = [...(await other.until(({ id }) => id.startsWith('expired:')))];
    expect(messages).toMatchObject([{ kind: 'unreadable', why: expect.stringContaining('/data/Crossdock__chn') }]);
    accept(later);
    messages.push(...(await other.until(isAbout(later))));
    messages.push(...(await untilNow(other)));
    const wishes = wishesOf(messages);
    expect(wishes).toContainEqual(expect.objectContaining({ kind: 'order-changed', channelOrderId: accepted }));
    expect(wishes).toContainEqual(expect.objectContaining({ channelOrderId: changed, lines: [{ line: lineOf(salesforce, changed), quantity: '11' }] }));
    expect(wishes).toContainEqual(expect.objectContaining({ kind: 'order-cancelled', channelOrderId: deleted }));
  });
});
