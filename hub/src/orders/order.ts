import type { Contact, Currency, Customer, Decimal, DocumentRef, DocumentSnapshot, Reference, ShipTo, Unit, Wish } from '@crossdock/canonical';
import { remembered } from './remembered.ts';

/** Why a line or an order must not go on. */
export type HoldKind = 'customer' | 'credit' | 'price' | 'item' | 'unit' | 'ship-to' | 'stock' | 'duplicate' | 'compliance' | 'reference';

/** Who must act. */
export type Owner = 'finance' | 'customer-service' | 'planning' | 'warehouse' | 'master-data' | 'integration';

/** A hold is an object with an owner; `line` absent: the whole order. */
export type Hold = {
  readonly id: string;
  readonly kind: HoldKind;
  readonly line?: string;
  /** The system whose answer or refusal placed it; absent: the hub's own policy. */
  readonly system?: string;
  readonly reason: string;
  /** Root cause shared by many orders, e.g. `tryton:customer:C-CEDAR`. */
  readonly cause: string;
  /** The name that it waits for, where a cross-reference is missing; `from`: the system whose name it is. */
  readonly missing?: AwaitedName;
  readonly placedAt: string;
  /** When the cause is looked at again, RFC 3339. */
  readonly recheckAt: string;
};

/** Part of a line with its own date, quantity and route. Counts are cumulative and in the line's unit. */
export type Schedule = {
  readonly id: string;
  readonly ordered: Decimal;
  readonly cancelled: Decimal;
  readonly requestedDate?: string;
  /** Index into the order's routes. */
  readonly route: number;
  /** Name of the slot that executes it; absent until the line is free to go. */
  readonly slot?: string;
  /** A change on its way through the systems. */
  readonly pending?: PendingChange;
};

/** What a schedule is to become once the systems agree. */
export type PendingChange = { readonly changeId: string; readonly quantity: Decimal; readonly requestedDate?: string };

/** One ordered item. */
export type Line = {
  readonly id: string;
  readonly item: string;
  readonly unit: Unit;
  readonly unitPrice?: Decimal;
  /** Where the price comes from: the order itself, or the system that was asked, with its rule. */
  readonly priceSource?: string;
  /** The unit price that a person has accepted although the ERP says otherwise. */
  readonly isPriceAccepted?: boolean;
  readonly schedules: readonly Schedule[];
};

/** The way of a schedule, as it was when the order came in: a later landscape never makes a second document. */
export type Route = {
  readonly system: string;
  readonly warehouse: string;
  /** The system that picks, packs and ships; the ERP itself when absent. */
  readonly fulfilment?: string;
  /** The ERP's steps in order, the first is `create`. */
  readonly steps: readonly ('create' | 'quote' | 'confirm')[];
  readonly isAsked: boolean;
  readonly can: readonly ('amend' | 'goods-issue' | 'invoice' | 'change-release' | 'cancel-release')[];
  /** Whether the system keeps invoices, so that an order is done when they are paid. */
  readonly keepsInvoices: boolean;
  /** The channel's own system, with its id of the order. */
  readonly tell?: ChannelOrder;
};

/** What a channel's system calls the order. `takesShipments` is false where none of its records stands for a shipment that left: then it is only shown the state. */
export type ChannelOrder = { readonly system: string; readonly orderId: string; readonly takesShipments?: false };

/** A document's content by line key, as a system confirmed it or as it should be. */
export type Content = { readonly [lineKey: string]: { readonly quantity: Decimal; readonly unitPrice?: Decimal; readonly date?: string } };

/** What is there in one system for one slot. */
export type Holding = {
  readonly document: DocumentRef;
  readonly content: Content;
  /** The business key that the document carries. */
  readonly reference?: string;
  readonly shipTo?: string;
  readonly isCancelled?: boolean;
  /** Somebody has decided that ours must be written again, whatever the content looks like. */
  readonly isStale?: boolean;
};

/** A place in the order that one ERP document fills. */
export type Slot = {
  /** `<system>/<warehouse>`, with `/2` … when lines joined later. */
  readonly name: string;
  readonly index: number;
  readonly route: number;
  readonly generation: number;
  /** Counts the contents that were wanted after the first; each may need its own amendment. */
  readonly revision: number;
  readonly erp?: Holding;
  readonly warehouse?: Holding;
  /** The ERP's number of the document, once the last of the route's steps was confirmed. */
  readonly acceptedAs?: string;
};

/** How an effect of this order ended, by its key. Absent: not yet. */
export type Result =
  | { readonly status: 'confirmed'; readonly reopened: number; readonly document: DocumentRef }
  | { readonly status: 'refused'; readonly reopened: number; readonly code: string; readonly message: string; readonly holdId?: string }
  | { readonly status: 'stopped'; readonly reopened: number; readonly why: 'undecidable' | 'failed'; readonly message: string }
  /** A person had it sent again; the number tells the ledger that this is meant. */
  | { readonly status: 'again'; readonly reopened: number };

/** Where a system shows something else than we wrote and nobody has decided yet. */
export type DifferenceFound = {
  readonly slot: string;
  /** Whose document differs; the ERP's when absent. */
  readonly place?: 'erp' | 'warehouse';
  readonly version: string;
  readonly text: string;
  readonly content: Content;
  readonly isCancelled: boolean;
};

/** One answered round of questions. */
export type AskState = { readonly round: number; readonly answered: number; readonly validUntil?: string };

/** One change or cancel request and what became of each of its wishes. */
export type Change = {
  readonly id: string;
  readonly kind: 'change' | 'cancellation';
  readonly requestedAt: string;
  readonly by: string;
  /** The channel's own name of the request, where somebody asked under one. */
  readonly request?: string;
  readonly reason?: string;
  readonly items: readonly ChangeDecision[];
};

/** The per-line answer of a change request. Quantities in the line's unit. */
export type ChangeDecision = {
  readonly line?: string;
  readonly schedule?: string;
  readonly wish: Wish;
  readonly decision: 'done' | 'pending' | 'declined';
  readonly reason?: string;
  /** What the quantity becomes, where that was wished; less than wished away when part of it was past its point of no return. */
  readonly quantity?: Decimal;
};

/** What has a time by which it must have happened. */
export type Step = 'confirm' | 'ship' | 'deliver' | 'invoice' | 'pay';

/** Times by which something must have happened, RFC 3339; computed in working hours when the clock started. */
export type Deadlines = {
  readonly confirm?: string;
  readonly ship?: string;
  /** Where delivery is never assumed: when a person is called because nobody has reported it. */
  readonly deliver?: string;
  readonly invoice?: string;
  readonly assumeDelivered?: string;
};

/** What an order calls by a name. */
export type NameKind = 'customer' | 'contact' | 'ship-to' | 'item';

/** A name of the channel that a system may call otherwise. */
export type WantedName = { readonly kind: NameKind; readonly name: string; readonly system: string };

/**
 * A name that a hold waits for; `from`: the system whose name it is. `creation`, of a customer that is new in the system: whether the hub is
 * creating it there, or has stopped until a person acts. Absent: only a cross-reference can say the name.
 */
export type AwaitedName = WantedName & { readonly from: string; readonly creation?: 'on-its-way' | 'stopped' };

/** The same with what the system calls it. */
export type ResolvedName = WantedName & { readonly as: string };

/** How the order's names are to be read: which of them are its channel's own, and what the systems call those. */
export type Naming = {
  /** The system whose names they are. */
  readonly from: string;
  readonly kinds: readonly NameKind[];
  /** The day whose cross-references count, YYYY-MM-DD: the one on which the order was received. */
  readonly on: string;
  readonly known: readonly ResolvedName[];
};

/** The one state. Every status, effect, question and exception is derived from it. */
export type Order = {
  readonly id: string;
  /** The id in 26 characters: the root of every business key. */
  readonly code: string;
  readonly client: string;
  readonly channel: string;
  readonly receivedAt: string;
  readonly landscapeVersion: string;
  readonly customer: string;
  /** What the channel tells of the customer beside its name, where that name is the channel's own. */
  readonly party?: Omit<Customer, 'id'>;
  readonly purchaseOrder?: string;
  readonly currency: Currency;
  readonly shipTo?: ShipTo;
  readonly pendingShipTo?: { readonly changeId: string; readonly shipTo: ShipTo };
  /** Whom to ask at the customer's. */
  readonly contact?: Contact;
  readonly isPrepaid: boolean;
  readonly isShipComplete: boolean;
  readonly references: readonly Reference[];
  /** Absent: the order bears the systems' own names. */
  readonly naming?: Naming;
  readonly lines: readonly Line[];
  readonly routes: readonly Route[];
  readonly slots: readonly Slot[];
  readonly asks: { readonly [system: string]: AskState };
  readonly isValidated: boolean;
  readonly holds: readonly Hold[];
  /** `<kind>:<line or *>` that a person has cleared: an answer does not place them again. */
  readonly overrides: readonly string[];
  readonly results: { readonly [effectKey: string]: Result };
  /** Effects that may have left us although something else is wanted by now: until their outcome is known, nothing else is due in their slot. */
  readonly awaited: readonly string[];
  /** When the ledger is looked at whether they are still on their way, RFC 3339: one that was withdrawn tells no outcome. */
  readonly awaitedLookAt?: string;
  /** The newest snapshot of every document that anybody reported, by `<system>:<type>:<id>`. */
  readonly documents: { readonly [key: string]: DocumentSnapshot };
  readonly differences: readonly DifferenceFound[];
  readonly changes: readonly Change[];
  readonly deadlines: Deadlines;
  readonly passed: readonly Step[];
  readonly isDeliveryAssumed: boolean;
  /** Up to which count delivery is assumed, by line key, in the line's unit. */
  readonly assumedDelivered: { readonly [lineKey: string]: Decimal };
  /** Excesses, gaps and contradictions that a person has accepted, by exception key and document versions. */
  readonly pins: readonly string[];
  readonly duplicateOf?: string;
  readonly closed?: 'completed' | 'cancelled';
};

/** The key under which a document's newest snapshot is kept. */
export function documentKey(snapshot: Pick<DocumentSnapshot, 'system' | 'type' | 'id'>): string {
  return `${snapshot.system}:${snapshot.type}:${snapshot.id}`;
}

/** `<line>/<schedule>`: how a schedule is named towards every system. */
export function lineKeyOf(line: { readonly id: string }, schedule: { readonly id: string }): string {
  return `${line.id}/${schedule.id}`;
}

/** What the schedule should amount to in every system: as ordered, or as a pending change wishes. */
export function wantedQuantity(schedule: Schedule, subtract: (a: Decimal, b: Decimal) => Decimal): Decimal {
  return schedule.pending?.quantity ?? subtract(schedule.ordered, schedule.cancelled);
}

/** A schedule with its line. */
export type Placed = { readonly line: Line; readonly schedule: Schedule; readonly lineKey: string };

const placedIn = remembered((lines: readonly Line[]): readonly Placed[] =>
  lines.flatMap((line) => line.schedules.map((schedule) => ({ line, schedule, lineKey: lineKeyOf(line, schedule) }))),
);

/** All schedules with their lines, in order. */
export function schedulesOf({ lines }: Pick<Order, 'lines'>): readonly Placed[] {
  return placedIn(lines);
}

/** The slot's business key in the ERP: at most 35 characters. */
export function slotReference(order: Order, slot: Slot): string {
  return `${order.code}-${slot.index}.${slot.generation}`;
}

/** The route of a slot. Throws when the state is broken. */
export function routeOf(order: Pick<Order, 'id' | 'routes'>, slot: { readonly route: number }): Route {
  const route = order.routes[slot.route];
  if (!route) throw new Error(`Order ${order.id} has no route ${slot.route}.`);
  return route;
}

/** The system whose shipments count for this route. */
export function fulfillerOf(route: Route): string {
  return route.fulfilment ?? route.system;
}

/** The records of the order in the systems of its channel, each once. */
export function channelOrdersOf({ routes }: Order): readonly ChannelOrder[] {
  const told = routes.flatMap(({ tell }) => tell ?? []);
  return told.filter((one, index) => told.findIndex((other) => other.system === one.system && other.orderId === one.orderId) === index);
}
