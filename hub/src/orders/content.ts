import { compare, type DocumentLine, isZero, type SalesOrderSnapshot, type ShipTo, subtract } from '@crossdock/canonical';
import { itemIn, shipToIn } from './naming.ts';
import { type Content, type Holding, type Line, type Order, routeOf, type Slot, schedulesOf, wantedQuantity } from './order.ts';
import { remembered } from './remembered.ts';

/** What the slot's documents should hold now: every wanted quantity, pending changes included; nothing at zero. */
export function wantedContent({ lines }: Pick<Order, 'lines'>, slot: Slot): Content {
  return contentBySlot(lines).get(slot.name) ?? nothing;
}

const nothing: Content = {};

const contentBySlot = remembered((lines: readonly Line[]): ReadonlyMap<string, Content> => {
  const contents = new Map<string, Record<string, Content[string]>>();
  for (const { line, schedule, lineKey } of schedulesOf({ lines })) {
    const quantity = wantedQuantity(schedule, subtract);
    if (schedule.slot === undefined || isZero(quantity)) continue;
    const content = contents.get(schedule.slot) ?? {};
    const date = schedule.pending?.requestedDate ?? schedule.requestedDate;
    content[lineKey] = { quantity, ...(line.unitPrice !== undefined && { unitPrice: line.unitPrice }), ...(date !== undefined && { date }) };
    contents.set(schedule.slot, content);
  }
  return contents;
});

/** The same as document lines, in the order of the order's lines, with the system's names. */
export function wantedLines(order: Order, slot: Slot): readonly DocumentLine[] {
  const content = wantedContent(order, slot);
  const { system } = routeOf(order, slot);
  return schedulesOf(order).flatMap(({ line, lineKey }): DocumentLine[] => {
    const wanted = content[lineKey];
    if (!wanted) return [];
    return [
      {
        lineKey,
        item: itemIn(order, system, line.item),
        quantity: wanted.quantity,
        unit: line.unit,
        ...(wanted.unitPrice !== undefined && { unitPrice: wanted.unitPrice }),
        ...(wanted.date !== undefined && { requestedDate: wanted.date }),
      },
    ];
  });
}

/** The content of lines that were sent. */
export function contentOf(lines: readonly DocumentLine[]): Content {
  return Object.fromEntries(
    lines
      .filter((line) => !isZero(line.quantity))
      .map((line) => [
        line.lineKey,
        {
          quantity: line.quantity,
          ...(line.unitPrice !== undefined && { unitPrice: line.unitPrice }),
          ...(line.requestedDate !== undefined && { date: line.requestedDate }),
        },
      ]),
  );
}

/** The content that a system reports; prices and dates it does not tell are taken to be as they were. */
export function contentOfSnapshot(snapshot: SalesOrderSnapshot, known: Content): Content {
  if (snapshot.state === 'cancelled') return {};
  const movedTo = movedDate(snapshot, known);
  return Object.fromEntries(
    snapshot.lines
      .filter((line) => !isZero(line.quantity))
      .map((line) => {
        const before = known[line.lineKey];
        const unitPrice = before?.unitPrice === undefined ? undefined : (line.unitPrice ?? before.unitPrice);
        const date = before?.date === undefined ? undefined : (movedTo ?? before.date);
        return [line.lineKey, { quantity: line.quantity, ...(unitPrice !== undefined && { unitPrice }), ...(date !== undefined && { date }) }];
      }),
  );
}

/** Documents have one requested date, the earliest of their lines; undefined where theirs is that one, or none. */
function movedDate(snapshot: SalesOrderSnapshot, known: Content): string | undefined {
  const earliest = Object.values(known)
    .flatMap(({ date }) => (date === undefined ? [] : [date]))
    .sort()[0];
  return snapshot.requestedDate === undefined || earliest === undefined || snapshot.requestedDate === earliest ? undefined : snapshot.requestedDate;
}

/** Whether a document holds what is wanted of its slot now. Lines that are not ours and were accepted there do not count. */
export function isAsWanted(order: Order, slot: Slot, holding: Holding): boolean {
  const wanted = wantedContent(order, slot);
  if (isEmpty(wanted)) return holding.isCancelled === true;
  if (holding.isCancelled || holding.isStale) return false;
  const ours = new Set(schedulesOf(order).map(({ lineKey }) => lineKey));
  const content = Object.fromEntries(Object.entries(holding.content).filter(([lineKey]) => ours.has(lineKey)));
  return sameContent(content, wanted) && (holding.shipTo === undefined || holding.shipTo === shipToText(order, slot));
}

/** Whether nothing at all is in it. */
export function isEmpty(content: Content): boolean {
  return Object.keys(content).length === 0;
}

/** Content equality by line key. */
export function sameContent(a: Content, b: Content): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  for (const key of keys) {
    const [x, y] = [a[key], b[key]];
    if (compare(x?.quantity ?? '0', y?.quantity ?? '0') !== 0) return false;
    if (x && y && (x.date !== y.date || compare(x.unitPrice ?? '0', y.unitPrice ?? '0') !== 0)) return false;
  }
  return true;
}

/** The ship-to that the slot's documents should have as one text, to see whether two are the same. */
export function shipToText(order: Order, slot: Slot): string {
  return textOfShipTo(shipToIn(order, routeOf(order, slot).system));
}

/** A ship-to as one text, whatever the order of its fields. */
export function textOfShipTo(shipTo: ShipTo | undefined): string {
  return JSON.stringify(Object.entries(shipTo ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
}
