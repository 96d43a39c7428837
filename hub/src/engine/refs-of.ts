import type { OrderEvent } from '../orders/index.ts';

/** A name by which an order can be found. */
export type Ref = { readonly system: string; readonly kind: string; readonly value: string; readonly subjectId: string };

/** The names that events bring: the order's own, the customer's PO, and whatever the systems call their documents. */
export function refsOf(subjectId: string, events: readonly OrderEvent[]): readonly Ref[] {
  return events.flatMap((event) => namesIn(event).map(([system, kind, value]): Ref => ({ system, kind, value, subjectId })));
}

type Name = readonly [system: string, kind: string, value: string];

function namesIn(event: OrderEvent): readonly Name[] {
  switch (event.type) {
    case 'order.received': {
      const { order } = event;
      const names: Name[] = order.references.map((reference) => [reference.system, reference.kind, reference.value]);
      if (order.purchaseOrder !== undefined) names.push([`customer:${order.customer}`, 'purchase-order', order.purchaseOrder]);
      return names;
    }
    case 'internal.confirmed': {
      return documentNames(event.system, event.document);
    }
    case 'internal.reported': {
      const { snapshot } = event;
      const tracking =
        snapshot.type === 'shipment'
          ? snapshot.packages.flatMap((p): Name[] => (p.tracking === undefined ? [] : [[p.carrier ?? snapshot.system, 'tracking', p.tracking]]))
          : [];
      return [...documentNames(snapshot.system, snapshot), ...tracking];
    }
    default:
      return [];
  }
}

function documentNames(system: string, document: { readonly id: string; readonly number?: string }): readonly Name[] {
  const id: Name = [system, 'document', document.id];
  return document.number === undefined || document.number === document.id ? [id] : [id, [system, 'number', document.number]];
}
