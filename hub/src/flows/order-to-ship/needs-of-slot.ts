import type { DocumentRef, Instruction, ShipmentNotice, ShipmentSnapshot } from '@crossdock/canonical';
import {
  type Content,
  documentKey,
  keys,
  type Order,
  type Result,
  type Route,
  routeOf,
  type Slot,
  sameContent,
  schedulesOf,
  shipToText,
  slotReference,
  wantedContent,
  wantedLines,
} from '../../orders/index.ts';
import type { Need } from '../wants.ts';

/**
 * What one slot needs now: its document created and confirmed step by step, the warehouse told, both kept at the wanted
 * content (the warehouse first, because it holds the point of no return), each shipment posted. One thing after the other:
 * nothing is wanted whose predecessor is not confirmed.
 */
export function needsOfSlot(order: Order, slot: Slot): readonly Need[] {
  const route = routeOf(order, slot);
  if (order.differences.some((difference) => difference.slot === slot.name)) return [];
  const wanted = wantedContent(order, slot);
  const isWanted = Object.keys(wanted).length > 0;
  if (slot.acceptedAs === undefined && isWanted) return nextStep(order, slot, route);
  const shipped = shipmentsOf(order, slot, route);
  const posted = shipped.flatMap((shipment) => needsOfShipment(order, slot, route, shipment));
  const warehouse = needOfWarehouse(order, slot, route, wanted);
  return [...posted, ...(warehouse ? [warehouse] : needOfErp(order, slot, wanted))];
}

/** The first of the route's steps that is not confirmed. */
function nextStep(order: Order, slot: Slot, route: Route): readonly Need[] {
  if (order.holds.some((hold) => hold.line === undefined)) return [];
  const reference = slotReference(order, slot);
  for (const step of route.steps) {
    const key = keys.step(step, slot);
    if (order.results[key]?.status === 'confirmed') continue;
    if (step === 'create') return [need(order, key, route.system, reference, { op: 'create', document: documentOf(order, slot, route) })];
    return slot.erp ? [need(order, key, route.system, reference, { op: step, reference, target: slot.erp.document })] : [];
  }
  return [];
}

function documentOf(order: Order, slot: Slot, route: Route): Extract<Instruction, { op: 'create' }>['document'] {
  const shipTo = order.pendingShipTo?.shipTo ?? order.shipTo;
  return {
    reference: slotReference(order, slot),
    customer: order.customer,
    ...(order.purchaseOrder !== undefined && { purchaseOrder: order.purchaseOrder }),
    ...(shipTo && { shipTo }),
    warehouse: route.warehouse,
    currency: order.currency,
    lines: wantedLines(order, slot),
  };
}

/** Releases, changes or cancels at the warehouse; undefined when it holds what is wanted, or has nothing to do with it. */
function needOfWarehouse(order: Order, slot: Slot, route: Route, wanted: Content): Need | undefined {
  const isWanted = Object.keys(wanted).length > 0;
  if (route.fulfilment === undefined) return undefined;
  const reference = slotReference(order, slot);
  if (!slot.warehouse || slot.warehouse.isCancelled) {
    return isWanted ? need(order, keys.release(slot), route.fulfilment, reference, { op: 'release', order: warehouseOrder(order, slot, route) }) : undefined;
  }
  if (isAsWanted(order, slot.warehouse, wanted)) return undefined;
  const target = slot.warehouse.document;
  if (!isWanted)
    return need(order, keys.cancelRelease(slot), route.fulfilment, reference, { op: 'cancel-release', reference, target, reason: lastReason(order) });
  return need(order, keys.changeRelease(slot), route.fulfilment, reference, {
    op: 'change-release',
    reference,
    target,
    order: warehouseOrder(order, slot, route),
  });
}

function warehouseOrder(order: Order, slot: Slot, route: Route): Extract<Instruction, { op: 'release' }>['order'] {
  const shipTo = order.pendingShipTo?.shipTo ?? order.shipTo;
  const revision = slot.warehouse?.isCancelled ? `.${slot.revision}` : '';
  return {
    reference: `${slotReference(order, slot)}${revision}`,
    ...(slot.erp?.document.number !== undefined && { orderNumber: slot.erp.document.number }),
    customer: order.customer,
    ...(shipTo && { shipTo }),
    warehouse: route.warehouse,
    lines: wantedLines(order, slot),
  };
}

/** Amends or cancels the ERP's document, once the warehouse holds what is wanted. */
function needOfErp(order: Order, slot: Slot, wanted: Content): readonly Need[] {
  const { erp } = slot;
  if (!erp || erp.isCancelled || isAsWanted(order, erp, wanted)) return [];
  const route = routeOf(order, slot);
  const reference = slotReference(order, slot);
  const target = newestOf(order, route.system, erp.document);
  if (Object.keys(wanted).length === 0)
    return [need(order, keys.cancel(slot), route.system, reference, { op: 'cancel', reference, target, reason: lastReason(order) })];
  return [
    need(order, keys.amend(slot), route.system, reference, {
      op: 'amend',
      reference: `${reference}/${slot.revision}`,
      target,
      document: documentOf(order, slot, route),
    }),
  ];
}

function isAsWanted(order: Order, holding: NonNullable<Slot['erp']>, wanted: Content): boolean {
  if (Object.keys(wanted).length === 0) return holding.isCancelled === true;
  return sameContent(holding.content, wanted) && (holding.shipTo === undefined || holding.shipTo === shipToText(order));
}

/** The document at the version that was last reported: what a person changed there beside the quantities has moved it on. */
function newestOf(order: Order, system: string, document: DocumentRef): DocumentRef {
  const reported = order.documents[documentKey({ system, type: 'sales-order', id: document.id })]?.version;
  return reported === undefined ? document : { ...document, version: reported };
}

function lastReason(order: Order): string {
  return order.changes.at(-1)?.reason ?? 'not wanted any more';
}

/** What has left the warehouse for this slot. */
function shipmentsOf(order: Order, slot: Slot, route: Route): readonly ShipmentSnapshot[] {
  const fulfiller = route.fulfilment ?? route.system;
  const mine = new Set(schedulesOf(order).flatMap(({ schedule, lineKey }) => (schedule.slot === slot.name ? [lineKey] : [])));
  return Object.values(order.documents)
    .flatMap((d) =>
      d.type === 'shipment' && d.system === fulfiller && (d.state === 'shipped' || d.state === 'delivered') && d.lines.some((line) => mine.has(line.lineKey))
        ? [d]
        : [],
    )
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Goods issue in the ERP, then the invoice, and the channel told, for one shipment. */
function needsOfShipment(order: Order, slot: Slot, route: Route, shipment: ShipmentSnapshot): readonly Need[] {
  const needs: Need[] = [];
  const notice = noticeOf(order, slot, route, shipment);
  const reference = `${slotReference(order, slot)}/${shipment.id}`;
  if (slot.erp && route.fulfilment !== undefined && route.can.includes('goods-issue')) {
    const issue = keys.goodsIssue(slot, shipment.id);
    const isIssued = order.results[issue]?.status === 'confirmed';
    if (!isIssued) needs.push(need(order, issue, route.system, reference, { op: 'goods-issue', reference, target: slot.erp.document, shipment: notice }));
    const invoice = keys.invoice(slot, shipment.id);
    if (isIssued && route.can.includes('invoice') && order.results[invoice]?.status !== 'confirmed') {
      needs.push(need(order, invoice, route.system, reference, { op: 'invoice', reference, target: slot.erp.document, shipment: notice }));
    }
  }
  if (route.tell) {
    const told = keys.fulfil(route.tell.system, shipment.id);
    if (order.results[told]?.status !== 'confirmed')
      needs.push(need(order, told, route.tell.system, reference, { op: 'fulfil', reference, orderId: route.tell.orderId, shipment: notice }));
  }
  return needs;
}

function noticeOf(order: Order, slot: Slot, route: Route, shipment: ShipmentSnapshot): ShipmentNotice {
  const mine = new Set(schedulesOf(order).flatMap(({ schedule, lineKey }) => (schedule.slot === slot.name ? [lineKey] : [])));
  const lines = shipment.lines.flatMap((line) =>
    mine.has(line.lineKey) && line.shipped !== undefined && line.shipped !== '0' ? [{ lineKey: line.lineKey, quantity: line.shipped }] : [],
  );
  return {
    id: shipment.id,
    ...(shipment.number !== undefined && { number: shipment.number }),
    warehouse: shipment.warehouse ?? route.warehouse,
    lines,
    packages: shipment.packages,
  };
}

/** The effect, unless it was refused or stopped and nobody has had it sent again. */
function need(order: Order, key: string, system: string, reference: string, body: Instruction): Need {
  const result: Result | undefined = order.results[key];
  if (result?.status === 'refused' || result?.status === 'stopped') return { kind: 'blocked', key };
  return { kind: 'effect', effect: { key, system, reference, body, reopened: result?.reopened ?? 0 } };
}
