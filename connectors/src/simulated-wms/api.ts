import { answerShape } from '@crossdock/connector-kit';
import { type Static, Type } from 'typebox';

/** The simulated WMS's shapes, as simulators/README.md describes them; only the fields that are read here. */
const decimal = Type.String({ pattern: '^-?\\d{1,24}(\\.\\d{1,9})?$' });
const text = Type.String({ minLength: 1 });
const words = <W extends string>(...known: readonly W[]) => Type.Unsafe<W>({ type: 'string', enum: known });
const orNull = <T extends Parameters<typeof Type.Array>[0]>(schema: T) => Type.Union([schema, Type.Null()]);
const maybeText = Type.Optional(text);

/** It keeps an address as it was given. */
const Address = Type.Object({
  id: maybeText,
  name: maybeText,
  street: maybeText,
  city: maybeText,
  region: maybeText,
  postalCode: maybeText,
  country: maybeText,
});

export const Shipment = Type.Object({
  id: text,
  number: text,
  version: Type.Integer(),
  state: words('backordered', 'allocated', 'picked', 'packed', 'partially-shipped', 'shipped', 'delivered', 'cancelled'),
  warehouse: text,
  lines: Type.Array(
    Type.Object({
      key: text,
      item: text,
      allocated: decimal,
      deallocated: decimal,
      backordered: decimal,
      picked: decimal,
      packed: decimal,
      shipped: decimal,
      delivered: decimal,
    }),
  ),
  packages: Type.Array(Type.Object({ tracking: text, carrier: text })),
});
/** A part of an order that travels together, or waits for goods together. */
export type Shipment = Static<typeof Shipment>;

export const Order = Type.Object({
  id: text,
  number: text,
  version: Type.Integer(),
  state: words('accepted', 'backordered', 'allocated', 'picked', 'packed', 'partially-shipped', 'shipped', 'delivered', 'cancelled'),
  reference: maybeText,
  warehouse: text,
  shipTo: orNull(Type.Union([text, Address])),
  lines: Type.Array(Type.Object({ key: text, item: text, quantity: decimal, unit: text })),
  shipments: Type.Array(Shipment),
  changedAt: text,
});
/** What a warehouse was asked to send, with its shipments. */
export type Order = Static<typeof Order>;

export const Message = Type.Object({
  id: text,
  occurredAt: text,
  order: Type.Object({ id: text, reference: maybeText }),
  shipment: Shipment,
});
/** Something that happened to a shipment, with the whole shipment as it was then. */
export type Message = Static<typeof Message>;

export const readOrder = answerShape(Order);
export const readOrders = answerShape(Type.Object({ items: Type.Array(Order) }));
export const readCancelled = answerShape(Type.Object({ order: Order }));
export const readMessage = answerShape(Message);
export const readChange = answerShape(Type.Object({ document: Type.Unknown() }));
export const readChanges = answerShape(Type.Object({ changes: Type.Array(Type.Unknown()), next: Type.Integer(), more: Type.Boolean() }));
export const readErrorBody = answerShape(Type.Object({ code: text, message: Type.String(), field: Type.Optional(Type.String()) }));
