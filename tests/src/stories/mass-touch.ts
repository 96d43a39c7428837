import { loadNames } from './names.ts';
import { isFollowing } from './salesforce.ts';
import type { MadeQuote, SalesforceHouse } from './salesforce-house.ts';
import { codeOf } from './salesforce-outcome.ts';
import type { Story } from './story.ts';
import { must, mustBe, mustHold, type Tell } from './telling.ts';
import { until } from './until.ts';
import { ordersOf, verifyAll } from './verify.ts';
import type { World } from './world.ts';

const quotesUsual = 2_000;
const burst = { salesMax: 20, withinMinutes: 60 };
const meant = 'PO-MEANT';
const account = 'C-EAST';
const shipTo = 'Riverside dock';
const product = 'HS-1004';

/** A data loader touches every quote of the org. */
export const massTouch: Story = {
  name: 'mass-touch',
  about:
    'A data loader sets many quotes in Salesforce to Accepted at once: as many as the cap says become orders, the others are one exception; the one that a customer really accepted is released, the rest discarded.',
  erps: ['simulated'],
  quotesMax: 50_000,
  wishes: { salesforce: 'quote-accepted', salesforceBurst: burst },
  play: async (world, tell, { quotes: count = quotesUsual }) => {
    const house = must(world.salesforce, 'Salesforce');
    await loadNames(world, await namesOf(house), 'go-live of Salesforce');
    await until('the hub following the org', () => isFollowing(world));
    const wishes = Array.from({ length: count }, (_, n) => ({ account, shipTo, purchaseOrder: `PO-MASS-${n + 1}`, lines: [{ product, quantity: 1 }] }));
    const held = count + 1 - burst.salesMax;
    mustHold('there are more quotes than the cap', held > 0);
    const quotes = await house.makeQuotes(wishes);
    tell.scene('A data loader');
    await house.accept(quotes.map(({ id }) => id));
    tell.say(`${count} quotes are set to Accepted.`);
    const [sale] = await house.makeQuotes([{ account, shipTo, purchaseOrder: meant, lines: [{ product, quantity: 2 }] }]);
    const real = must(sale, 'quote');
    await house.accept([real.id]);
    tell.say('A customer accepts a quote as well.');
    await until('every quote an order or held', async () => ((await ordersOf(world)).length === burst.salesMax && (await heldIn(world)) === held) || undefined);
    const exceptions = await world.customer.exceptions();
    mustBe(
      'exceptions',
      exceptions.map((one) => one.class),
      ['burst'],
    );
    const exception = must(exceptions[0], 'exception');
    tell.say(exception.summary);
    await decide(world, exception, real, tell);
    await until('the books of hub and ERP alike', async () => (await verifyAll(world)).length === 0 || undefined);
    mustBe('orders in the hub', (await ordersOf(world)).length, burst.salesMax + 1);
    return `quotes ${count + 1}, orders ${burst.salesMax + 1}, ERP documents ${await documentsIn(world)}, exceptions ${exceptions.length}`;
  },
};

type Exception = Awaited<ReturnType<World['customer']['exceptions']>>[number];

/** A person looks at what is held, finds the one that is meant, and wants nothing of the others. */
async function decide(world: World, exception: Exception, real: MadeQuote, tell: Tell): Promise<void> {
  tell.scene('Somebody looks at what is held');
  const sale = must(
    (await heldSalesOf(world, exception.id)).find(({ purchaseOrder }) => purchaseOrder === meant),
    meant,
  );
  mustBe('what would come of it', [sale.channelOrder, sale.would], [real.id, 'order']);
  await world.customer.remedy(exception, 'release', { reason: 'the customer has ordered it', channelOrders: [sale.channelOrder] });
  await world.customer.remedy(exception, 'discard', { reason: 'an import that nobody meant' });
  await codeOf(world, real);
  await until('nothing held any more', async () => ((await heldIn(world)) === 0 && (await world.customer.exceptions()).length === 0) || undefined);
  tell.say(`${meant} is released and becomes an order; the others are discarded.`);
}

type HeldSales = {
  readonly sales: readonly { readonly channelOrder: string; readonly purchaseOrder: string | null; readonly would: string }[];
  readonly next: string | null;
};

/** All that is held, page by page, as somebody with a key sees it. */
async function heldSalesOf({ hub }: World, id: string): Promise<HeldSales['sales']> {
  const sales: HeldSales['sales'][number][] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const answer: Response = await fetch(`${hub.address}/v1/exceptions/${id}/sales?limit=500${cursor === '' ? '' : `&cursor=${cursor}`}`, {
      headers: { authorization: `Bearer ${hub.key}` },
    });
    const page = (await answer.json()) as HeldSales;
    sales.push(...page.sales);
    cursor = page.next;
  }
  return sales;
}

/** Sales that are held; each has several messages, one for each event about it. */
async function heldIn({ hub }: World): Promise<number> {
  const { rows } = await hub.database.pool.query<{ count: number }>("select count(distinct match_value)::int as count from inbox where status = 'held'");
  return must(rows[0], 'count').count;
}

async function documentsIn(world: World): Promise<number> {
  const books = await Promise.all((await ordersOf(world)).map(({ code }) => world.erp.ordersOf(code)));
  return books.flat().length;
}

async function namesOf({ query }: SalesforceHouse): Promise<Parameters<typeof loadNames>[1]> {
  const [accounts, products] = [
    await query(`SELECT Id FROM Account WHERE AccountNumber = '${account}'`),
    await query(`SELECT Id FROM Product2 WHERE ProductCode = '${product}'`),
  ];
  return [
    { kind: 'customer', from: String(must(accounts[0], account)['Id']), to: account },
    { kind: 'item', from: String(must(products[0], product)['Id']), to: product },
    { kind: 'ship-to', from: shipTo, to: `${account}-1` },
  ];
}
