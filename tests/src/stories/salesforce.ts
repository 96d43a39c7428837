import { loadNames } from './names.ts';
import { changeMinds, changesCount } from './salesforce-changes.ts';
import { faultsToPlay } from './salesforce-faults.ts';
import type { MadeQuote, QuoteWish } from './salesforce-house.ts';
import { customers, lateProduct, loadAtGoLive, productNames } from './salesforce-names.ts';
import { codeOf, lineOf, type Outcome, settle, shipAndPay, wellLine } from './salesforce-outcome.ts';
import { problemOf } from './salesforce-records.ts';
import { strikeAll } from './salesforce-strikes.ts';
import type { Story, StorySize } from './story.ts';
import { must, type Tell } from './telling.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

const quotesUsual = 8;

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

/** A quote becomes an order, once, and shows what becomes of it. */
export const salesforce: Story = {
  name: 'salesforce',
  about:
    'Quotes are accepted in Salesforce, submitted by a button and made into activated orders too: each becomes one ERP order, and its lines, shipments and invoices show on the Salesforce records.',
  erps: ['simulated', 'tryton'],
  wishes: { salesforce: 'quote-accepted', stageMs: 50, policy: { shipComplete: true } },
  play: async (world, tell, size) => lineOf(await playSales(world, tell, size)),
  isWell: (lastLine) => wellLine.test(lastLine),
};

/** The story itself; answers its numbers. */
export async function playSales(world: World, tell: Tell, size: StorySize): Promise<Outcome> {
  const parts = partsOf(size);
  await loadAtGoLive(world);
  const plain = await sell(world, parts.plain, tell);
  // With faults the hub is killed under two of them.
  if (world.killHub && !size.hasFaults) await killTwice(world, world.killHub, plain, tell);
  await untilBooked(world, plain, tell);
  const late = await missProduct(world, tell);
  const minds = parts.hasChanges ? changesCount : 0;
  const changed =
    minds > 0
      ? await changeMinds(
          world,
          Array.from({ length: minds }, (_, n) => head(n, `changed-${n + 1}`)),
          tell,
        )
      : [];
  const struck = size.hasFaults ? await makeForFaults(world) : [];
  if (size.hasFaults) await strikeAll(world, struck, tell);
  const all = [...plain, late, ...changed, ...struck];
  tell.scene('The people in Salesforce see what becomes of it');
  await shipAndPay(world, all, tell);
  return settle(world, all, struck, tell);
}

/** One quote misses a name, each fault has one, some change their minds where there is room and quotes alone make orders; the others are plain, none where each fault takes one of few. */
function partsOf({ quotes = quotesUsual, hasFaults = false, trigger = 'quote-accepted' }: StorySize): { readonly plain: number; readonly hasChanges: boolean } {
  const free = quotes - 1 - (hasFaults ? faultsToPlay().length : 0);
  const hasChanges = trigger === 'quote-accepted' && free > changesCount;
  return { plain: Math.max(hasFaults ? 0 : 1, free - (hasChanges ? changesCount : 0)), hasChanges };
}

const pick = <T>(from: readonly T[], index: number): T => must(from[index % from.length], 'choice');
const head = (n: number, name: string): Omit<QuoteWish, 'lines'> => ({ ...pick(customers, n), purchaseOrder: `PO-SF-${name}` });

async function sell(world: World, count: number, tell: Tell): Promise<readonly MadeQuote[]> {
  const house = must(world.salesforce, 'Salesforce');
  tell.scene('Quotes are accepted');
  await until('the hub following the org', () => isFollowing(world));
  if (count === 0) return [];
  const quotes = await house.makeQuotes(Array.from({ length: count }, (_, n) => ({ ...head(n, String(n + 1)), lines: pick(baskets, n) })));
  await house.accept(quotes.map(({ id }) => id));
  tell.say(`${count} quotes are accepted; the button is pressed twice for each, and each is made into an activated order.`);
  for (const quote of quotes) {
    await Promise.all([house.pressSubmit(quote.id, `one-${quote.id}`), house.pressSubmit(quote.id, `two-${quote.id}`)]);
    await house.activateOrder(quote);
  }
  await house.accept(quotes.map(({ id }) => id));
  return quotes;
}

async function untilBooked(world: World, quotes: readonly MadeQuote[], tell: Tell): Promise<void> {
  for (const [n, quote] of quotes.entries()) {
    const code = await codeOf(world, quote);
    await until(`a document of ${quote.purchaseOrder}`, async () => (await world.erp.ordersOf(code)).length > 0 || undefined);
    if ((n + 1) % progressEvery === 0) tell.say(`${n + 1} of ${quotes.length} are in the ERP.`);
  }
}

const progressEvery = 50;

/** Once with the first order under way, once with the first record written. */
async function killTwice(world: World, kill: () => Promise<void>, quotes: readonly MadeQuote[], tell: Tell): Promise<void> {
  const { query } = must(world.salesforce, 'Salesforce');
  const documents = async () => (await world.hub.database.pool.query("select 1 from effects where op = 'create' and status = 'confirmed' limit 1")).rowCount;
  await until('a document in the ERP', async () => (await documents()) || undefined);
  await kill();
  tell.say('The hub was killed, and is started again.');
  await until('a record written', async () => (await query('SELECT Id FROM Quote WHERE ERP_Order_Number__c != null LIMIT 1'))[0]);
  await kill();
  const { rowCount } = await world.hub.database.pool.query("select 1 from effects where op = 'create' and status = 'confirmed'");
  tell.say(`It was killed once more, with ${rowCount} of ${quotes.length} documents made.`);
}

/** What is accepted before the hub's first look at an org is another's business. */
export async function isFollowing({ hub }: World): Promise<true | undefined> {
  const { rows } = await hub.database.pool.query("select 1 from duties where name = 'poll:crm' and cursor is not null");
  return rows.length > 0 || undefined;
}

async function missProduct(world: World, tell: Tell): Promise<MadeQuote> {
  const house = must(world.salesforce, 'Salesforce');
  tell.scene('A product that the ERP’s people have not named yet');
  const lines = [
    { product: lateProduct, quantity: 1 },
    { product: 'HS-1004', quantity: 2 },
  ];
  const [quote] = await house.makeQuotes([{ ...head(0, 'late'), lines }]);
  const late = must(quote, 'quote');
  await house.order(late);
  const names = await productNames(world, (code) => code === lateProduct);
  const name = must(names[0], 'product').from;
  const problem = await until('the missing name on the quote', async () => {
    const shown = await problemOf(house, late.id);
    return shown.problem.includes(name) && shown.open.some(({ summary, hasCase }) => summary.includes(name) && hasCase) ? shown : undefined;
  });
  tell.say(`The quote says: ${problem.problem}`);
  await loadNames(world, names, 'asked for by the sales representative');
  await until('the problem gone', async () => {
    const shown = await problemOf(house, late.id);
    return shown.problem === '' && shown.open.length === 0 ? shown : undefined;
  });
  tell.say('The name is loaded, and the order goes on.');
  return late;
}

/** A quote for each fault. */
function makeForFaults(world: World): Promise<readonly MadeQuote[]> {
  return must(world.salesforce, 'Salesforce').makeQuotes(faultsToPlay().map((name, n) => ({ ...head(n, name), lines: pick(baskets, n) })));
}
