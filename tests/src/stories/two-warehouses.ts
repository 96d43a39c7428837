import { columnsOf } from './customer.ts';
import { erpNames } from './erp-house.ts';
import { order } from './orders.ts';
import type { Story } from './story.ts';
import { must, mustBe, mustHold, type Tell } from './telling.ts';
import { until } from './until.ts';
import { verifyAll } from './verify.ts';
import type { World } from './world.ts';

const purchaseOrder = 'PO-7781';
const [pump, heater, wrench] = ['1/1', '2/1', '3/1'] as const;

/** From a purchase order to the paid invoices: two warehouses, two ERP documents, three shipments. */
export const twoWarehouses: Story = {
  name: 'two-warehouses',
  about: 'One purchase order for two warehouses becomes two ERP documents, one line is partly backordered, everything is shipped, invoiced, paid and closed.',
  erps: erpNames,
  wishes: {},
  play: async (world, tell) => {
    const { customer, erp } = world;
    tell.scene('The order');
    const { id } = await customer.submit(order('C-EAST', purchaseOrder, ['1 HS-1001 10 11.25 EDC', '2 HS-1009 8 584.10 EDC', '3 HS-1003 4 26.91 WDC']));
    tell.say(`Eastside Builders send ${purchaseOrder}: 10 valves and 8 water heaters from the East DC, 4 wrenches from the West DC.`);
    const code = await accepted(world, tell, id);
    await firstShipments(world, tell, { id, code });
    await backorder(world, tell, { id, code });
    await money(world, tell, { id, code });

    const booked = await erp.ordersOf(code);
    const isAllShipped = booked.every((document) => document.lines.every((line) => line.shipped === line.quantity && line.invoiced === line.quantity));
    mustHold('what the ERP shipped and invoiced is what was ordered', isAllShipped);
    const problems = await verifyAll(world);
    for (const problem of problems) tell.say(`WRONG: ${problem}`);
    return `ERP documents ${booked.length}, shipped = ordered, verify ${problems.length}`;
  },
};

type Told = { readonly id: string; readonly code: string };

async function accepted({ customer, erp, warehouse }: World, tell: Tell, id: string): Promise<string> {
  const view = await customer.until(
    id,
    'accepted by the ERP and released to both warehouses',
    ({ code, status }) => status !== 'received' && warehouse.ordersOf(code).length === 2,
  );
  const documents = await erp.ordersOf(view.code);
  mustBe('documents in the ERP', documents.length, 2);
  tell.say(`${erp.declaration.name} asked, nothing against it; it has ${documents.map(({ number }) => number).join(' and ')} now, one for each warehouse.`);
  const lines = documents.map((document) => document.lines.map(({ lineKey, item, quantity }) => `${lineKey} ${item} ${quantity}`));
  mustBe('what stands in them', lines.map((one) => one.sort()).sort(), [['1/1 HS-1001 10', '2/1 HS-1009 8'], ['3/1 HS-1003 4']]);
  mustBe('ordered, allocated, shipped', columnsOf(view, ['ordered', 'allocated', 'shipped']), { [pump]: '10 0 0', [heater]: '8 0 0', [wrench]: '4 0 0' });
  const released = async () => (await customer.eventTypes(id)).filter((type) => type === 'order.released').length;
  await until('both releases told', async () => (await released()) >= 2 || undefined); // the warehouse has an order a moment before the hub knows
  mustBe('releases', await released(), 2);
  return view.code;
}

async function firstShipments({ customer, warehouse, erp }: World, tell: Tell, { id, code }: Told): Promise<void> {
  tell.scene('The warehouses');
  await warehouse.work(code, 'EDC', 'allocate');
  await warehouse.work(code, 'WDC', 'allocate');
  await customer.reaches(id, ['allocated', 'backordered'], { [pump]: '10 0', [heater]: '5 3', [wrench]: '4 0' });
  tell.say('Allocated, but only 5 of the 8 heaters are there: 3 are backordered.');
  for (const [stage, done] of [['pick', 'picked'] as const, ['pack', 'packed'] as const]) {
    await warehouse.work(code, 'EDC', stage);
    await warehouse.work(code, 'WDC', stage);
    await customer.reaches(id, [done, 'backordered'], { [pump]: '10 0', [heater]: '5 3', [wrench]: '4 0' });
  }
  await warehouse.work(code, 'EDC', 'ship', { tracking: '1Z-EAST-1', carrier: 'UPS' });
  await warehouse.work(code, 'WDC', 'ship', { tracking: '1Z-WEST-1', carrier: 'UPS' });
  const shipped = await customer.reaches(id, ['shipped', 'invoiced', 'backordered'], { [pump]: '10 10 0', [heater]: '5 5 3', [wrench]: '4 4 0' });
  mustBe('status', shipped.status, 'backordered');
  const posted = (await erp.ordersOf(code)).flatMap(({ lines }) => lines.map(({ lineKey, shipped: gone }) => `${lineKey} ${gone}`)).sort();
  mustBe('goods issued in the ERP', posted, [`${pump} 10`, `${heater} 5`, `${wrench} 4`]);
  tell.say(`Two parcels are on their way, 1Z-EAST-1 and 1Z-WEST-1; the ERP has their goods issues and ${(await erp.invoicesOf(code)).length} invoices.`);
}

async function backorder({ customer, warehouse, erp }: World, tell: Tell, { id, code }: Told): Promise<void> {
  tell.scene('The backorder');
  await erp.countStock('HS-1009', 10);
  await warehouse.receive('EDC', 'HS-1009', '10');
  await customer.reaches(id, ['allocated', 'backordered'], { [pump]: '10 0', [heater]: '8 0', [wrench]: '4 0' });
  await warehouse.work(code, 'EDC', 'pick');
  await warehouse.work(code, 'EDC', 'pack');
  await warehouse.work(code, 'EDC', 'ship', { tracking: '1Z-EAST-2', carrier: 'UPS' });
  const gone = await customer.reaches(id, ['shipped', 'invoiced'], { [pump]: '10 10', [heater]: '8 8', [wrench]: '4 4' });
  mustBe('status', gone.status, 'shipped');
  tell.say('10 heaters came in; the missing 3 left in a parcel of their own, 1Z-EAST-2.');
}

async function money({ customer, warehouse, erp }: World, tell: Tell, { id, code }: Told): Promise<void> {
  tell.scene('Delivered and paid');
  await warehouse.work(code, 'EDC', 'deliver');
  await warehouse.work(code, 'WDC', 'deliver');
  const delivered = await customer.reaches(id, ['delivered'], { [pump]: '10', [heater]: '8', [wrench]: '4' });
  mustBe('status', delivered.status, 'delivered');
  tell.say(`Everything is delivered. ${delivered.next.what} (${delivered.next.who})`);
  const invoices = await erp.payAll(code);
  mustBe('invoices', invoices.length, 3);
  const closed = await customer.until(id, 'paid and closed', ({ status }) => status === 'completed');
  tell.say(`Finance books the payment of ${invoices.join(', ')}: the order is ${closed.status}.`);
  mustHold('the timeline tells the payment', (await customer.eventTypes(id)).includes('order.paid'));
  const numbers = (await erp.ordersOf(code)).map(({ number }) => number);
  for (const name of [purchaseOrder, ...numbers, '1Z-EAST-1', '1Z-EAST-2', '1Z-WEST-1', ...invoices])
    mustBe(`found by ${name}`, await customer.find(name), [id]);
  tell.say(`Found by each of its names: ${[purchaseOrder, must(numbers[0], 'number'), '1Z-EAST-2', must(invoices[0], 'invoice')].join(', ')} …`);
  mustBe(
    'open exceptions',
    (await customer.exceptions({ order: id })).map(({ summary }) => summary),
    [],
  );
}
