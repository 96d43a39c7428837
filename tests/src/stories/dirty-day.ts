import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderRequest, OrderView } from '@crossdock/client';
import { erpNames } from './erp-house.ts';
import { malformedOrders } from './malformed-orders.ts';
import { order } from './orders.ts';
import type { SimulatedHouse } from './simulated-house.ts';
import type { Story } from './story.ts';
import { must, mustBe, mustHold, type Tell } from './telling.ts';
import { verifyAll } from './verify.ts';
import type { World } from './world.ts';

const cleanOrders = { simulated: 6, tryton: 2 } as const;
const copies = 5;
const payEveryMs = 400;
const dayMsMax = 90_000;

/** Everything that goes wrong, on one day. */
export const dirtyDay: Story = {
  name: 'dirty-day',
  about:
    'Duplicates, lost answers, repeated and missing messages, holds of every kind, silent differences, nonsense at the door: in the end every order is closed or waits for one person.',
  erps: erpNames,
  wishes: { stageMs: 150, policy: { holdRecheckMinutes: 240 } },
  play: async (world, tell) => {
    const { erp, warehouse } = world;
    await warehouse.stand.setFaults({ webhook: { duplicate: 0.3, reorder: 0.3, lateMs: [20, 500], drop: 0.2 } });
    await refuseNonsense(world, tell);
    const different = await differ(world, tell);
    await breakErp(world, tell);
    const clean = await submitTogether(world, tell);
    const held = await holds(world, tell);
    const waiting = await world.customer.submit(order('C-DELTA', 'PO-waiting', ['1 HS-1005 1 189.00']));
    tell.scene('The end of the day');
    await payUntilClosed(world, [different, ...clean, ...held]);
    const views = await Promise.all([different, ...clean, ...held, waiting.id].map((id) => world.customer.order(id)));
    return lastLine(world, tell, { views, isCalm: ({ id }) => id === waiting.id, fired: { erp: erp.answersLost(), ...firedOf(erp) } });
  },
};

const firedOf = (erp: World['erp']): Readonly<Record<string, number>> => ('stand' in erp ? (erp as SimulatedHouse).stand.fired() : {});

async function refuseNonsense({ customer, hub }: World, tell: Tell): Promise<void> {
  tell.scene('Nonsense at the door');
  for (const { what, body, field } of malformedOrders) {
    const refused = await customer.submitRefused(body);
    mustBe(`${what}: 4xx, and the field`, [refused.status >= 400 && refused.status < 500, refused.field], [true, field]);
  }
  const { rows } = await hub.database.pool.query<{ n: number }>('select count(*)::int as n from subjects');
  mustBe('orders made of nonsense', rows[0]?.n, 0);
  tell.say(`${malformedOrders.length} malformed orders are refused, each naming its field; none became an order.`);
}

/** The ERP holds something else than was written: by a silent drop where it can, by a person's hand otherwise. */
async function differ(world: World, tell: Tell): Promise<string> {
  const { customer, erp, warehouse } = world;
  tell.scene('The ERP has something else than we wrote');
  const body = order('C-EAST', 'PO-different', ['1 HS-1001 4 11.25', '2 HS-1006 3 12.69']);
  await customer.setPaused('wms', true, 'stock count');
  if ('stand' in erp) await (erp as SimulatedHouse).stand.setFaults({ silentFieldDrop: { p: 1, field: 'lines[last]' }, only: ['POST /sales-orders'] });
  const { id } = await customer.submit(body);
  if (!('stand' in erp)) {
    const { code } = await customer.until(id, 'accepted', ({ status }) => status === 'accepted');
    await erp.changeQuantity(must((await erp.ordersOf(code))[0], 'document'), '2/1', '5');
  }
  const exception = await customer.exceptionOf(id, 'difference');
  mustHold(`"${exception.summary}" says what is there`, /(line|quantity) (nothing|\d+), we wrote 3/.test(exception.summary));
  tell.say(`${exception.summary} Owner: ${exception.owner}.`);
  await customer.remedy(exception, 'accept-difference', { reason: 'agreed on the telephone' });
  if ('stand' in erp) await (erp as SimulatedHouse).stand.clearFaults();
  await customer.setPaused('wms', false, 'counted');
  const view = await customer.until(
    id,
    'the difference is accepted',
    ({ lines }) => lines[1]?.schedules[0]?.quantities.ordered !== '3' || lines[1]?.schedules[0]?.quantities.cancelled === '3',
  );
  await customer.until(id, 'released', () => warehouse.ordersOf(view.code).length === 1);
  tell.say('Accepted: the order has what the ERP has.');
  return id;
}

async function breakErp({ erp }: World, tell: Tell): Promise<void> {
  tell.scene('From now on three calls in ten to the ERP go wrong');
  if ('stand' in erp)
    await (erp as SimulatedHouse).stand.setFaults({ dropAfterCommit: 0.1, errorAfterCommit: 0.1, throttle: { p: 0.1, retryAfter: 's' }, seed: 7 });
  else await erp.loseAnswers(cleanOrders.tryton);
}

async function submitTogether({ customer }: World, tell: Tell): Promise<readonly string[]> {
  tell.scene('The same order several times at once');
  const body = order('C-EAST', 'PO-parallel', ['1 HS-1001 2 11.25']);
  const answers = await Promise.all(Array.from({ length: copies }, () => customer.submit(body, 'key-parallel')));
  mustBe('orders made of equal submissions', new Set(answers.map(({ id }) => id)).size, 1);
  mustBe('different acceptances', new Set(answers.map(({ text }) => text)).size, 1);
  mustBe('of which replays', answers.filter(({ isReplay }) => isReplay).length, copies - 1);
  const again = await customer.submit(body);
  const exception = await customer.exceptionOf(again.id, 'duplicate');
  await customer.remedy(exception, 'accept-difference', { reason: 'they do want it twice' });
  tell.say(`Five at once are one order. The same PO under another key: ${exception.summary} Accepted.`);
  return [must(answers[0], 'answer').id, again.id];
}

async function holds(world: World, tell: Tell): Promise<readonly string[]> {
  const { customer, erp } = world;
  tell.scene('Holds of every kind');
  await erp.setActive('C-BRIGHT', false);
  await erp.setPlaceOpen(false);
  const place = async (body: OrderRequest, wanted: string) => {
    const { id } = await customer.submit(body);
    const exception = await customer.exceptionOf(id, wanted);
    tell.say(`${wanted}: ${exception.summary} Owner: ${exception.owner}.`);
    return { id, exception };
  };
  const credit = await place(order('C-CEDAR', 'PO-credit', ['1 HS-1005 9 189.00']), 'credit');
  const price = await place(order('C-ACME', 'PO-price', ['1 HS-1001 20 9.10']), 'price');
  const item = await place(order('C-EAST', 'PO-item', ['1 HS-1008 3 20.16', '2 HS-9999 2 12.69']), 'item');
  const inactive = await place(order('C-BRIGHT', 'PO-customer', ['1 HS-1006 2 12.69']), 'customer');
  const closed = await place(order('C-ACME', 'PO-place', ['1 HS-1002 6 13.74'], { shipTo: erp.shipTos[1] }), 'ship-to');
  const clean = await Promise.all(
    Array.from({ length: cleanOrders[erp.name] }, (_, n) => customer.submit(order('C-EAST', `PO-clean-${n}`, ['1 HS-1001 3 11.25']))),
  );

  await erp.setCreditLimit('C-CEDAR', '5000');
  await erp.setActive('C-BRIGHT', true);
  await erp.setPlaceOpen(true);
  await customer.remedy(price.exception, 'clear-hold', { reason: 'agreed with the buyer' });
  await customer.remedy(item.exception, 'fix-value', { reason: 'a typing error', field: 'item', line: '2', value: 'HS-1006' });
  const ids = [credit, price, item, inactive, closed].map(({ id }) => id);
  for (const id of ids) await customer.until(id, 'its hold is gone', ({ holds: open }) => open.length === 0);
  for (const { id } of [credit, inactive, closed]) {
    const types = await customer.eventTypes(id);
    mustBe(
      'received and cleared',
      [types.filter((type) => type === 'order.received').length, types.filter((type) => type === 'order.hold-cleared').length],
      [1, 1],
    );
  }
  tell.say('Two cleared by a person, three by what changed in the ERP; only the step that waited went on.');
  return [...ids, ...clean.map(({ id }) => id)];
}

/** Finance pays whatever is invoiced, for as long as an order is open. */
async function payUntilClosed({ customer, erp }: World, ids: readonly string[]): Promise<void> {
  const open = new Set(ids);
  for (const end = Date.now() + dayMsMax; open.size > 0 && Date.now() < end; await sleep(payEveryMs)) {
    for (const id of [...open]) {
      const { code, status, next } = await customer.order(id);
      if (status === 'completed') open.delete(id);
      else if (next.what === 'Pay the invoice.') await erp.payAll(code);
    }
  }
  for (const id of open) await customer.until(id, 'closed', ({ status }) => status === 'completed');
}

type Ended = { readonly views: readonly OrderView[]; readonly isCalm: (view: OrderView) => boolean; readonly fired: Readonly<Record<string, number>> };

async function lastLine(world: World, tell: Tell, { views, isCalm, fired }: Ended): Promise<string> {
  const { customer, erp, warehouse } = world;
  const closed = views.filter(({ status }) => status === 'completed');
  const waiting = views.filter(({ status }) => status !== 'completed');
  mustHold('only the one order waits', waiting.every(isCalm));
  for (const { next, purchaseOrder = '' } of waiting) {
    mustHold(`${purchaseOrder} says who must do what, by when`, next.on === 'person' && next.who !== '' && next.by !== null);
    tell.say(`${purchaseOrder} waits: ${next.what} (${next.who}, by ${next.by ?? ''})`);
  }
  tell.say(`What went wrong on the way: ${JSON.stringify(fired)}; warehouse messages: ${JSON.stringify(warehouse.stand.fired())}`);
  const documents = (await Promise.all(views.map(({ code }) => erp.ordersOf(code)))).flat();
  const references = documents.filter(({ isCancelled }) => !isCancelled).map(({ reference }) => reference);
  const problems = await verifyAll(world);
  for (const problem of problems) tell.say(`WRONG: ${problem}`);
  const stray = (await customer.exceptions()).filter(({ order: of }) => !waiting.some(({ id }) => id === of));
  mustBe(
    'exceptions of other orders',
    stray.map(({ summary }) => summary),
    [],
  );
  const doubled = references.length - new Set(references).size;
  return `orders ${views.length}, closed ${closed.length}, waiting for one person ${waiting.length}, ERP documents ${documents.length}, doubled ${doubled}, verify ${problems.length}`;
}
