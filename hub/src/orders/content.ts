import { type DocumentLine, isZero, type SalesOrderSnapshot, subtract } from '@crossdock/canonical';
import { type Content, type Order, type Slot, schedulesOf, wantedQuantity } from './order.ts';

/** What the slot's documents should hold now: every wanted quantity, pending changes included; nothing at zero. */
export function wantedContent(order: Order, slot: Slot): Content {
  return Object.fromEntries(
    schedulesOf(order)
      .filter(({ schedule }) => schedule.slot === slot.name)
      .map(({ line, schedule, lineKey }) => {
        const date = schedule.pending?.requestedDate ?? schedule.requestedDate;
        const quantity = wantedQuantity(schedule, subtract);
        return [lineKey, { quantity, ...(line.unitPrice !== undefined && { unitPrice: line.unitPrice }), ...(date !== undefined && { date }) }] as const;
      })
      .filter(([, wanted]) => !isZero(wanted.quantity)),
  );
}

/** The same as document lines, in the order of the order's lines. */
export function wantedLines(order: Order, slot: Slot): readonly DocumentLine[] {
  const content = wantedContent(order, slot);
  return schedulesOf(order).flatMap(({ line, lineKey }): DocumentLine[] => {
    const wanted = content[lineKey];
    if (!wanted) return [];
    return [
      {
        lineKey,
        item: line.item,
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
  return Object.fromEntries(
    snapshot.lines
      .filter((line) => !isZero(line.quantity))
      .map((line) => {
        const before = known[line.lineKey];
        const unitPrice = before?.unitPrice === undefined ? undefined : (line.unitPrice ?? before.unitPrice);
        return [
          line.lineKey,
          { quantity: line.quantity, ...(unitPrice !== undefined && { unitPrice }), ...(before?.date !== undefined && { date: before.date }) },
        ];
      }),
  );
}

/** The ship-to as one text, to see whether two are the same. */
export function shipToText(order: Order): string {
  const shipTo = order.pendingShipTo?.shipTo ?? order.shipTo ?? {};
  return JSON.stringify(Object.entries(shipTo).sort(([a], [b]) => (a < b ? -1 : 1)));
}
