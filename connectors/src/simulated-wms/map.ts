import type { ShipmentSnapshot, ShipTo, WarehouseOrder } from '@crossdock/canonical';
import { type ComparedField, compareDocument, type HeldContent, type InboundMessage, type Unreadable } from '@crossdock/connector-kit';
import { type Message, type Order, readMessage, type Shipment } from './api.ts';

/** What this WMS keeps and shows of what it is sent, beside the reference; it knows no customer, date or price. */
export const comparedFields: readonly ComparedField[] = ['shipTo', 'warehouse', 'unit'];

/** The body of `POST /warehouses/{code}/orders`. */
export function toOrder(order: WarehouseOrder): object {
  return {
    reference: order.reference,
    order: order.orderNumber ?? order.reference,
    ...(order.shipTo === undefined ? {} : { shipTo: toShipTo(order.shipTo) }),
    lines: order.lines.map(toLine),
  };
}

function toLine({ lineKey, item, quantity, unit }: WarehouseOrder['lines'][number]) {
  return { key: lineKey, item, quantity, unit };
}

/** A code alone goes as a code; whatever has an address goes as it is, because labels are printed from it. */
function toShipTo(shipTo: ShipTo): string | object {
  const { id, ...address } = shipTo;
  return id !== undefined && Object.keys(address).length === 0 ? id : shipTo;
}

/** The body of `PUT /orders/{id}` that turns what they hold into the order; a line that we no longer name is wanted no more. */
export function toChange(order: WarehouseOrder, held: Order): object {
  const heldKeys = new Set(held.lines.map(({ key }) => key));
  const wantedKeys = new Set(order.lines.map(({ lineKey }) => lineKey));
  const lines = order.lines.map((line) => (heldKeys.has(line.lineKey) ? { key: line.lineKey, quantity: line.quantity } : toLine(line)));
  const unwanted = held.lines.filter(({ key }) => !wantedKeys.has(key)).map(({ key }) => ({ key, quantity: '0' }));
  // A ship-to that stays is not named, because they refuse one as soon as something has left.
  const isMoved = compareDocument(order, contentOf(held), ['shipTo']).some(({ field }) => field === 'shipTo');
  return { ...(isMoved && order.shipTo !== undefined ? { shipTo: toShipTo(order.shipTo) } : {}), lines: [...lines, ...unwanted] };
}

/** An order as it is compared with what was sent. */
export function contentOf(held: Order): HeldContent {
  const { reference, warehouse, lines } = held;
  const shipTo = shipToOf(held);
  return {
    ...(reference === undefined ? {} : { reference }),
    ...(shipTo === undefined ? {} : { shipTo }),
    warehouse,
    lines: lines.map(({ key, item, quantity, unit }) => ({ lineKey: key, item, quantity, unit })),
  };
}

function shipToOf({ shipTo }: Order): ShipTo | undefined {
  if (shipTo === null) return undefined;
  return typeof shipTo === 'string' ? { id: shipTo } : shipTo;
}

/** As long as a part of a shipment is still here, it has not shipped: its lines say how much of it has. */
const shipmentStates = {
  backordered: 'waiting',
  allocated: 'allocated',
  picked: 'picked',
  packed: 'packed',
  'partially-shipped': 'packed',
  shipped: 'shipped',
  delivered: 'delivered',
  cancelled: 'cancelled',
} as const satisfies Record<Shipment['state'], ShipmentSnapshot['state']>;

type About = { readonly system: string; readonly order: Pick<Order, 'id' | 'reference'>; readonly at: string };

/** A shipment in our words. */
export function fromShipment(shipment: Shipment, { system, order, at }: About): ShipmentSnapshot {
  const { reference } = order;
  return {
    type: 'shipment',
    system,
    id: shipment.id,
    number: shipment.number,
    version: String(shipment.version),
    at,
    ...(reference === undefined ? {} : { reference }),
    orderId: order.id,
    state: shipmentStates[shipment.state],
    warehouse: shipment.warehouse,
    lines: shipment.lines.map(({ key, ...counts }) => ({ lineKey: key, ...countsOf(counts) })),
    packages: shipment.packages.map(({ tracking, carrier }) => ({ tracking, carrier })),
  };
}

function countsOf({ item, allocated, deallocated, backordered, picked, packed, shipped, delivered }: Omit<Shipment['lines'][number], 'key'>) {
  return { item, allocated, deallocated, backordered, picked, packed, shipped, delivered };
}

/**
 * One of their messages, the same by webhook and by poll. Its id is theirs with its time, because a simulator that starts
 * anew without its book counts from 1 again. `fallbackId` names what cannot be read.
 */
export function fromMessage(system: string, document: unknown, { fallbackId, raw }: { readonly fallbackId: string; readonly raw: string }): InboundMessage {
  const read = readMessage(document);
  return read.kind === 'read' ? understood(system, read.value, raw) : unreadable(read, { id: fallbackId, raw });
}

function understood(system: string, message: Message, raw: string): InboundMessage {
  const { id, occurredAt, order, shipment } = message;
  return { id: `${id}@${occurredAt}`, raw, kind: 'document', snapshot: fromShipment(shipment, { system, order, at: occurredAt }) };
}

/** A message that cannot be understood, naming the field. */
export function unreadable({ field, why }: Unreadable, head: Pick<InboundMessage, 'id' | 'raw'>): InboundMessage {
  return { ...head, kind: 'unreadable', why, field };
}
