import { isDeepStrictEqual } from 'node:util';
import type { MadeQuote } from './salesforce-house.ts';
import { type Shown, shownOf } from './salesforce-records.ts';
import { must, mustBe, mustHold, StoryBroken, type Tell } from './telling.ts';
import { until } from './until.ts';
import { verifyAll } from './verify.ts';
import type { World } from './world.ts';

/** From this part of the org's calls on, in percent, the connector leaves them to orders. */
const budgetPercent = 95;

/** How a story with quotes ended. */
export type Outcome = {
  readonly quotes: number;
  readonly documents: number;
  readonly wrong: number;
  readonly faults: number;
  readonly survived: number;
  readonly calls: number;
  readonly budget: number;
};

/** The line that says it. */
export const lineOf = ({ quotes, documents, wrong, faults, survived, calls, budget }: Outcome): string =>
  `quotes ${quotes}, ERP documents ${documents}, wrong lines ${wrong}, faults ${survived} of ${faults} survived, calls ${calls} of budget ${budget}`;

/** The line of a story in which every quote has one document with the right lines, and every fault was survived. */
export const wellLine = /^quotes (\d+), ERP documents \1, wrong lines 0, faults (\d+) of \2 survived, calls \d+ of budget \d+$/;

/** Both together. */
export const sumOf = (outcomes: readonly Outcome[]): Outcome => {
  const add = (name: keyof Outcome) => outcomes.reduce((sum, one) => sum + one[name], 0);
  return {
    quotes: add('quotes'),
    documents: add('documents'),
    wrong: add('wrong'),
    faults: add('faults'),
    survived: add('survived'),
    calls: add('calls'),
    budget: add('budget'),
  };
};

/** The code of the one order that a quote has become. */
export async function codeOf({ customer }: World, { id, purchaseOrder }: MadeQuote): Promise<string> {
  const [order, ...more] = await until(`an order of ${purchaseOrder}`, async () => {
    const found = await customer.find(id);
    return found.length > 0 ? found : undefined;
  });
  mustBe(`orders of ${purchaseOrder} beside the first`, more.length, 0);
  return (await customer.order(must(order, 'order'))).code;
}

const isDenied = ({ lines }: MadeQuote): boolean => lines.every(({ wanted }) => wanted === 0);
/** What is wanted of each line is delivered and invoiced, what is not wanted is cancelled. */
const isDone = (quote: MadeQuote, lines: Shown['lines']): boolean =>
  lines.length === quote.lines.length &&
  quote.lines.every(({ id, wanted }) =>
    lines.some((one) => one.line === id && one.ordered - one.cancelled === wanted && one.delivered === wanted && one.invoiced === wanted),
  );

/** Everything is delivered, invoiced and paid, and the records show it. */
export async function shipAndPay(world: World, quotes: readonly MadeQuote[], tell: Tell): Promise<void> {
  const { erp } = world;
  const house = must(world.salesforce, 'Salesforce');
  for (const quote of quotes) {
    const code = await codeOf(world, quote);
    const what = `every piece of ${quote.purchaseOrder} delivered and invoiced on its records`;
    await until(what, async () => isDone(quote, (await shownOf(house, quote.id)).lines) || undefined).catch(explainer(world, quote));
    await erp.payAll(code);
  }
  tell.say(`All ${quotes.length} are delivered and invoiced; finance books the payments.`);
  for (const quote of quotes) {
    const end = isDenied(quote) ? 'cancelled' : 'completed';
    await until(`${quote.purchaseOrder} ${end} and paid on its records`, async () => {
      const { status, invoices } = await shownOf(house, quote.id);
      return (status === end && invoices.every(({ balance }) => balance === 0)) || undefined;
    }).catch(explainer(world, quote));
  }
  const first = must(quotes[0], 'quote');
  const { erpNumber, lines, shipments, invoices } = await shownOf(house, first.id);
  tell.say(
    `${first.purchaseOrder} is ${erpNumber}: ${lines.length} lines, tracking ${shipments.map(({ tracking }) => tracking).join()}, invoices ${invoices.length}.`,
  );
}

/** Says what the records and the hub show, where they do not show what they should. */
export const explainer =
  ({ salesforce, customer }: World, { id }: MadeQuote) =>
  async (error: Error): Promise<never> => {
    const shown = await shownOf(must(salesforce, 'Salesforce'), id);
    const [order] = await customer.find(id);
    const why = order === undefined ? 'no order' : await customer.whyNot(await customer.order(order), 'as it should be');
    throw new StoryBroken(`${error.message}\n${JSON.stringify(shown)}\n${why}`);
  };

/** Compares the ERP's own book with the quotes and with what Salesforce shows; `struck` are those that were accepted under a fault. */
export async function settle(world: World, quotes: readonly MadeQuote[], struck: readonly MadeQuote[], tell: Tell): Promise<Outcome> {
  let [documents, wrong, survived] = [0, 0, 0];
  for (const quote of quotes) {
    const found = await compare(world, quote);
    for (const problem of found.problems) tell.say(`WRONG: ${problem}`);
    documents += found.documents;
    wrong += found.wrong;
    if (struck.includes(quote) && found.wrong === 0 && found.documents === 1) survived += 1;
  }
  const problems = await verifyAll(world);
  for (const problem of problems) tell.say(`WRONG: ${problem}`);
  mustBe('what verify finds', problems.length, 0);
  const open = await world.customer.exceptions({ open: true });
  mustBe(
    'people who still wait for a record to be written',
    open.filter((one) => one.class === 'not-shown').map(({ summary }) => summary),
    [],
  );
  const { used, max } = must(world.salesforce, 'Salesforce').calls();
  const budget = Math.floor((max * budgetPercent) / 100);
  mustHold(`the hub's ${used} calls are within ${budget}`, used <= budget);
  return { quotes: quotes.length, documents, wrong, faults: struck.length, survived, calls: used, budget };
}

type Compared = { readonly documents: number; readonly wrong: number; readonly problems: readonly string[] };

async function compare(world: World, quote: MadeQuote): Promise<Compared> {
  const { purchaseOrder } = quote;
  const code = await codeOf(world, quote);
  const booked = await world.erp.ordersOf(code);
  const { lines, shipments, invoices, erpNumber, status } = await shownOf(must(world.salesforce, 'Salesforce'), quote.id);
  const inErp = booked.filter(({ isCancelled }) => !isCancelled).flatMap((document) => document.lines.filter(({ quantity }) => Number(quantity) !== 0));
  const should = quote.lines.flatMap(({ product, wanted }) => (wanted === 0 ? [] : [`${product} ${wanted} ${wanted} ${wanted}`])).sort();
  const has = inErp.map(({ item, quantity, shipped, invoiced }) => [item, Number(quantity), Number(shipped), Number(invoiced)].join(' ')).sort();
  const inOrg = new Map(lines.map((line) => [line.key, [line.ordered - line.cancelled, line.shipped, line.invoiced].join(' ')]));
  const differing = inErp.filter((one) => inOrg.get(one.lineKey) !== [one.quantity, one.shipped, one.invoiced].map(Number).join(' '));
  const wrong = (isDeepStrictEqual(has, should) ? 0 : Math.max(1, should.length)) + differing.length + (isDone(quote, lines) ? 0 : 1);
  const problems =
    wrong === 0 ? [] : [`${purchaseOrder} has ${has.join('; ')} in the ERP, ${JSON.stringify([...inOrg])} in Salesforce, should have ${should.join('; ')}`];
  mustBe(`state of ${purchaseOrder}`, status, isDenied(quote) ? 'cancelled' : 'completed');
  mustBe(`ERP number of ${purchaseOrder}`, erpNumber, booked.map(({ number }) => number).join(', '));
  const tracking = shipments.flatMap((one) => (one.tracking === '' ? [] : [one.tracking])); // what was cancelled in the warehouse has none
  mustBe(`shipments of ${purchaseOrder}`, tracking.sort(), trackingIn(world, code));
  mustBe(`invoices of ${purchaseOrder}`, invoices.length, (await world.erp.invoicesOf(code)).length);
  return { documents: booked.length, wrong, problems };
}

const trackingIn = ({ warehouse }: World, code: string): readonly string[] => {
  const orders = new Set(warehouse.ordersOf(code).map(({ id }) => id));
  return (warehouse.stand.book().documents.shipment ?? [])
    .flatMap(({ order, packages }) => (orders.has(order) ? packages.map(({ tracking }) => tracking) : []))
    .sort();
};
