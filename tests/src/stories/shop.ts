import { setTimeout as sleep } from 'node:timers/promises';
import { columnsOf } from './customer.ts';
import type { ShopOrder } from './shop-house.ts';
import type { Story } from './story.ts';
import { must, mustBe, StoryBroken, type Tell } from './telling.ts';
import { verifyAll } from './verify.ts';
import type { World } from './world.ts';

const arriveMsMax = 30_000;
const lookEveryMs = 150;

/** A guest of the shop buys, and sees the parcels; another thinks better of it. */
export const shop: Story = {
  name: 'shop',
  about:
    'A guest buys in a Shopify shop: the order comes by webhook, leaves in two parcels, and the guest sees both tracking numbers; another order is cancelled in the shop.',
  erps: ['simulated'], // Tryton holds an address that it does not know
  wishes: { shop: true },
  play: async (world, tell) => {
    const bought = await buy(world, tell);
    const changedMind = await changeMind(world, tell);
    const documents = (await Promise.all([bought, changedMind].map((code) => world.erp.ordersOf(code)))).flat();
    const problems = await verifyAll(world);
    for (const problem of problems) tell.say(`WRONG: ${problem}`);
    return `shop orders 2, ERP documents ${documents.length} (${documents.filter(({ isCancelled }) => !isCancelled).length} live), tracking told 2, verify ${problems.length}`;
  },
};

async function arrived({ customer }: World, order: ShopOrder): Promise<string> {
  for (const end = Date.now() + arriveMsMax; ; await sleep(lookEveryMs)) {
    const [id] = await customer.find(order.id);
    if (id !== undefined) return id;
    if (Date.now() > end) throw new StoryBroken(`Shop order ${order.name} has not come within ${arriveMsMax} ms.`);
  }
}

async function buy(world: World, tell: Tell): Promise<string> {
  const { customer, erp, warehouse } = world;
  const house = must(world.shop, 'shop');
  tell.scene('A guest buys');
  const order = await house.buy([
    { sku: 'HS-1001', quantity: 2, price: '12.50', location: 'EDC' },
    { sku: 'HS-1003', quantity: 1, price: '29.90', location: 'EDC' },
  ]);
  const id = await arrived(world, order);
  const { code } = await customer.until(id, 'released', (view) => warehouse.ordersOf(view.code).length === 1);
  tell.say(`${order.name} is paid in the shop; ${(await erp.ordersOf(code)).map(({ number }) => number).join()} in the ERP.`);
  await warehouse.work(code, 'EDC', 'allocate');
  await warehouse.work(code, 'EDC', 'pick');
  await warehouse.work(code, 'EDC', 'pack');
  const keys = warehouse.ordersOf(code).flatMap(({ lines }) => lines.map(({ key, quantity }) => ({ key, quantity })));
  for (const [n, line] of keys.entries()) await warehouse.work(code, 'EDC', 'ship', { lines: [line], tracking: `1Z-${n + 1}`, carrier: 'UPS' });
  const shipped = await customer.until(id, 'invoiced, and the shop is told', (view) => {
    const isInvoiced =
      Object.values(columnsOf(view, ['shipped', 'invoiced']))
        .sort()
        .join() === '1 1,2 2';
    return isInvoiced && house.trackingOf(order).length === 2;
  });
  mustBe('what the guest sees', house.trackingOf(order), ['1Z-1', '1Z-2']);
  tell.say(`The guest sees ${house.trackingOf(order).join(' and ')}; the order is ${shipped.status}.`);
  await warehouse.work(code, 'EDC', 'deliver');
  await erp.payAll(code);
  await customer.until(id, 'closed', ({ status }) => status === 'completed');
  return code;
}

async function changeMind(world: World, tell: Tell): Promise<string> {
  const { customer, erp, warehouse } = world;
  const house = must(world.shop, 'shop');
  tell.scene('Another thinks better of it');
  const order = await house.buy([{ sku: 'HS-1006', quantity: 3, price: '14.10', location: 'EDC' }]);
  const id = await arrived(world, order);
  const { code } = await customer.until(id, 'released', (view) => warehouse.ordersOf(view.code).length === 1);
  await house.cancel(order);
  await customer.until(id, 'cancelled', ({ status }) => status === 'cancelled');
  mustBe('live documents', (await erp.ordersOf(code)).filter(({ isCancelled }) => !isCancelled).length, 0);
  mustBe('orders in the warehouse', warehouse.ordersOf(code).length, 0);
  tell.say(`${order.name} is cancelled in the shop, and so in the ERP and in the warehouse.`);
  return code;
}
