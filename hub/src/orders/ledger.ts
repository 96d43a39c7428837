import { add, atLeastZero, type Decimal, type MilestoneCounts, max, min, type ShipmentSnapshot, subtract } from '@crossdock/canonical';
import { fulfillerOf, type Order, type Placed, routeOf, schedulesOf } from './order.ts';
import { remembered } from './remembered.ts';

/** Cumulative counts of one schedule, each in the line's unit. `own`: as reported. */
export type OwnCounts = { readonly [K in keyof Required<MilestoneCounts>]: Decimal } & { readonly invoiced: Decimal; readonly credited: Decimal };

/**
 * The line ledger of one schedule: a function of the set of facts, so late, repeated and reordered ones change nothing.
 * Effective counts: a later milestone implies the earlier ones.
 */
export type ScheduleLedger = {
  readonly lineKey: string;
  readonly line: string;
  readonly schedule: string;
  readonly unit: string;
  readonly ordered: Decimal;
  readonly cancelled: Decimal;
  readonly own: OwnCounts;
  readonly allocated: Decimal;
  readonly backordered: Decimal;
  readonly picked: Decimal;
  readonly packed: Decimal;
  readonly shipped: Decimal;
  readonly delivered: Decimal;
  readonly returned: Decimal;
  readonly invoiced: Decimal;
  readonly credited: Decimal;
  /** Ordered, not cancelled, and nobody has said yet what becomes of it. */
  readonly open: Decimal;
  /** What was moved beyond what was ordered. */
  readonly excess: Decimal;
};

const milestones = ['allocated', 'deallocated', 'backordered', 'picked', 'packed', 'shipped', 'delivered', 'returned'] as const;
const nothing: OwnCounts = {
  allocated: '0',
  deallocated: '0',
  backordered: '0',
  picked: '0',
  packed: '0',
  shipped: '0',
  delivered: '0',
  returned: '0',
  invoiced: '0',
  credited: '0',
};

/** The ledger of every schedule, in the order of the lines. */
export const ledgerOf = remembered((order: Order): readonly ScheduleLedger[] => {
  const own = ownCounts(order);
  return schedulesOf(order).map((placed) => scheduleLedger(placed, own.get(placed.lineKey) ?? nothing, order.assumedDelivered[placed.lineKey] ?? '0'));
});

/** Adds up what every document says, per line key. Shipments count only when they come from the system that fulfils the schedule. */
function ownCounts(order: Order): ReadonlyMap<string, OwnCounts> {
  const counts = new Map<string, OwnCounts>();
  const documents = Object.values(order.documents);
  if (documents.length === 0) return counts;
  const fulfillers = new Map(schedulesOf(order).map(({ lineKey, schedule }) => [lineKey, fulfillerOf(routeOf(order, schedule))]));
  const book = (lineKey: string, change: (before: OwnCounts) => OwnCounts) => counts.set(lineKey, change(counts.get(lineKey) ?? nothing));
  for (const document of documents) {
    switch (document.type) {
      case 'shipment':
        for (const line of document.lines)
          if (fulfillers.get(line.lineKey) === document.system) book(line.lineKey, (before) => withShipment(before, document, line));
        break;
      case 'invoice':
        if (document.state === 'draft' || document.state === 'cancelled') break;
        for (const line of document.lines) book(line.lineKey, (before) => withInvoiceLine(before, line.quantity));
        break;
      case 'sales-order':
        break;
      default:
        document satisfies never;
    }
  }
  return counts;
}

function withShipment(before: OwnCounts, shipment: ShipmentSnapshot, line: ShipmentSnapshot['lines'][number]): OwnCounts {
  const after: { -readonly [K in keyof OwnCounts]: Decimal } = { ...before };
  for (const milestone of milestones) {
    // What a cancelled shipment had moved stays moved; what it only promised is gone.
    const isPromise = milestone === 'allocated' || milestone === 'deallocated' || milestone === 'backordered';
    if (shipment.state === 'cancelled' && isPromise) continue;
    const reported = line[milestone];
    if (reported !== undefined) after[milestone] = add(before[milestone], atLeastZero(reported));
  }
  return after;
}

/** An invoice line with a negative quantity is a credit. */
function withInvoiceLine(before: OwnCounts, quantity: Decimal): OwnCounts {
  return quantity.startsWith('-') ? { ...before, credited: subtract(before.credited, quantity) } : { ...before, invoiced: add(before.invoiced, quantity) };
}

function scheduleLedger({ line, schedule, lineKey }: Placed, own: OwnCounts, assumed: Decimal): ScheduleLedger {
  const shippedOrMore = max(own.shipped, own.delivered);
  const delivered = max(own.delivered, min(assumed, shippedOrMore));
  const packed = max(own.packed, shippedOrMore);
  const picked = max(own.picked, packed);
  const allocated = max(atLeastZero(subtract(own.allocated, own.deallocated)), picked);
  const due = subtract(schedule.ordered, schedule.cancelled);
  const excess = atLeastZero(subtract(allocated, due));
  const rest = subtract(add(due, excess), allocated);
  const backordered = min(own.backordered, rest);
  return {
    lineKey,
    line: line.id,
    schedule: schedule.id,
    unit: line.unit,
    ordered: schedule.ordered,
    cancelled: schedule.cancelled,
    own,
    allocated,
    backordered,
    picked,
    packed,
    shipped: shippedOrMore,
    delivered,
    returned: own.returned,
    invoiced: own.invoiced,
    credited: own.credited,
    open: subtract(rest, backordered),
    excess,
  };
}

/** What the schedule's quantities say about it, worst news last looked at: the one word for lists. */
export function statusOf(entry: ScheduleLedger): 'cancelled' | 'open' | 'backordered' | 'allocated' | 'picked' | 'packed' | 'shipped' | 'delivered' {
  const due = add(subtract(entry.ordered, entry.cancelled), entry.excess);
  if (due === '0') return 'cancelled';
  const reached = (count: Decimal) => subtract(count, due) === '0' || !subtract(count, due).startsWith('-');
  if (reached(entry.delivered)) return 'delivered';
  if (reached(entry.shipped)) return 'shipped';
  if (reached(entry.packed)) return 'packed';
  if (reached(entry.picked)) return 'picked';
  if (reached(entry.allocated)) return 'allocated';
  return entry.backordered === '0' ? 'open' : 'backordered';
}
