import { isPositive, max, type ShipmentSnapshot } from '@crossdock/canonical';
import { keys } from './keys.ts';
import { fulfillerOf, type Order, routeOf, type Slot, schedulesOf } from './order.ts';

/** What still has to be told somewhere about one shipment of a slot. */
export type Post = { readonly op: 'goods-issue' | 'invoice' | 'fulfil'; readonly key: string; readonly system: string; readonly shipment: ShipmentSnapshot };

/** The pin by which a person has said that a post is not needed. */
export function skipPin(key: string): string {
  return `skip:${key}`;
}

/** Goods issue in the ERP, then the invoice there, and the channel told, for each shipment that left; what is done is not in it. */
export function postsOf(order: Order, slot: Slot): readonly Post[] {
  return shipmentsOf(order, slot).flatMap((shipment) => [...postsToErp(order, slot, shipment), ...postToChannel(order, slot, shipment)]);
}

function postsToErp(order: Order, slot: Slot, shipment: ShipmentSnapshot): readonly Post[] {
  const route = routeOf(order, slot);
  if (!slot.erp || route.fulfilment === undefined || !route.can.includes('goods-issue')) return [];
  const issue = keys.goodsIssue(slot, shipment.id);
  if (!isDone(order, issue)) return [{ op: 'goods-issue', key: issue, system: route.system, shipment }];
  const invoice = keys.invoice(slot, shipment.id);
  return route.can.includes('invoice') && !isDone(order, invoice) ? [{ op: 'invoice', key: invoice, system: route.system, shipment }] : [];
}

function postToChannel(order: Order, slot: Slot, shipment: ShipmentSnapshot): readonly Post[] {
  const { tell } = routeOf(order, slot);
  if (!tell || tell.takesShipments === false) return [];
  const key = keys.fulfil(tell.system, slot, shipment.id);
  return isDone(order, key) ? [] : [{ op: 'fulfil', key, system: tell.system, shipment }];
}

function isDone(order: Order, key: string): boolean {
  return order.results[key]?.status === 'confirmed' || order.pins.includes(skipPin(key));
}

/** What has left the warehouse for this slot. */
function shipmentsOf(order: Order, slot: Slot): readonly ShipmentSnapshot[] {
  const fulfiller = fulfillerOf(routeOf(order, slot));
  const mine = lineKeysOf(order, slot);
  return Object.values(order.documents)
    .flatMap((document) => (document.type === 'shipment' && document.system === fulfiller && hasLeft(document, mine) ? [document] : []))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

function hasLeft({ state, lines }: ShipmentSnapshot, mine: ReadonlySet<string>): boolean {
  return (state === 'shipped' || state === 'delivered') && lines.some((line) => mine.has(line.lineKey) && isPositive(shippedOf(line)));
}

/** How much of a shipment's line has left; what is delivered has left, whoever forgot to say so. */
export function shippedOf({ shipped, delivered }: ShipmentSnapshot['lines'][number]): string {
  return max(shipped ?? '0', delivered ?? '0');
}

/** The line keys of everything that the slot executes. */
export function lineKeysOf(order: Order, slot: Slot): ReadonlySet<string> {
  return new Set(schedulesOf(order).flatMap(({ schedule, lineKey }) => (schedule.slot === slot.name ? [lineKey] : [])));
}
