import type { DocumentRef, OrderDocument, WarehouseOrder } from '@crossdock/canonical';
import {
  compareVersions,
  contactIn,
  customerIn,
  documentKey,
  type Move,
  type Order,
  routeOf,
  type Slot,
  shipToIn,
  slotReference,
  wantedLines,
} from '../../orders/index.ts';
import type { WantedEffect } from '../wants.ts';

/** The body of a move, with the system that it goes to and the business key that it bears. */
export function instructionFor(order: Order, slot: Slot, move: Move): Pick<WantedEffect, 'system' | 'reference' | 'body'> {
  const route = routeOf(order, slot);
  const { system } = route;
  const fulfiller = route.fulfilment ?? system;
  const own = slotReference(order, slot);
  const revised = `${own}/${slot.revision}`;
  switch (move.op) {
    case 'create':
      return { system, reference: own, body: { op: 'create', document: documentOf(order, slot) } };
    case 'quote':
    case 'confirm':
      return { system, reference: own, body: { op: move.op, reference: own, target: targetOf(order, slot, 'erp') } };
    case 'amend':
      return { system, reference: revised, body: { op: 'amend', reference: revised, target: targetOf(order, slot, 'erp'), document: documentOf(order, slot) } };
    case 'cancel':
      return { system, reference: own, body: { op: 'cancel', reference: own, target: targetOf(order, slot, 'erp'), reason: lastReason(order) } };
    case 'release': {
      const warehouseOrder = warehouseOrderOf(order, slot);
      return { system: fulfiller, reference: warehouseOrder.reference, body: { op: 'release', order: warehouseOrder } };
    }
    case 'change-release': {
      const target = targetOf(order, slot, 'warehouse');
      return { system: fulfiller, reference: revised, body: { op: 'change-release', reference: revised, target, order: warehouseOrderOf(order, slot) } };
    }
    case 'cancel-release': {
      const target = targetOf(order, slot, 'warehouse');
      return { system: fulfiller, reference: revised, body: { op: 'cancel-release', reference: revised, target, reason: lastReason(order) } };
    }
    default:
      return move.op satisfies never;
  }
}

/** The document that an earlier effect made. Throws when the state is broken: nothing is changed before it was made. */
function targetOf(order: Order, slot: Slot, place: 'erp' | 'warehouse') {
  const holding = slot[place];
  if (!holding) throw new Error(`Order ${order.id} has no document for ${slot.name} in the ${place} yet.`);
  return place === 'erp' ? newestOf(order, slot, holding.document) : holding.document;
}

/** The document at the version that was last reported: what a person changed there beside the quantities has moved it on. */
function newestOf(order: Order, slot: Slot, document: DocumentRef): DocumentRef {
  const reported = order.documents[documentKey({ system: routeOf(order, slot).system, type: 'sales-order', id: document.id })]?.version;
  // What we wrote last may be newer than the last report.
  return reported === undefined || compareVersions(reported, document.version) <= 0 ? document : { ...document, version: reported };
}

function documentOf(order: Order, slot: Slot): OrderDocument {
  const { system } = routeOf(order, slot);
  const shipTo = shipToIn(order, system);
  const contact = contactIn(order, system);
  return {
    reference: slotReference(order, slot),
    customer: customerIn(order, system),
    ...(order.purchaseOrder !== undefined && { purchaseOrder: order.purchaseOrder }),
    ...(shipTo && { shipTo }),
    ...(contact && { contact }),
    warehouse: routeOf(order, slot).warehouse,
    currency: order.currency,
    lines: wantedLines(order, slot),
  };
}

/**
 * A release that was taken back is made anew under the revision that wants it again; a change keeps the name that the warehouse knows.
 * Customer, ship-to and items are named as in the ERP's document.
 */
function warehouseOrderOf(order: Order, slot: Slot): WarehouseOrder {
  const { system } = routeOf(order, slot);
  const shipTo = shipToIn(order, system);
  const anew = slot.warehouse?.isCancelled ? `${slotReference(order, slot)}.${slot.revision}` : slotReference(order, slot);
  return {
    reference: slot.warehouse?.isCancelled ? anew : (slot.warehouse?.reference ?? anew),
    ...(slot.erp?.document.number !== undefined && { orderNumber: slot.erp.document.number }),
    customer: customerIn(order, system),
    ...(shipTo && { shipTo }),
    warehouse: routeOf(order, slot).warehouse,
    lines: wantedLines(order, slot),
  };
}

function lastReason(order: Order): string {
  return order.changes.at(-1)?.reason ?? 'not wanted any more';
}
