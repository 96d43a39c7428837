import { type Contact, isZero, type ShipTo, subtract } from '@crossdock/canonical';
import { type Naming, type Order, type ResolvedName, routeOf, schedulesOf, type WantedName, wantedQuantity } from './order.ts';
import { remembered } from './remembered.ts';

const knownNames = remembered((naming: Naming): ReadonlyMap<string, string> => new Map(naming.known.map((known) => [nameKey(known), known.as])));

/** What a system calls something that the order calls `name`: as it is where the channel uses the system's own names, undefined while nobody knows. */
export function nameIn(order: Order, { kind, name, system }: WantedName): string | undefined {
  const { naming } = order;
  if (!naming?.kinds.includes(kind) || naming.from === system) return name;
  return knownNames(naming).get(nameKey({ kind, name, system }));
}

/** One text for one wanted name. */
export function nameKey({ kind, name, system }: WantedName): string {
  return `${kind} ${JSON.stringify([system, name])}`;
}

/** What the system calls the order's customer; the channel's name while nobody knows, for texts and comparisons only. */
export function customerIn(order: Order, system: string): string {
  return nameIn(order, { kind: 'customer', name: order.customer, system }) ?? order.customer;
}

/** What the system calls a line's item; the same caution. */
export function itemIn(order: Order, system: string, item: string): string {
  return nameIn(order, { kind: 'item', name: item, system }) ?? item;
}

/** The ship-to that is wanted now, under the system's id; the same caution. */
export function shipToIn(order: Order, system: string): ShipTo | undefined {
  return withSystemsId(order, system, order.pendingShipTo?.shipTo ?? order.shipTo);
}

/** A ship-to of the channel under the system's id. */
export function withSystemsId(order: Order, system: string, shipTo: ShipTo | undefined): ShipTo | undefined {
  if (shipTo?.id === undefined) return shipTo;
  const id = nameIn(order, { kind: 'ship-to', name: shipTo.id, system });
  return id === undefined || id === shipTo.id ? shipTo : { ...shipTo, id };
}

/** The order's contact under the system's id; the same caution. */
export function contactIn(order: Order, system: string): Contact | undefined {
  const { contact } = order;
  if (contact?.id === undefined) return contact;
  const id = nameIn(order, { kind: 'contact', name: contact.id, system }) ?? contact.id;
  return id === contact.id ? contact : { ...contact, id };
}

/** Whether all names are known that a system is told with these lines: without them nothing is asked and nothing is written. */
export function isNamed(order: Order, system: string, items: Iterable<string>): boolean {
  if (!order.naming) return true;
  for (const party of partiesOf(order, system)) if (nameIn(order, party) === undefined) return false;
  for (const item of items) if (nameIn(order, { kind: 'item', name: item, system }) === undefined) return false;
  return true;
}

/** The names that the systems on the order's routes need and that nobody has looked up: neither known, nor waited for by a hold. */
export function namesToLookUp(order: Order): readonly WantedName[] {
  if (!order.naming) return [];
  const waited = new Set(order.holds.flatMap(({ missing }) => (missing ? [nameKey(missing)] : [])));
  return [...namesNeeded(order)].flatMap(([key, { wanted }]) => (nameIn(order, wanted) === undefined && !waited.has(key) ? [wanted] : []));
}

/** The names that holds of the order wait for, each once. */
export function namesWaitedFor(order: Order): readonly WantedName[] {
  const missing = order.holds.flatMap((hold) => (hold.missing ? [hold.missing] : []));
  return [...new Map(missing.map(({ kind, name, system }) => [nameKey({ kind, name, system }), { kind, name, system }])).values()];
}

/** Where a name is needed: the ids of the lines that bear it; undefined for the order as a whole. */
export type Places = ReadonlySet<string | undefined>;

/** The names that the systems on the order's routes need, by `nameKey`, with the places where they stand. */
export function namesNeeded(order: Order): ReadonlyMap<string, { readonly wanted: WantedName; readonly places: Places }> {
  const needed = new Map<string, { readonly wanted: WantedName; readonly places: Set<string | undefined> }>();
  const need = (wanted: WantedName, place: string | undefined) => {
    const key = nameKey(wanted);
    const there = needed.get(key);
    if (there) there.places.add(place);
    else needed.set(key, { wanted, places: new Set([place]) });
  };
  const systems = new Set<string>();
  for (const { line, schedule } of schedulesOf(order)) {
    if (isZero(wantedQuantity(schedule, subtract))) continue;
    const { system } = routeOf(order, schedule);
    if (!systems.has(system)) for (const party of partiesOf(order, system)) need(party, undefined);
    systems.add(system);
    need({ kind: 'item', name: line.item, system }, line.id);
  }
  return needed;
}

function partiesOf(order: Order, system: string): readonly WantedName[] {
  const shipTo = order.pendingShipTo?.shipTo ?? order.shipTo;
  const contact = order.contact?.id;
  return [
    { kind: 'customer', name: order.customer, system },
    ...(contact === undefined ? [] : [{ kind: 'contact', name: contact, system } as const]),
    ...(shipTo?.id === undefined ? [] : [{ kind: 'ship-to', name: shipTo.id, system } as const]),
  ];
}

/** The known names with new ones; a name that was known otherwise is what it is called now. */
export function withNames(naming: Naming, names: readonly ResolvedName[]): Naming {
  const all = new Map([...naming.known, ...names].map((known) => [nameKey(known), known]));
  return { ...naming, known: [...all.values()] };
}
