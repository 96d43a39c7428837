import { loadNames } from './names.ts';
import { isFollowing } from './salesforce.ts';
import type { MadeQuote, SalesforceHouse } from './salesforce-house.ts';
import { codeOf } from './salesforce-outcome.ts';
import { problemOf } from './salesforce-records.ts';
import type { OrgRecord } from './salesforce-rest.ts';
import type { Story } from './story.ts';
import { must, mustBe, type Tell } from './telling.ts';
import { until } from './until.ts';
import { verifyAll } from './verify.ts';
import type { World } from './world.ts';

const [home, other] = ['Elizabeth yard', 'Long Beach yard'] as const;
/** What ACME pays in the ERP. */
const prices: Readonly<Record<string, number>> = { 'HS-1001': 10.25, 'HS-1006': 11.56 };

/** A sales representative changes an accepted quote, and reads on it what became of that. */
export const secondThoughts: Story = {
  name: 'second-thoughts',
  about:
    'A quote is changed, priced anew, changed again by a button, and denied after it became an order: the ERP follows as far as it can, and the quote tells each answer.',
  erps: ['simulated'],
  wishes: { salesforce: 'quote-accepted' },
  play: async (world, tell) => {
    const quote = await begin(world, tell);
    const code = await codeOf(world, quote);
    await changeInTime(world, tell, { quote, code });
    await priceAnew(world, tell, { quote, code });
    await askByName(world, tell, { quote, code });
    await denyTooLate(world, tell, { quote, code });
    const problems = await verifyAll(world);
    for (const problem of problems) tell.say(`WRONG: ${problem}`);
    return `answers 5, ERP documents ${(await world.erp.ordersOf(code)).length}, verify ${problems.length}`;
  },
};

type Sold = { readonly quote: MadeQuote; readonly code: string };

async function begin(world: World, tell: Tell): Promise<MadeQuote> {
  const house = must(world.salesforce, 'Salesforce');
  tell.scene('The quote');
  const [accounts, products] = [await house.query('SELECT Id, AccountNumber FROM Account'), await house.query('SELECT Id, ProductCode FROM Product2')];
  const names = [
    ...accounts.map((row) => ({ kind: 'customer' as const, from: String(row['Id']), to: String(row['AccountNumber']) })),
    ...products.map((row) => ({ kind: 'item' as const, from: String(row['Id']), to: String(row['ProductCode']) })),
    ...[home, other].map((from, index) => ({ kind: 'ship-to' as const, from, to: `C-ACME-${index + 1}` })),
  ];
  await loadNames(world, names, 'go-live of Salesforce');
  // What is accepted before the hub's first look at an org is another's business.
  await until('the hub following the org', () => isFollowing(world));
  const lines = Object.keys(prices).map((product) => ({ product, quantity: 10 }));
  const [made] = await house.makeQuotes([{ account: 'C-ACME', shipTo: home, purchaseOrder: 'PO-SF-2ND', lines }]);
  const quote = must(made, 'quote');
  for (const { id, product } of quote.lines) write(house, 'QuoteLineItem', id, { UnitPrice: must(prices[product], 'price') });
  await house.accept([quote.id]);
  const code = await codeOf(world, quote);
  await until('the warehouse having it', async () => world.warehouse.ordersOf(code)[0]);
  tell.say('ACME accepts 10 valves and 10 gauges to Elizabeth; ERP and warehouse have the order.');
  return quote;
}

async function changeInTime(world: World, tell: Tell, { quote, code }: Sold): Promise<void> {
  const house = must(world.salesforce, 'Salesforce');
  tell.scene('Before anything is picked');
  write(house, 'QuoteLineItem', lineOf(quote, 0), { Quantity: 4 });
  write(house, 'Quote', quote.id, { Ship_To_Reference__c: other, Requested_Delivery_Date__c: '2031-05-20' });
  await until('both changes in the ERP', async () => {
    const { shipTo, lines, changes } = await orderOf(world, quote);
    const isDone = changes.every(({ items }) => items.every(({ decision }) => decision !== 'pending'));
    const dates = lines.flatMap(({ schedules }) => schedules.map(({ requestedDate }) => requestedDate));
    return (isDone && shipTo?.id === other && dates.every((date) => date === '2031-05-20') && (await booked(world, code))[0] === '4') || undefined;
  });
  await until('the answer on the quote', async () => ((await answerOf(house, quote)).answer.startsWith('change accepted') ? true : undefined));
  mustBe('quantities in the ERP', await booked(world, code), ['4', '10']);
  tell.say(`Fewer valves, another yard, another day. The quote says: ${(await answerOf(house, quote)).answer.replaceAll('\n', ' | ')}`);
}

async function priceAnew(world: World, tell: Tell, { quote, code }: Sold): Promise<void> {
  const house = must(world.salesforce, 'Salesforce');
  tell.scene('Another price');
  write(house, 'QuoteLineItem', lineOf(quote, 1), { UnitPrice: 9 });
  const { answer } = await until('the "no" on the quote', async () => {
    const shown = await answerOf(house, quote);
    return shown.answer.includes('The price is 9 there and 11.56 here') ? shown : undefined;
  });
  await until('a case for it', async () => (await problemOf(house, quote.id)).open.find(({ summary, hasCase }) => hasCase && summary.includes('price')));
  write(house, 'Quote', quote.id, { Description: 'The customer has called.' });
  mustBe('quantities in the ERP', await booked(world, code), ['4', '10']);
  tell.say(`Nobody takes it over, and somebody has a case. The quote says: ${answer.replaceAll('\n', ' | ')}`);
}

async function askByName(world: World, tell: Tell, { quote, code }: Sold): Promise<void> {
  const house = must(world.salesforce, 'Salesforce');
  tell.scene('A change by the button');
  write(house, 'QuoteLineItem', lineOf(quote, 1), { Quantity: 6 });
  publish(house, { Record_Id__c: quote.id, Kind__c: 'change', Request_Id__c: 'CHANGE-2', Reason__c: 'fewer gauges' });
  await until('the answer under its name', async () => {
    const { request, answer } = await answerOf(house, quote);
    return (request === 'CHANGE-2' && answer.startsWith('change accepted') && (await booked(world, code))[1] === '6') || undefined;
  });
  tell.say('The quote names the request CHANGE-2, and its answer.');
}

async function denyTooLate(world: World, tell: Tell, { quote, code }: Sold): Promise<void> {
  const house = must(world.salesforce, 'Salesforce');
  tell.scene('The quote is denied after part of it was picked');
  const valves = `${lineOf(quote, 0)}/1`;
  await world.warehouse.work(code, 'EDC', 'allocate');
  await world.warehouse.work(code, 'EDC', 'pick', { lines: [{ key: valves, quantity: '4' }] });
  await until('the picking known', async () => (await orderOf(world, quote)).lines[0]?.schedules[0]?.quantities.picked === '4' || undefined);
  write(house, 'Quote', quote.id, { Status: 'Denied' });
  const { answer } = await until('the answer on the quote', async () => {
    const shown = await answerOf(house, quote);
    return shown.answer.startsWith('cancellation partly-accepted') && shown.answer.includes('4 EA are picked already') ? shown : undefined;
  });
  mustBe('quantities in the ERP', await booked(world, code), ['4']);
  tell.say(`What is picked stays. The quote says: ${answer.replaceAll('\n', ' | ')}`);
  publish(house, { Record_Id__c: quote.id, Kind__c: 'cancel', Request_Id__c: 'CANCEL-1', Reason__c: 'really' });
  await until('the "no" under its name', async () => {
    const shown = await answerOf(house, quote);
    return (shown.request === 'CANCEL-1' && shown.answer.startsWith('cancellation declined')) || undefined;
  });
  tell.say('Asked once more by the button, it says no, and why.');
}

const lineOf = ({ lines }: MadeQuote, index: number): string => must(lines[index], 'line').id;

/** A representative at work. */
const who = ({ stand: { org } }: SalesforceHouse) => ({ userId: String([...org.rows('User')][0]?.['Id']), apiVersion: '65.0', api: 'ui' }) as const;

function write(house: SalesforceHouse, object: 'Quote' | 'QuoteLineItem', id: string, fields: Readonly<Record<string, string | number>>): void {
  house.stand.org.transact(who(house), (work) => work.update(object, id, fields));
}

function publish(house: SalesforceHouse, fields: Readonly<Record<string, string>>): void {
  house.stand.org.transact(who(house), (work) => work.publish('Order_Submit__e', fields));
}

async function answerOf({ query }: SalesforceHouse, { id }: MadeQuote): Promise<{ readonly request: string; readonly answer: string }> {
  const [row] = await query(`SELECT Hub_Request_Id__c, Hub_Answer__c FROM Quote WHERE Id = '${id}'`);
  const text = (field: keyof OrgRecord) => String(row?.[field] ?? '');
  return { request: text('Hub_Request_Id__c'), answer: text('Hub_Answer__c') };
}

async function orderOf({ customer }: World, { id }: MadeQuote) {
  const [order] = await customer.find(id);
  return customer.order(must(order, 'order'));
}

/** Quantities of the one document, without what is nothing any more. */
async function booked({ erp }: World, code: string): Promise<readonly string[]> {
  const [document] = await erp.ordersOf(code);
  return must(document, 'document').lines.flatMap(({ quantity }) => (quantity === '0' ? [] : [quantity]));
}
