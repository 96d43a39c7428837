import type { SalesOrderSnapshot } from '@crossdock/canonical';
import { type Order, slotReference, wantedContent } from '../orders/index.ts';
import type { WantedException } from './wants.ts';

/**
 * Live documents that carry a reference of this order but are no slot's own: a duplicate where the slot has its document, an
 * orphan where nothing is wanted. The sweeper finds them, also after the order is closed.
 */
export function straysOf(order: Order): readonly WantedException[] {
  return Object.values(order.documents).flatMap((document): readonly WantedException[] => {
    if (document.type !== 'sales-order' || document.state === 'cancelled' || document.reference?.startsWith(`${order.code}-`) !== true) return [];
    if (order.slots.some((slot) => slot.erp?.document.id === document.id)) return [];
    // A create that is still on its way: its own outcome will claim the document.
    if (isExpected(order, document)) return [];
    const pin = `stray:${document.system}:${document.id}:${document.version ?? ''}`;
    return order.pins.includes(pin) ? [] : [strayException(order, document, pin)];
  });
}

function isExpected(order: Order, document: SalesOrderSnapshot): boolean {
  return (
    !order.closed &&
    order.slots.some(
      (slot) => slot.erp === undefined && slotReference(order, slot) === document.reference && Object.keys(wantedContent(order, slot)).length > 0,
    )
  );
}

function strayException(order: Order, document: SalesOrderSnapshot, pin: string): WantedException {
  const own = order.slots.find((slot) => slotReference(order, slot) === document.reference)?.erp?.document;
  const name = document.number ?? document.id;
  return {
    key: `stray:${document.system}:${document.id}`,
    class: own ? 'duplicate-document' : 'orphan-document',
    severity: 'high',
    owner: 'customer-service',
    summary: own
      ? `${document.system} has ${name} beside ${own.number ?? own.id} for the same part of this order: cancel one of them there.`
      : `${document.system} has ${name} for this order although nothing is wanted there: cancel it there.`,
    cause: `stray:${order.id}`,
    evidence: [
      `${name} carries our reference ${document.reference ?? ''}, state ${document.state}`,
      own ? `The order's own document is ${own.number ?? own.id}.` : 'The order has no document there.',
    ],
    remedies: ['accept-difference'],
    verdict: 'Nothing is sent again: there is one document too many already.',
    target: { pin },
  };
}
