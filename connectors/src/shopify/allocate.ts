import type { RemainingLine } from './fulfilment-api.ts';

/** A fulfilment order that may be fulfilled, with what is left in it. */
export type Open = { readonly fulfillmentOrder: string; readonly locationId: string | undefined; readonly lines: readonly RemainingLine[] };

/** What one fulfilment sends: all of one location. */
export type Group = { readonly lines: readonly GroupLine[] };
type GroupLine = { readonly fulfillmentOrder: string; readonly line: string; readonly lineId: string; readonly quantity: number };

/** Where the pieces are taken from, or the first line of which there are too few. */
export type Plan =
  | { readonly kind: 'planned'; readonly groups: readonly Group[] }
  | { readonly kind: 'short'; readonly lineId: string; readonly wanted: number; readonly open: number };

/**
 * Takes pieces from fulfilment orders, those of the preferred locations first: where the shop expected other locations to send than
 * the ones that did, its own expectation gives way. All or nothing.
 */
export function allocate(wanted: ReadonlyMap<string, number>, open: readonly Open[], preferred: ReadonlySet<string>): Plan {
  const isPreferred = ({ locationId }: Open) => locationId !== undefined && preferred.has(locationId);
  const offers = [...open.filter(isPreferred), ...open.filter((each) => !isPreferred(each))].flatMap((each) => each.lines.map((line) => ({ ...each, line })));
  const taken: (GroupLine & { readonly locationId: string | undefined })[] = [];
  for (const [lineId, quantity] of wanted) {
    let rest = quantity;
    for (const { fulfillmentOrder, locationId, line } of offers) {
      const pieces = line.lineId === lineId ? Math.min(rest, line.remaining) : 0;
      if (pieces > 0) taken.push({ fulfillmentOrder, locationId, line: line.gid, lineId, quantity: pieces });
      rest -= pieces;
    }
    if (rest > 0) return { kind: 'short', lineId, wanted: quantity, open: quantity - rest };
  }
  const byLocation = Map.groupBy(taken, ({ locationId }) => locationId);
  return { kind: 'planned', groups: [...byLocation.values()].map((lines) => ({ lines: lines.map(({ locationId: _, ...line }) => line) })) };
}
