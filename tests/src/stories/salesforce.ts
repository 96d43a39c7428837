import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { loadNames } from './names.ts';
import { orgFaults } from './salesforce-faults.ts';
import type { MadeQuote, SalesforceHouse } from './salesforce-house.ts';
import { problemOf, shownOf } from './salesforce-records.ts';
import type { Story } from './story.ts';
import { must, mustBe, mustHold, StoryBroken, type Tell } from './telling.ts';
import { verifyAll } from './verify.ts';
import type { World } from './world.ts';

const quotesUsual = 6;
const patienceMs = 120_000;
const lookEveryMs = 250;
/** From this part of the org's calls on, in percent, the connector leaves them to orders. */
const budgetPercent = 95;

/** What customers buy, one choice after the other; the amounts stay below the ERP's price breaks. */
const baskets = [
  [
    { product: 'HS-1004', quantity: 6 },
    { product: 'HS-1008', quantity: 1 },
  ],
  [{ product: 'HS-1001', quantity: 2 }],
  [
    { product: 'HS-1006', quantity: 1 },
    { product: 'HS-1004', quantity: 3 },
    { product: 'HS-1001', quantity: 1 },
  ],
] as const;
const customers = [
  { account: 'C-EAST', shipTo: 'Riverside dock' },
  { account: 'C-BRIGHT', shipTo: 'Naperville store' },
] as const;
const lateProduct = 'HS-1003';

/** A quote becomes an order, once, and shows what becomes of it. */
export const salesforce: Story = {
  name: 'salesforce',
  about:
    'Quotes are accepted in Salesforce, submitted by a button and made into activated orders too: each becomes one ERP order, and its lines, shipments and invoices show on the Salesforce records.',
  erps: ['simulated'],
  wishes: { salesforce: true, stageMs: 50, policy: { shipComplete: true } },
  play: async (world, tell, { quotes: count = quotesUsual, hasFaults = false }) => {
    const house = must(world.salesforce, 'Salesforce');
    await loadNames(world, await namesOf(house, (code) => code !== lateProduct), 'go-live of Salesforce');
    const quotes = await sell(world, count - 1, tell);
    const late = await missProduct(world, tell);
    const struck = hasFaults ? await strike(world, tell) : [];
    const all = [...quotes, late, ...struck];
    tell.scene('The people in Salesforce see what becomes of it');
    await shipAndPay(world, all, tell);
    return settle(world, all, struck, tell);
  },
};

type Names = Parameters<typeof loadNames>[1];

/** What the ERP calls accounts, products and places of Salesforce. */
async function namesOf({ query }: SalesforceHouse, isMeant: (code: string) => boolean): Promise<Names> {
  const [accounts, products] = [await query('SELECT Id, AccountNumber FROM Account'), await query('SELECT Id, ProductCode FROM Product2')];
  return [
    ...accounts.map((row) => ({ kind: 'customer' as const, from: String(row['Id']), to: String(row['AccountNumber']) })),
    ...products.map((row) => ({ kind: 'item' as const, from: String(row['Id']), to: String(row['ProductCode']) })),
    ...customers.map(({ account, shipTo }) => ({ kind: 'ship-to' as const, from: shipTo, to: `${account}-1` })),
  ].filter(({ to }) => isMeant(to));
}

const pick = <T>(from: readonly T[], index: number): T => must(from[index % from.length], 'choice');

async function sell(world: World, count: number, tell: Tell): Promise<readonly MadeQuote[]> {
  const house = must(world.salesforce, 'Salesforce');
  tell.scene('Quotes are accepted');
  await until('the hub following the org', () => isFollowing(world));
  const wishes = Array.from({ length: count }, (_, n) => ({ ...pick(customers, n), purchaseOrder: `PO-SF-${n + 1}`, lines: pick(baskets, n) }));
  const quotes = await house.makeQuotes(wishes);
  await house.accept(quotes.map(({ id }) => id));
  tell.say(`${count} quotes are accepted; the button is pressed twice for each, and each is made into an activated order.`);
  for (const quote of quotes) {
    await Promise.all([house.pressSubmit(quote.id, `one-${quote.id}`), house.pressSubmit(quote.id, `two-${quote.id}`)]);
    await house.activateOrder(quote);
  }
  await house.accept(quotes.map(({ id }) => id));
  return quotes;
}

/** What is accepted before the hub's first look at an org is another's business. */
async function isFollowing({ hub }: World): Promise<true | undefined> {
  const { rows } = await hub.core.database.pool.query("select 1 from duties where name = 'poll:crm' and cursor is not null");
  return rows.length > 0 || undefined;
}

async function missProduct(world: World, tell: Tell): Promise<MadeQuote> {
  const house = must(world.salesforce, 'Salesforce');
  tell.scene('A product that the ERP’s people have not named yet');
  const lines = [
    { product: lateProduct, quantity: 1 },
    { product: 'HS-1004', quantity: 2 },
  ];
  const [quote] = await house.makeQuotes([{ ...pick(customers, 0), purchaseOrder: 'PO-SF-LATE', lines }]);
  const late = must(quote, 'quote');
  await house.accept([late.id]);
  const [missing] = await namesOf(house, (code) => code === lateProduct);
  const name = must(missing, 'product').from;
  const problem = await until('the missing name on the quote', async () => {
    const shown = await problemOf(house, late.id);
    return shown.problem.includes(name) && shown.open.some(({ summary, hasCase }) => summary.includes(name) && hasCase) ? shown : undefined;
  });
  tell.say(`The quote says: ${problem.problem}`);
  await loadNames(world, await namesOf(house, (code) => code === lateProduct), 'asked for by the sales representative');
  await until('the problem gone', async () => {
    const shown = await problemOf(house, late.id);
    return shown.problem === '' && shown.open.length === 0 ? shown : undefined;
  });
  tell.say('The name is loaded, and the order goes on.');
  return late;
}

/** A quote for each fault of Salesforce, accepted while it is in force. */
async function strike(world: World, tell: Tell): Promise<readonly MadeQuote[]> {
  const { stand, makeQuotes, acceptAtDesk } = must(world.salesforce, 'Salesforce');
  tell.scene('Salesforce has troubles, one after the other');
  const quotes = await makeQuotes(orgFaults.map(({ name }, n) => ({ ...pick(customers, n), purchaseOrder: `PO-SF-${name}`, lines: pick(baskets, n) })));
  for (const [n, { name, faults, seenBy }] of orgFaults.entries()) {
    const before = { fired: stand.fired()[name] ?? 0, complaints: world.complaints.length };
    if (seenBy === 'nobody') await stand.setFaults(faults);
    await acceptAtDesk(must(quotes[n], 'quote').id);
    if (seenBy !== 'nobody') await stand.setFaults(faults);
    if (seenBy === 'counter') await until(`${name} having struck`, async () => (stand.fired()[name] ?? 0) > before.fired || undefined);
    if (seenBy === 'hub') await until(`the hub complaining of ${name}`, async () => world.complaints.length > before.complaints || undefined);
    if (seenBy === 'nobody') await codeOf(world, must(quotes[n], 'quote'));
    await stand.clearFaults();
    tell.say(`${name} has struck, and is over.`);
  }
  const isTold = async () => (await world.customer.exceptions()).some(({ summary }) => summary.includes('does not have the events')) || undefined;
  await until('somebody told of the events that expired', isTold);
  return quotes;
}

async function codeOf({ customer }: World, { id, purchaseOrder }: MadeQuote): Promise<string> {
  const [order, ...more] = await until(`an order of ${purchaseOrder}`, async () => {
    const found = await customer.find(id);
    return found.length > 0 ? found : undefined;
  });
  mustBe(`orders of ${purchaseOrder} beside the first`, more.length, 0);
  return (await customer.order(must(order, 'order'))).code;
}

async function shipAndPay(world: World, quotes: readonly MadeQuote[], tell: Tell): Promise<void> {
  const { erp } = world;
  const house = must(world.salesforce, 'Salesforce');
  for (const quote of quotes) {
    const code = await codeOf(world, quote);
    await until(`every piece of ${quote.purchaseOrder} delivered and invoiced on its records`, async () => {
      const { lines } = await shownOf(house, quote.id);
      const isDone = lines.length === quote.lines.length && lines.every(({ ordered, delivered, invoiced }) => delivered === ordered && invoiced === ordered);
      return isDone || undefined;
    }).catch(async (error: Error) => {
      throw new StoryBroken(
        `${error.message}\n${JSON.stringify(await shownOf(house, quote.id))}\n${await world.customer.whyNot(await world.customer.order(must((await world.customer.find(quote.id))[0], 'order')), 'shown')}`,
      );
    });
    await erp.payAll(code);
  }
  tell.say(`All ${quotes.length} are delivered and invoiced; finance books the payments.`);
  for (const quote of quotes)
    await until(`${quote.purchaseOrder} paid on its records`, async () => {
      const { status, invoices } = await shownOf(house, quote.id);
      return (status === 'completed' && invoices.every(({ balance }) => balance === 0)) || undefined;
    }).catch(async (error: Error) => {
      throw new StoryBroken(`${error.message} ${JSON.stringify(await shownOf(house, quote.id))}`);
    });
  const first = must(quotes[0], 'quote');
  const { erpNumber, lines, shipments, invoices } = await shownOf(house, first.id);
  tell.say(
    `${first.purchaseOrder} is ${erpNumber}: ${lines.length} lines, tracking ${shipments.map(({ tracking }) => tracking).join()}, invoices ${invoices.length}.`,
  );
}

/** Compares the ERP's own book with the quotes and with what Salesforce shows. */
async function settle(world: World, quotes: readonly MadeQuote[], struck: readonly MadeQuote[], tell: Tell): Promise<string> {
  const house = must(world.salesforce, 'Salesforce');
  let [documents, wrong, survived] = [0, 0, 0];
  for (const quote of quotes) {
    const code = await codeOf(world, quote);
    const booked = await world.erp.ordersOf(code);
    const { lines, shipments, invoices, erpNumber } = await shownOf(house, quote.id);
    documents += booked.length;
    const inErp = booked.flatMap((document) => document.lines);
    const should = quote.lines.map(({ product, quantity }) => `${product} ${quantity} ${quantity} ${quantity}`).sort();
    const shown = new Map(lines.map((line) => [line.key, [line.ordered, line.shipped, line.invoiced].join(' ')]));
    const has = inErp.map(({ item, quantity, shipped, invoiced }) => `${item} ${quantity} ${shipped} ${invoiced}`).sort();
    const differing = inErp.filter(
      ({ lineKey, quantity, shipped, invoiced }) => shown.get(lineKey) !== `${Number(quantity)} ${Number(shipped)} ${Number(invoiced)}`,
    );
    const differences = (isDeepStrictEqual(has, should) ? 0 : should.length) + differing.length;
    if (differences > 0)
      tell.say(`WRONG: ${quote.purchaseOrder} has ${has.join('; ')} in the ERP, ${JSON.stringify([...shown])} in Salesforce, should have ${should.join('; ')}`);
    wrong += differences;
    if (struck.includes(quote) && differences === 0 && booked.length === 1) survived += 1;
    mustBe(`ERP number of ${quote.purchaseOrder}`, erpNumber, booked.map(({ number }) => number).join(', '));
    mustBe(`shipments of ${quote.purchaseOrder}`, shipments.map(({ tracking }) => tracking).sort(), trackingIn(world, code));
    mustBe(`invoices of ${quote.purchaseOrder}`, invoices.length, (await world.erp.invoicesOf(code)).length);
  }
  const problems = await verifyAll(world);
  for (const problem of problems) tell.say(`WRONG: ${problem}`);
  mustBe('what verify finds', problems.length, 0);
  const { used, max } = await house.calls();
  const budget = Math.floor((max * budgetPercent) / 100);
  mustHold(`the hub's ${used} calls are within ${budget}`, used <= budget);
  return `quotes ${quotes.length}, ERP documents ${documents}, wrong lines ${wrong}, faults ${survived} of ${struck.length} survived, calls ${used} of budget ${budget}`;
}

const trackingIn = ({ warehouse }: World, code: string): readonly string[] => {
  const orders = new Set(warehouse.ordersOf(code).map(({ id }) => id));
  return (warehouse.stand.book().documents.shipment ?? [])
    .flatMap(({ order, packages }) => (orders.has(order) ? packages.map(({ tracking }) => tracking) : []))
    .sort();
};

/** Looks until there is something. */
async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + patienceMs; ; await sleep(lookEveryMs)) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new StoryBroken(`Not within ${patienceMs} ms: ${what}.`);
  }
}
