import { expect } from 'vitest';
import { decimal } from '../decimal.ts';
import type { Grade } from '../stand-in/index.ts';
import { receiveGoods } from '../wms/allocate.ts';
import { cancelOrder, changeOrder, readCancel, readOrderChange } from '../wms/change-order.ts';
import { createOrder, readOrder } from '../wms/create-order.ts';
import type { Order, Shipment, Warehouse } from '../wms/documents.ts';
import { messagesOf, openWmsLedger, type WmsDecision } from '../wms/ledger.ts';
import { stepOn } from '../wms/step.ts';
import type { Step } from '../wms/work.ts';

const at = '2026-11-21T10:00:00.000Z';
/** A line of a request. */
export const line = (key: string, item: string, quantity: string, unit = 'EA') => ({ key, item, quantity, unit });
type Portion = readonly (readonly [key: string, quantity: string])[];

/** A WMS without its wire: each verb decides and commits; `told` collects the messages. */
export function wms(grade: Grade = 'A') {
  const ledger = openWmsLedger(undefined);
  const told: string[] = [];
  const settle = <A>(decision: WmsDecision<A>) => {
    if (decision.outcome === 'refused') return decision;
    const messages = messagesOf(ledger, decision.documents, decision.tell, at);
    ledger.book.commit([...decision.documents, ...messages]);
    for (const message of messages) expect(ledger.book.changes(['message'], message.sequence - 1, 1).changes[0]?.document.id).toBe(message.id);
    told.push(...messages.map(({ type, shipment }) => `${type} ${shipment.number} v${shipment.version}`));
    return decision;
  };
  const order = (id = 'wo-000001'): Order => {
    const found = ledger.book.find('order', id);
    if (found === undefined) throw new Error(`no order ${id}`);
    return found;
  };
  const portionOf = (portion: Portion | undefined) => portion?.map(([key, quantity]) => ({ key, quantity: decimal(quantity) }));
  return {
    ledger,
    told,
    order,
    shipments: (id?: string) => ledger.shipmentsOf(order(id)),
    create: (lines: readonly object[], more: object = {}) =>
      settle(createOrder(ledger, 'EDC', readOrder({ reference: 'REL-1', order: 'ORD-1', lines, ...more }, undefined), { grade, at })),
    step: (step: Step | 'allocate', portion?: Portion, more: { readonly shipment?: string; readonly tracking?: string } = {}, id?: string) =>
      settle(
        stepOn(ledger, order(id), step, { request: { portion: portionOf(portion), shipment: more.shipment, tracking: more.tracking, carrier: undefined }, at }),
      ),
    change: (body: unknown, id?: string) => settle(changeOrder(ledger, order(id), readOrderChange(body), at)),
    cancel: (body: unknown = {}, id?: string) => settle(cancelOrder(ledger, order(id), readCancel(body), at)),
    receive: (item: string, quantity: string, warehouse: Warehouse = 'EDC') =>
      settle(receiveGoods(ledger, { warehouse, item, quantity: decimal(quantity), at })),
    stock: (item: string) => ledger.stock('EDC', item),
  };
}
/** Matches a refusal. */
export const refusedWith = (code: string, more: object = {}) => expect.objectContaining({ outcome: 'refused', code, ...more });
/** Shipments in short: number, state, and per line allocated-deallocated+backordered. */
export const summary = (shipments: readonly Shipment[]) =>
  shipments.map(
    ({ number, state, lines }) =>
      `${number} ${state} ${lines.map((each) => `${each.key}:${each.allocated}-${each.deallocated}+${each.backordered}`).join(' ')}`,
  );
