import { isZero, type OrderProgress } from '@crossdock/canonical';
import { ledgerOf, type Order, routeOf, type ScheduleLedger, statusOf } from '../orders/index.ts';

/** The words for a whole order, in order of progress. */
export const orderStatuses: readonly OrderProgress[] = [
  'received',
  'held',
  'validated',
  'accepted',
  'backordered',
  'allocated',
  'picked',
  'packed',
  'shipped',
  'delivered',
  'completed',
  'cancelled',
];

/** The word for an order, derived from its quantities and documents. */
export function orderStatusOf(order: Order): OrderProgress {
  if (order.closed) return order.closed;
  if (order.holds.length > 0) return 'held';
  const isAccepted = order.slots.length > 0 && order.slots.every((slot) => slot.acceptedAs !== undefined || slot.erp?.isCancelled);
  if (!isAccepted) return order.isValidated ? 'validated' : 'received';
  const words = ledgerOf(order)
    .map(statusOf)
    .filter((word) => word !== 'cancelled')
    .map((word): OrderProgress => (word === 'open' ? 'accepted' : word));
  return words.sort((a, b) => orderStatuses.indexOf(a) - orderStatuses.indexOf(b))[0] ?? 'accepted';
}

/** Where the order is, in one sentence: its documents in the systems, and how far its lines have come. */
export function progressOf(order: Order): string {
  const documents = order.slots.flatMap((slot) => {
    const { system, warehouse, fulfilment } = routeOf(order, slot);
    if (!slot.erp) return [];
    const name = slot.acceptedAs ?? slot.erp.document.number ?? slot.erp.document.id;
    const state = slot.erp.isCancelled ? ' (cancelled)' : slot.acceptedAs === undefined ? ' (not confirmed yet)' : '';
    const released = slot.warehouse && !slot.warehouse.isCancelled && fulfilment !== undefined ? `, released to ${fulfilment}` : '';
    return [`${name} in ${system} for ${warehouse}${state}${released}`];
  });
  const where = documents.length > 0 ? documents.join('; ') : `${orderStatusOf(order)}, not in an ERP yet`;
  return `${where}. ${linesOf(ledgerOf(order))}`;
}

function linesOf(ledger: readonly ScheduleLedger[]): string {
  const counts = new Map<string, number>();
  for (const entry of ledger) {
    const word = partly(entry);
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return `${[...counts].map(([word, count]) => `${count} ${count === 1 ? 'line' : 'lines'} ${word}`).join(', ')}.`;
}

/** The status of a schedule; where only part has been shipped, how much. */
function partly(entry: ScheduleLedger): string {
  const status = statusOf(entry);
  const isPartShipped =
    !isZero(entry.shipped) && (status === 'open' || status === 'backordered' || status === 'allocated' || status === 'picked' || status === 'packed');
  return isPartShipped ? `${status} (${entry.shipped} of ${entry.ordered} ${entry.unit} shipped)` : status;
}
