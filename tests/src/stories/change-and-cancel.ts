import type { OrderView } from '@crossdock/client';
import type { ChangeAnswer, Wish } from './customer.ts';
import { type BookedOrder, erpNames } from './erp-house.ts';
import { line, order } from './orders.ts';
import type { Story } from './story.ts';
import { must, mustBe, mustHold, type Tell } from './telling.ts';
import { verifyAll } from './verify.ts';
import type { World } from './world.ts';

const [valve, gauge, wrench, bigValve] = ['1/1', '2/1', '3/1', '4/1'] as const;

/** Everybody changes their mind: the customer before and after the picking, a person in the ERP twice. */
export const changeAndCancel: Story = {
  name: 'change-and-cancel',
  about: 'Quantities, dates, ship-to and lines change before and after picking, a person changes and cancels in the ERP, and the rest is cancelled.',
  erps: erpNames,
  wishes: {},
  play: async (world, tell) => {
    const { customer, erp } = world;
    const told = await begin(world, tell);
    await changeEarly(world, tell, told);
    await changeLate(world, tell, told);
    await changeInErp(world, tell, told);
    await cancelInErp(world, tell, told);
    await cancelTheRest(world, tell, told);
    await cancelWhole(world, tell);

    const booked = await erp.ordersOf(told.code);
    const live = booked.filter(({ isCancelled }) => !isCancelled);
    mustBe('live lines in the ERP', live.flatMap(linesOf), [`${valve} 7`]);
    mustBe(
      'open exceptions',
      (await customer.exceptions()).map(({ summary }) => summary),
      [],
    );
    const problems = await verifyAll(world);
    for (const problem of problems) tell.say(`WRONG: ${problem}`);
    return `ERP documents ${booked.length} (${live.length} live), quantities = the ERP's book, verify ${problems.length}`;
  },
};

type Told = { readonly id: string; readonly code: string };

const linesOf = ({ lines }: BookedOrder) => lines.filter(({ quantity }) => quantity !== '0').map(({ lineKey, quantity }) => `${lineKey} ${quantity}`);
const decisions = ({ items }: ChangeAnswer) => items.map(({ line: of, wish, decision }) => [of, wish, decision].filter(Boolean).join(' '));
const quantity = (of: string, value: string): Wish => ({ kind: 'quantity', line: of, quantity: { value, unit: 'EA' } });
const isCalm = (view: OrderView) =>
  view.changes.every(({ items }) => items.length > 0) && view.lines.every((one) => one.schedules.every((s) => !s.pendingChange));

async function begin({ customer, erp, warehouse }: World, tell: Tell): Promise<Told> {
  tell.scene('The order');
  const [home] = erp.shipTos;
  const { id } = await customer.submit(order('C-ACME', 'PO-8801', ['1 HS-1001 10 10.25', '2 HS-1006 6 11.56', '3 HS-1003 4 24.52'], { shipTo: home }));
  const { code } = await customer.until(id, 'released', (view) => warehouse.ordersOf(view.code).length === 1);
  tell.say('ACME orders 10 valves, 6 gauges, 4 wrenches; the ERP and the East DC have it.');
  return { id, code };
}

async function changeEarly({ customer, erp, warehouse }: World, tell: Tell, { id, code }: Told): Promise<void> {
  tell.scene('Before anything is picked');
  const less = await customer.change(id, [quantity('1', '7'), quantity('2', '8')], 'counted again');
  mustBe('decisions', decisions(less), ['1 quantity pending', '2 quantity pending']);
  await customer.reaches(id, ['ordered', 'cancelled'], { [valve]: '10 3', [gauge]: '8 0', [wrench]: '4 0' });
  tell.say('7 valves instead of 10, 8 gauges instead of 6: asked of the warehouse, then of the ERP, and done.');
  const [, elsewhere] = erp.shipTos;
  const moved = await customer.change(
    id,
    [
      { kind: 'date', line: '1', requestedDate: laterDate() },
      { kind: 'ship-to', shipTo: elsewhere },
    ],
    'another site',
  );
  mustBe('decisions', decisions(moved), ['1 date pending', 'ship-to pending']);
  await customer.until(id, 'the new date and ship-to', (view) => isCalm(view) && JSON.stringify(view.shipTo) === JSON.stringify(elsewhere));
  tell.say(`Line 1 on ${laterDate()}, and everything to the other site: done.`);
  const swapped = await customer.change(
    id,
    [
      { kind: 'cancel-line', line: '3' },
      { kind: 'add-line', add: line('4 HS-1002 5 13.74') },
    ],
    'other parts',
  );
  mustBe('decisions', decisions(swapped), ['3 cancel pending', '4 add-line done']);
  await customer.reaches(id, ['ordered', 'cancelled'], { [valve]: '10 3', [gauge]: '8 0', [wrench]: '4 4', [bigValve]: '5 0' });
  await customer.until(id, 'the new line is released', () => warehouse.ordersOf(code).length === 2);
  const booked = (await erp.ordersOf(code)).map(linesOf);
  mustBe('what the ERP has', booked, [[`${valve} 7`, `${gauge} 8`], [`${bigValve} 5`]]);
  tell.say('No wrenches, but 5 bigger valves: the line is gone from the first document, the new one has a document of its own.');
}

async function changeLate({ customer, warehouse, erp }: World, tell: Tell, { id, code }: Told): Promise<void> {
  tell.scene('After the valves are picked');
  await warehouse.work(code, valve, 'allocate');
  await warehouse.work(code, valve, 'pick', { lines: [{ key: valve, quantity: '7' }] });
  await customer.reaches(id, ['picked'], { [valve]: '7', [gauge]: '0', [wrench]: '0', [bigValve]: '0' });
  const [home] = erp.shipTos;
  const late = await customer.change(id, [quantity('1', '5'), quantity('2', '5'), { kind: 'ship-to', shipTo: home }], 'too much after all');
  mustBe('decisions', decisions(late), ['1 quantity declined', '2 quantity pending', 'ship-to declined']);
  tell.say(
    `Line by line: ${late.items.map((item) => `${item.line ?? item.wish} ${item.decision}${item.reason === undefined ? '' : ` (${item.reason})`}`).join('; ')}`,
  );
  await customer.reaches(id, ['ordered', 'cancelled'], { [valve]: '10 3', [gauge]: '8 3', [wrench]: '4 4', [bigValve]: '5 0' });
  const more = await customer.change(id, [quantity('1', '9')], 'more valves');
  mustBe('decisions', decisions(more), ['1 quantity declined']);
}

async function changeInErp({ customer, warehouse, erp }: World, tell: Tell, { id, code }: Told): Promise<void> {
  tell.scene('A person in the ERP lowers a quantity');
  const document = must((await erp.ordersOf(code))[1], 'second document');
  await erp.changeQuantity(document, bigValve, '3');
  await customer.reaches(id, ['ordered', 'cancelled'], { [valve]: '10 3', [gauge]: '8 3', [wrench]: '4 4', [bigValve]: '5 2' });
  const inWarehouse = () => warehouse.ordersOf(code).flatMap(({ lines }) => lines.filter(({ key }) => key === bigValve).map((one) => one.quantity));
  await customer.until(id, 'the warehouse has it too', () => inWarehouse().join() === '3');
  mustHold('the timeline tells it', (await customer.eventTypes(id)).includes('order.difference-settled'));
  tell.say(`${document.number} has 3 instead of 5 bigger valves: taken over as a fact, and told to the warehouse.`);
}

async function cancelInErp({ customer, warehouse, erp }: World, tell: Tell, { id, code }: Told): Promise<void> {
  tell.scene('A person in the ERP cancels a document');
  const document = must((await erp.ordersOf(code))[1], 'second document');
  await erp.cancelOrder(document);
  const exception = await customer.exceptionOf(id, 'difference');
  tell.say(`Customer service is called: ${exception.summary}`);
  const { next } = await customer.order(id);
  mustBe('who must act', [next.on, next.who], ['person', 'customer-service']);
  await customer.remedy(exception, 'restore', { reason: 'cancelled by mistake' });
  await customer.until(
    id,
    'a new document',
    ({ documents }) => documents.filter(({ type, state }) => type === 'sales-order' && state !== 'cancelled').length === 2,
  );
  await customer.until(id, 'nothing is open', ({ next: then }) => then.on === 'outside');
  const booked = await erp.ordersOf(code);
  mustBe('live documents', booked.filter(({ isCancelled }) => !isCancelled).map(linesOf), [[`${valve} 7`, `${gauge} 5`], [`${bigValve} 3`]]);
  mustBe('orders in the warehouse', warehouse.ordersOf(code).length, 2);
  tell.say(`Restored: ${must(booked.at(-1), 'document').number} is the next generation, ${document.number} stays cancelled, the warehouse has the goods once.`);
}

async function cancelTheRest({ customer, warehouse, erp }: World, tell: Tell, { id, code }: Told): Promise<void> {
  tell.scene('The rest is cancelled');
  const answer = await customer.cancel(id, 'project stopped');
  mustBe('decisions', decisions(answer), ['1 cancel declined', '2 cancel pending', '4 cancel pending']);
  await customer.reaches(id, ['ordered', 'cancelled'], { [valve]: '10 3', [gauge]: '8 8', [wrench]: '4 4', [bigValve]: '5 5' });
  tell.say('The picked valves stay, all else is cancelled.');
  await warehouse.work(code, valve, 'pack');
  await warehouse.work(code, valve, 'ship', { tracking: '1Z-8801', carrier: 'UPS' });
  await warehouse.work(code, valve, 'deliver');
  const shipped = await customer.until(id, 'delivered and invoiced', (view) => view.status === 'delivered' && view.next.what === 'Pay the invoice.');
  mustBe('next', shipped.next.who, 'customer C-ACME');
  await erp.payAll(code);
  await customer.until(id, 'closed', ({ status }) => status === 'completed');
  tell.say('7 valves are delivered, paid, and the order is closed.');
}

async function cancelWhole({ customer, warehouse, erp }: World, tell: Tell): Promise<void> {
  const { id } = await customer.submit(order('C-ACME', 'PO-8802', ['1 HS-1001 2 10.25', '2 HS-1006 3 11.56 WDC']));
  const { code } = await customer.until(id, 'released', (view) => warehouse.ordersOf(view.code).length === 2);
  mustBe('decisions', decisions(await customer.cancel(id, 'not wanted')), ['1 cancel pending', '2 cancel pending']);
  await customer.until(id, 'cancelled', ({ status }) => status === 'cancelled');
  mustBe('live documents', (await erp.ordersOf(code)).filter(({ isCancelled }) => !isCancelled).length, 0);
  mustBe('orders in the warehouse', warehouse.ordersOf(code).length, 0);
  tell.say('PO-8802 for two warehouses is cancelled as a whole, in both systems.');
}

/** Two weeks from today. */
function laterDate(): string {
  return new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10);
}
