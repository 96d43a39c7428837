import { type Decimal, decimal, showQuantity, sum } from '../decimal.ts';
import { type Count, eachesPerUnit, type Order, type Shipment, type ShipmentLine } from './documents.ts';

/** Allocated and not taken back. */
export const allocatedNow = (line: ShipmentLine): Decimal => decimal(line.allocated) - decimal(line.deallocated);

/** The line with some of its counts raised (or, for `backordered`, lowered). */
export function withCounts(line: ShipmentLine, more: Partial<Readonly<Record<Count, Decimal>>>): ShipmentLine {
  const counts = Object.entries(more).map(([count, by]) => [count, showQuantity(decimal(line[count as Count]) + by)] as const); // the keys of `more` are counts
  return { ...line, ...Object.fromEntries(counts) };
}

/** A line of a new shipment, nothing done yet. */
export const blankLine = ({ key, item, unit }: { readonly key: string; readonly item: string; readonly unit: string }): ShipmentLine => ({
  key,
  item,
  unit,
  allocated: '0',
  deallocated: '0',
  backordered: '0',
  picked: '0',
  packed: '0',
  shipped: '0',
  delivered: '0',
});

/** A quantity of some unit in EA. */
export const inEaches = (quantity: Decimal, unit: string): Decimal => quantity * BigInt(eachesPerUnit[unit] ?? '1');

/** What all shipments of an order hold of one of its lines. */
export function lineTotals(key: string, shipments: readonly Shipment[]): Readonly<Record<Exclude<Count, 'deallocated'>, Decimal>> {
  const lines = shipments.flatMap((shipment) => shipment.lines.filter((line) => line.key === key));
  const total = (count: Count) => sum(lines.map((line) => decimal(line[count])));
  return {
    allocated: sum(lines.map(allocatedNow)),
    backordered: total('backordered'),
    picked: total('picked'),
    packed: total('packed'),
    shipped: total('shipped'),
    delivered: total('delivered'),
  };
}

/** What of a line is neither allocated nor backordered. */
export function openQuantity({ key, quantity }: { readonly key: string; readonly quantity: string }, shipments: readonly Shipment[]): Decimal {
  const { allocated, backordered } = lineTotals(key, shipments);
  return decimal(quantity) - allocated - backordered;
}

/** The state of a shipment that follows from its counts. */
export function shipmentState(lines: readonly ShipmentLine[]): Shipment['state'] {
  const now = sum(lines.map(allocatedNow));
  const waits = lines.some((line) => decimal(line.backordered) > 0n);
  if (now === 0n) return waits ? 'backordered' : 'cancelled';
  return furthest((count) => sum(lines.map((line) => decimal(line[count]))), now) ?? 'allocated';
}

/** The state of an order that follows from its shipments. */
export function orderState(order: Order, shipments: readonly Shipment[]): Order['state'] {
  const wanted = sum(order.lines.map(({ quantity }) => decimal(quantity)));
  if (wanted === 0n) return 'cancelled';
  const totals = order.lines.map(({ key }) => lineTotals(key, shipments));
  const total = (count: Exclude<Count, 'deallocated'>) => sum(totals.map((each) => each[count]));
  const far = furthest(total, wanted);
  if (far === 'delivered' || far === 'shipped' || far === 'partially-shipped') return far;
  if (total('backordered') > 0n) return 'backordered';
  return far ?? (total('allocated') >= wanted ? 'allocated' : 'accepted');
}

/** The last stage that all of it has reached; undefined before picking is done. */
function furthest(total: (count: 'delivered' | 'shipped' | 'packed' | 'picked') => Decimal, whole: Decimal) {
  if (total('delivered') >= whole) return 'delivered' as const;
  if (total('shipped') >= whole) return 'shipped' as const;
  if (total('shipped') > 0n) return 'partially-shipped' as const;
  if (total('packed') >= whole) return 'packed' as const;
  return total('picked') >= whole ? ('picked' as const) : undefined;
}
