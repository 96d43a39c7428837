import { loadNames } from './names.ts';
import { orgFaults } from './salesforce-faults.ts';
import type { MadeQuote, SalesforceHouse } from './salesforce-house.ts';
import { codeOf, settle, shipAndPay, until } from './salesforce-outcome.ts';
import { problemOf } from './salesforce-records.ts';
import type { Story } from './story.ts';
import { must, type Tell } from './telling.ts';
import type { World } from './world.ts';

const quotesUsual = 6;

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
  if (world.killWorker) await killTwice(world, world.killWorker, quotes, tell);
  return quotes;
}

/** Once with the first order under way, once with the first record written. */
async function killTwice(world: World, kill: () => Promise<void>, quotes: readonly MadeQuote[], tell: Tell): Promise<void> {
  const { query } = must(world.salesforce, 'Salesforce');
  await Promise.race(quotes.map((quote) => codeOf(world, quote)));
  await kill();
  await until('a record written', async () => (await query('SELECT Id FROM Quote WHERE ERP_Order_Number__c != null LIMIT 1'))[0]);
  await kill();
  tell.say('The hub was killed twice meanwhile.');
}

/** What is accepted before the hub's first look at an org is another's business. */
export async function isFollowing({ hub }: World): Promise<true | undefined> {
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
  const isShut = (): boolean => {
    const lane = world.hub.core.lanes.state('crm', 'default');
    return lane?.isHalfOpen === true || lane?.openUntilMs !== undefined;
  };
  for (const [n, { name, faults, seenBy }] of orgFaults.entries()) {
    await until('the lane to Salesforce open for calls', async () => !isShut() || undefined);
    const before = { fired: stand.fired()[name] ?? 0, complaints: world.complaints.length };
    if (seenBy === 'nobody') await stand.setFaults(faults);
    await acceptAtDesk(must(quotes[n], 'quote').id);
    if (seenBy !== 'nobody') await stand.setFaults(faults);
    if (seenBy === 'counter') await until(`${name} having struck`, async () => (stand.fired()[name] ?? 0) > before.fired || undefined);
    if (seenBy === 'hub') await until(`the hub complaining of ${name}`, async () => world.complaints.length > before.complaints || isShut() || undefined);
    if (seenBy === 'nobody') await codeOf(world, must(quotes[n], 'quote'));
    await stand.clearFaults();
    tell.say(`${name} has struck, and is over.`);
  }
  const isTold = async () => (await world.customer.exceptions()).some(({ summary }) => summary.includes('does not have the events')) || undefined;
  await until('somebody told of the events that expired', isTold);
  return quotes;
}
