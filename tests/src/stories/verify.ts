import { compare, isZero, subtract } from '@crossdock/canonical';
import { readOrders, verify } from '../../../hub/src/insight/index.ts';
import { ledgerOf, type Order, schedulesOf } from '../../../hub/src/orders/index.ts';
import type { BookedOrder, ErpHouse } from './erp-house.ts';
import type { World } from './world.ts';

/** What is wrong at the end of a story, a line each: in the hub's own books, and between them and the ERP's. */
export async function verifyAll(world: World): Promise<readonly string[]> {
  const orders = await ordersOf(world);
  const problems: string[] = [];
  for await (const { invariant, subject, detail } of verify(world.hub.database, { orders: 0, events: 0, effects: 0 }))
    problems.push(`${invariant} ${subject ?? ''}: ${detail}`);
  for (const order of orders) problems.push(...(await compareBooks(order, world)));
  return problems;
}

/** Every order that the hub has. */
export async function ordersOf({ hub }: World): Promise<readonly Order[]> {
  const { rows } = await hub.database.pool.query<{ id: string }>("select id from subjects where kind = 'order' order by id");
  return (
    await readOrders(
      rows.map(({ id }) => id),
      hub.database.pool,
    )
  ).map(({ order }) => order);
}

/** Line by line: what is wanted of the order is what live documents hold, what is shipped and invoiced is what they show. */
async function compareBooks(order: Order, { erp, west }: World): Promise<readonly string[]> {
  const name = order.purchaseOrder ?? order.id;
  const houses: readonly ErpHouse[] = west ? [erp, west] : [erp];
  const live: { readonly house: ErpHouse; readonly booked: BookedOrder }[] = [];
  for (const house of houses) for (const booked of await house.ordersOf(order.code)) if (!booked.isCancelled) live.push({ house, booked });
  const own = order.slots.filter((slot) => slot.erp && !slot.erp.isCancelled);
  const problems = live.length === own.length ? [] : [`${name}: ${live.length} live documents in the ERPs, ${own.length} in the hub`];
  const ledger = new Map(ledgerOf(order).map((entry) => [entry.lineKey, entry]));
  for (const { schedule, lineKey } of schedulesOf(order)) {
    const lines = live.flatMap(({ booked }) => booked.lines.filter((line) => line.lineKey === lineKey));
    const entry = ledger.get(lineKey);
    const wanted = subtract(schedule.ordered, schedule.cancelled);
    const isThere = schedule.slot !== undefined && own.some((slot) => slot.name === schedule.slot);
    const told: readonly (readonly [string, string, string])[] = [
      ['quantity', isThere ? wanted : '0', lines[0]?.quantity ?? '0'],
      ['shipped', entry?.shipped ?? '0', lines[0]?.shipped ?? '0'],
      ['invoiced', entry?.invoiced ?? '0', lines[0]?.invoiced ?? '0'],
    ];
    if (lines.length > 1) problems.push(`${name}: line ${lineKey} stands in ${lines.length} live documents`);
    for (const [what, ours, theirs] of told)
      if (compare(ours, theirs) !== 0) problems.push(`${name}: line ${lineKey} ${what} ${ours} in the hub, ${theirs} in the ERP`);
  }
  const known = new Set(schedulesOf(order).map(({ lineKey }) => lineKey));
  for (const line of live.flatMap(({ booked }) => booked.lines))
    if (!known.has(line.lineKey) && !isZero(line.quantity)) problems.push(`${name}: the ERP has line ${line.lineKey}, the hub does not`);
  return problems;
}
