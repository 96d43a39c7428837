import { Contact, Reference, ShipTo, wishes } from '@crossdock/canonical';
import { type Static, Type } from 'typebox';
import { fulfillerOf, ledgerOf, type Order, ownerOfHold, routeOf, schedulesOf, statusOf } from '../orders/index.ts';
import { orderStatuses, orderStatusOf } from './progress.ts';
import type { WhereAnswer } from './where-is.ts';

const text = Type.String();
const optionalText = Type.Optional(text);
const decimal = Type.String({ description: 'A decimal number as a string.' });
const instant = Type.String({ format: 'date-time' });
const strict = { additionalProperties: false } as const;

/** The one answer: where it is, what is next, who must do it, by when. */
export const NextStep = Type.Object(
  {
    on: Type.Enum(['nothing', 'person', 'system', 'lane', 'outside', 'limbo'], { description: 'What it hangs on.' }),
    where: text,
    what: text,
    who: text,
    by: Type.Union([instant, Type.Null()]),
  },
  strict,
);

/** Quantities of one schedule: cumulative, in the line's unit. */
const ScheduleView = Type.Object(
  {
    id: text,
    status: Type.Enum(['cancelled', 'open', 'backordered', 'allocated', 'picked', 'packed', 'shipped', 'delivered']),
    requestedDate: optionalText,
    system: text,
    warehouse: text,
    fulfilledBy: text,
    quantities: Type.Object(
      {
        ordered: decimal,
        cancelled: decimal,
        open: decimal,
        allocated: decimal,
        backordered: decimal,
        picked: decimal,
        packed: decimal,
        shipped: decimal,
        delivered: decimal,
        returned: decimal,
        invoiced: decimal,
        credited: decimal,
        excess: decimal,
      },
      strict,
    ),
    pendingChange: Type.Optional(Type.Object({ changeId: text, quantity: decimal, requestedDate: optionalText }, strict)),
  },
  strict,
);

const LineView = Type.Object(
  { id: text, item: text, unit: text, unitPrice: Type.Optional(decimal), priceSource: optionalText, schedules: Type.Array(ScheduleView) },
  strict,
);

const HoldView = Type.Object(
  {
    id: text,
    kind: text,
    line: optionalText,
    system: optionalText,
    reason: text,
    owner: text,
    cause: text,
    missing: Type.Optional(
      Type.Object(
        { kind: text, name: text, system: text, from: text },
        { ...strict, description: 'The cross-reference that is missing: what `system` calls `name` of `from`.' },
      ),
    ),
    placedAt: text,
    recheckAt: text,
  },
  strict,
);

const DocumentView = Type.Object(
  {
    system: text,
    type: Type.Enum(['sales-order', 'shipment', 'invoice']),
    id: text,
    number: optionalText,
    state: text,
    version: optionalText,
    tracking: Type.Optional(Type.Array(text)),
  },
  strict,
);

/** One change or cancel request, wish by wish. */
export const ChangeView = Type.Object(
  {
    id: text,
    kind: Type.Enum(['change', 'cancellation']),
    requestedAt: text,
    by: text,
    request: optionalText,
    reason: optionalText,
    items: Type.Array(
      Type.Object(
        {
          line: optionalText,
          schedule: optionalText,
          wish: Type.Enum([...wishes]),
          decision: Type.Enum(['done', 'pending', 'declined']),
          reason: optionalText,
          quantity: Type.Optional(decimal),
        },
        strict,
      ),
    ),
  },
  strict,
);

/** An order as the API shows it. */
export const OrderView = Type.Object(
  {
    id: text,
    code: text,
    status: Type.Enum([...orderStatuses]),
    next: NextStep,
    customer: text,
    purchaseOrder: optionalText,
    channel: text,
    client: text,
    receivedAt: instant,
    currency: text,
    shipTo: Type.Optional(ShipTo),
    contact: Type.Optional(Contact),
    isPrepaid: Type.Boolean(),
    isShipComplete: Type.Boolean(),
    duplicateOf: optionalText,
    lines: Type.Array(LineView),
    names: Type.Optional(
      Type.Object(
        {
          from: text,
          kinds: Type.Array(text),
          on: text,
          known: Type.Array(Type.Object({ kind: text, name: text, system: text, as: text }, strict)),
        },
        {
          ...strict,
          description: 'Names of the channel `from` that this order bears, and what the systems call them by the cross-references of the day `on`.',
        },
      ),
    ),
    holds: Type.Array(HoldView),
    references: Type.Array(Reference),
    documents: Type.Array(DocumentView),
    changes: Type.Array(ChangeView),
    grades: Type.Record(Type.String(), Type.Record(Type.String(), Type.Enum(['A', 'B', 'C'])), {
      description: 'Per system and operation: A refuses a second document with our reference, B can be searched by it, C neither.',
    }),
    versions: Type.Object({ order: Type.Integer(), flow: Type.Integer(), landscape: text }, strict),
  },
  strict,
);
export type OrderView = Static<typeof OrderView>;

/** What the view shows beside the state. */
export type BesideOrder = {
  readonly next: WhereAnswer;
  readonly references: readonly Static<typeof Reference>[];
  readonly version: number;
  readonly flowVersion: number;
  readonly gradesOf: (system: string) => Readonly<Record<string, 'A' | 'B' | 'C'>>;
};

/** Shows an order: statuses and quantities derived from its ledger, never stored. Pure. */
export function orderView(order: Order, beside: BesideOrder): OrderView {
  const systems = [...new Set(order.routes.flatMap((route) => [route.system, route.fulfilment ?? route.system]))].sort();
  return {
    id: order.id,
    code: order.code,
    status: orderStatusOf(order),
    next: beside.next,
    customer: order.customer,
    ...(order.purchaseOrder !== undefined && { purchaseOrder: order.purchaseOrder }),
    channel: order.channel,
    client: order.client,
    receivedAt: order.receivedAt,
    currency: order.currency,
    ...(order.shipTo && { shipTo: order.shipTo }),
    ...(order.contact && { contact: order.contact }),
    isPrepaid: order.isPrepaid,
    isShipComplete: order.isShipComplete,
    ...(order.duplicateOf !== undefined && { duplicateOf: order.duplicateOf }),
    lines: linesOf(order),
    ...(order.naming && { names: { ...order.naming, kinds: [...order.naming.kinds], known: [...order.naming.known] } }),
    holds: order.holds.map((hold) => ({ ...hold, owner: ownerOfHold(hold.kind) })),
    references: [...beside.references],
    documents: documentsOf(order),
    changes: order.changes.map((change) => ({ ...change, items: [...change.items] })),
    grades: Object.fromEntries(systems.map((system) => [system, { ...beside.gradesOf(system) }])),
    versions: { order: beside.version, flow: beside.flowVersion, landscape: order.landscapeVersion },
  };
}

function linesOf(order: Order): OrderView['lines'] {
  const ledger = new Map(ledgerOf(order).map((entry) => [entry.lineKey, entry]));
  const placed = schedulesOf(order);
  return order.lines.map(({ id, item, unit, unitPrice, priceSource }) => ({
    id,
    item,
    unit,
    ...(unitPrice !== undefined && { unitPrice }),
    ...(priceSource !== undefined && { priceSource }),
    schedules: placed.flatMap(({ line, schedule, lineKey }) => {
      const entry = ledger.get(lineKey);
      if (line.id !== id || !entry) return [];
      const route = routeOf(order, schedule);
      const { ordered, cancelled, open, allocated, backordered, picked, packed, shipped, delivered, returned, invoiced, credited, excess } = entry;
      return [
        {
          id: schedule.id,
          status: statusOf(entry),
          ...(schedule.requestedDate !== undefined && { requestedDate: schedule.requestedDate }),
          system: route.system,
          warehouse: route.warehouse,
          fulfilledBy: fulfillerOf(route),
          quantities: { ordered, cancelled, open, allocated, backordered, picked, packed, shipped, delivered, returned, invoiced, credited, excess },
          ...(schedule.pending && { pendingChange: schedule.pending }),
        },
      ];
    }),
  }));
}

function documentsOf(order: Order): OrderView['documents'] {
  return Object.values(order.documents).map((document) => ({
    system: document.system,
    type: document.type,
    id: document.id,
    ...(document.number !== undefined && { number: document.number }),
    state: document.state,
    ...(document.version !== undefined && { version: document.version }),
    ...(document.type === 'shipment' && { tracking: document.packages.flatMap((p) => p.tracking ?? []) }),
  }));
}
