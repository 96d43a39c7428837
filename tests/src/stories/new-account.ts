import { loadNames, namesIn } from './names.ts';
import { isFollowing } from './salesforce.ts';
import type { MadeQuote, SalesforceHouse } from './salesforce-house.ts';
import { problemOf, shownOf } from './salesforce-records.ts';
import type { Story } from './story.ts';
import { must, mustHold, type Tell } from './telling.ts';
import { until } from './until.ts';
import { verifyAll } from './verify.ts';
import type { World } from './world.ts';

const [account, shipTo] = ['C-EAST', 'Riverside dock'];
const lines = [{ product: 'HS-1001', quantity: 2 }];
const quotesCount = 3;

/** What is sold to an account that the ERP does not know, and to a place that nobody has named. */
export const newAccount: Story = {
  name: 'new-account',
  about:
    'Quotes are accepted in Salesforce for an account that is new in the ERP: one customer is made there, what else has no name is said on the quotes, and named it goes on.',
  erps: ['simulated'],
  // What the sales people have offered is not what the ERP asks of whom it does not know yet.
  wishes: { salesforce: 'quote-accepted', policy: { createCustomer: 'create', priceTolerancePercent: '50' } },
  play: async (world, tell) => {
    const house = must(world.salesforce, 'Salesforce');
    await loadNames(world, await productsOf(house), 'go-live of Salesforce');
    await until('the hub following the org', () => isFollowing(world));
    tell.scene('Quotes are accepted for an account that the ERP does not know');
    const wishes = Array.from({ length: quotesCount }, (_, n) => ({ account, shipTo, purchaseOrder: `PO-NEW-${n + 1}`, lines }));
    const quotes = await house.makeQuotes(wishes);
    await house.accept(quotes.map(({ id }) => id));
    const customer = await madeOf(world, house, tell);
    await namePlace(world, quotes, customer, tell);
    for (const { id, purchaseOrder } of quotes) {
      await until(`${purchaseOrder} in the ERP`, async () => ((await shownOf(house, id)).erpNumber === '' ? undefined : true));
      const { problem, open } = await problemOf(house, id);
      mustHold(`${purchaseOrder} shows no problem any more: ${problem}`, problem === '' && open.length === 0);
    }
    const problems = await verifyAll(world);
    for (const problem of problems) tell.say(`WRONG: ${problem}`);
    const made = await namesIn(world, await idOf(house));
    return `quotes ${quotes.length}, customers made ${made.length}, verify ${problems.length}`;
  },
};

async function productsOf({ query }: SalesforceHouse): Promise<Parameters<typeof loadNames>[1]> {
  const products = await query('SELECT Id, ProductCode FROM Product2');
  return products.map((row) => ({ kind: 'item' as const, from: String(row['Id']), to: String(row['ProductCode']) }));
}

async function idOf({ query }: SalesforceHouse): Promise<string> {
  const [row] = await query(`SELECT Id FROM Account WHERE AccountNumber = '${account}'`);
  return String(must(row, account)['Id']);
}

/** The customer that the hub has made; its name came as a cross-reference. */
async function madeOf(world: World, house: SalesforceHouse, tell: Tell): Promise<string> {
  const id = await idOf(house);
  const [name] = await until('a customer made in the ERP', async () => {
    const names = await namesIn(world, id);
    return names.length > 0 ? names : undefined;
  });
  tell.say(`The account ${id} is customer ${name} in the ERP, by nobody's hand.`);
  return must(name, 'name');
}

/** A place has no name by itself: each quote says which is missing, until somebody loads it. */
async function namePlace(world: World, quotes: readonly MadeQuote[], customer: string, tell: Tell): Promise<void> {
  const house = must(world.salesforce, 'Salesforce');
  for (const { id, purchaseOrder } of quotes) {
    const problem = await until(`the missing place on ${purchaseOrder}`, async () => {
      const shown = await problemOf(house, id);
      return shown.open.some(({ summary, hasCase }) => summary.includes(`ship-to ${shipTo}`) && hasCase) ? shown.problem : undefined;
    });
    tell.say(`${purchaseOrder} says: ${problem}`);
  }
  await loadNames(world, [{ kind: 'ship-to', from: shipTo, to: `${customer}-1` }], 'asked for by the sales representative');
  tell.say('The place is loaded, and the orders go on.');
}
