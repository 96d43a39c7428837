import type { MadeQuote, QuoteWish } from './salesforce-house.ts';
import { codeOf, explainer } from './salesforce-outcome.ts';
import { shownOf } from './salesforce-records.ts';
import { must, type Tell } from './telling.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

/** Nobody has it in stock, so that the warehouse waits. */
const scarce = 'HS-1010';
const units = { first: 2, second: 3, more: 5 } as const;
const scarceLines = [units.first, units.second].map((quantity) => ({ product: scarce, quantity }));
const received = 20;
const tape = { product: 'HS-1004', quantity: 3 } as const;
const pipe = { product: 'HS-1008', quantity: 2 } as const;

/** How many quotes change after they were accepted. */
export const changesCount = 4;

/** Customers change their minds when their quotes are orders already: another quantity, a line less, a line more, nothing at all. */
export async function changeMinds(world: World, wishes: readonly Omit<QuoteWish, 'lines'>[], tell: Tell): Promise<readonly MadeQuote[]> {
  const { makeQuotes, changeLine, deny, order } = must(world.salesforce, 'Salesforce');
  tell.scene('Customers change their minds');
  const quotes = await makeQuotes(wishes.map((wish, n) => ({ ...wish, lines: n === changesCount - 1 ? [tape] : scarceLines })));
  const [more, less, none, added] = quotes.map((quote, index) => must(quote, `quote ${index}`));
  const early = await addEarly(world, must(added, 'quote'), tell);
  const three = [more, less, none].map((quote) => must(quote, 'quote'));
  for (const quote of three) await order(quote);
  for (const quote of three)
    await until(`${quote.purchaseOrder} in the warehouse`, async () => world.warehouse.ordersOf(await codeOf(world, quote)).length > 0 || undefined);
  tell.say('Three are in the ERP and wait in the warehouse. One customer wants more of a line, one a line less, one nothing any more.');
  const [first, second, third] = three;
  const changed = [await changeLine(must(first, 'quote'), 1, units.more), await changeLine(must(second, 'quote'), 1, 0), await deny(must(third, 'quote'))];
  for (const quote of changed) await untilWanted(world, quote);
  tell.say('The ERP and the records have it so. The missing goods come in.');
  await world.erp.countStock(scarce, received);
  await world.warehouse.receive('EDC', scarce, String(received));
  return [...changed, early];
}

/** A line more before the ERP has heard of the order: then all lines are in its one document. */
async function addEarly(world: World, quote: MadeQuote, tell: Tell): Promise<MadeQuote> {
  const { addLine, order } = must(world.salesforce, 'Salesforce');
  await world.erp.goDown();
  await order(quote);
  const [id = ''] = await until(`an order of ${quote.purchaseOrder}`, async () => {
    const found = await world.customer.find(quote.id);
    return found.length > 0 ? found : undefined;
  });
  const longer = await addLine(quote, pipe);
  await world.customer.until(id, 'one line more', (view) => view.lines.length === longer.lines.length);
  await world.erp.comeBack();
  tell.say('The ERP is away for a moment. Meanwhile a customer has a line added to an order that it has not seen yet.');
  return longer;
}

/** The live lines of the ERP's book, and the records of those that are cancelled, say what is wanted. */
async function untilWanted(world: World, quote: MadeQuote): Promise<void> {
  const code = await codeOf(world, quote);
  const should = quote.lines.flatMap(({ product, wanted }) => (wanted === 0 ? [] : [`${product} ${wanted}`])).sort();
  await until(`${quote.purchaseOrder} in the ERP with ${should.join(', ') || 'nothing'}`, async () => {
    const live = (await world.erp.ordersOf(code)).filter(({ isCancelled }) => !isCancelled).flatMap((document) => document.lines);
    const has = live.flatMap(({ item, quantity }) => (Number(quantity) === 0 ? [] : [`${item} ${Number(quantity)}`])).sort();
    return has.join() === should.join() || undefined;
  }).catch(explainer(world, quote));
  await until(`${quote.purchaseOrder} so on its records`, async () => {
    const { lines } = await shownOf(must(world.salesforce, 'Salesforce'), quote.id);
    return quote.lines.every(({ id, wanted }) => lines.some((one) => one.line === id && one.ordered - one.cancelled === wanted)) || undefined;
  }).catch(explainer(world, quote));
}
