import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { MadeQuote } from './salesforce-house.ts';
import { shownOf } from './salesforce-records.ts';
import { must, mustBe, mustHold, StoryBroken, type Tell } from './telling.ts';
import { verifyAll } from './verify.ts';
import type { World } from './world.ts';

const patienceMs = 120_000;
const lookEveryMs = 250;
/** From this part of the org's calls on, in percent, the connector leaves them to orders. */
const budgetPercent = 95;

/** The code of the one order that a quote has become. */
export async function codeOf({ customer }: World, { id, purchaseOrder }: MadeQuote): Promise<string> {
  const [order, ...more] = await until(`an order of ${purchaseOrder}`, async () => {
    const found = await customer.find(id);
    return found.length > 0 ? found : undefined;
  });
  mustBe(`orders of ${purchaseOrder} beside the first`, more.length, 0);
  return (await customer.order(must(order, 'order'))).code;
}

/** Everything is delivered, invoiced and paid, and the records show it. */
export async function shipAndPay(world: World, quotes: readonly MadeQuote[], tell: Tell): Promise<void> {
  const { erp } = world;
  const house = must(world.salesforce, 'Salesforce');
  for (const quote of quotes) {
    const code = await codeOf(world, quote);
    const explain = explainer(world, quote);
    await until(`every piece of ${quote.purchaseOrder} delivered and invoiced on its records`, async () => {
      const { lines } = await shownOf(house, quote.id);
      const isDone = lines.length === quote.lines.length && lines.every(({ ordered, delivered, invoiced }) => delivered === ordered && invoiced === ordered);
      return isDone || undefined;
    }).catch(explain);
    await erp.payAll(code);
  }
  tell.say(`All ${quotes.length} are delivered and invoiced; finance books the payments.`);
  for (const quote of quotes) {
    await until(`${quote.purchaseOrder} paid on its records`, async () => {
      const { status, invoices } = await shownOf(house, quote.id);
      return (status === 'completed' && invoices.every(({ balance }) => balance === 0)) || undefined;
    }).catch(explainer(world, quote));
  }
  const first = must(quotes[0], 'quote');
  const { erpNumber, lines, shipments, invoices } = await shownOf(house, first.id);
  tell.say(
    `${first.purchaseOrder} is ${erpNumber}: ${lines.length} lines, tracking ${shipments.map(({ tracking }) => tracking).join()}, invoices ${invoices.length}.`,
  );
}

/** Says what the records and the hub show, where they do not show what they should. */
const explainer =
  ({ salesforce, customer }: World, { id }: MadeQuote) =>
  async (error: Error): Promise<never> => {
    const shown = await shownOf(must(salesforce, 'Salesforce'), id);
    const [order] = await customer.find(id);
    const why = order === undefined ? 'no order' : await customer.whyNot(await customer.order(order), 'as it should be');
    throw new StoryBroken(`${error.message}\n${JSON.stringify(shown)}\n${why}`);
  };

/** Compares the ERP's own book with the quotes and with what Salesforce shows. */
export async function settle(world: World, quotes: readonly MadeQuote[], struck: readonly MadeQuote[], tell: Tell): Promise<string> {
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
export async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + patienceMs; ; await sleep(lookEveryMs)) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new StoryBroken(`Not within ${patienceMs} ms: ${what}.`);
  }
}
