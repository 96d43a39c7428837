import { decimal } from '../decimal.ts';
import { type Decision, decided, type Grade, type Refusal, refused } from '../stand-in/index.ts';
import { type Customer, type ErpDocument, revised, type SalesOrder, type SalesOrderLine, warehouses } from './documents.ts';
import type { ErpLedger } from './ledger.ts';
import { isRefusal, makeLine, refuseOverLimit, totalsOf } from './order-lines.ts';
import { knownShipTo } from './questions.ts';
import type { SalesOrderRequest } from './read-sales-order.ts';

/** How this ERP is set up, and the time of the call. */
export type Rules = { readonly grade: Grade; readonly isTwoStep: boolean; readonly at: string };

/** Creates a sales order, confirmed at once unless the ERP wants two steps. */
export function createSalesOrder(ledger: ErpLedger, asked: SalesOrderRequest, { grade, isTwoStep, at }: Rules): Decision<ErpDocument, SalesOrder> {
  const [twin] = grade === 'A' && asked.reference !== undefined ? ledger.book.withReference('sales-order', asked.reference) : [];
  if (twin !== undefined)
    return refused('duplicate-reference', `${twin.number} has this reference`, { field: 'reference', more: { id: twin.id, number: twin.number } });
  const customer = ledger.customer(asked.customer);
  if (customer === undefined) return refused('unknown-customer', `customer ${asked.customer} does not exist`, { field: 'customer' });
  const wrong = refuseHeader(asked, customer);
  if (wrong !== undefined) return wrong;
  const lines: SalesOrderLine[] = [];
  for (const [index, line] of asked.lines.entries()) {
    const made = makeLine(ledger, customer, line, `lines[${index}]`);
    if (isRefusal(made)) return made;
    lines.push(made);
  }
  const totals = totalsOf(lines, customer);
  const tooMuch = isTwoStep ? undefined : refuseOverLimit(ledger, customer, decimal(totals.net));
  if (tooMuch !== undefined) return tooMuch;
  const no = String(ledger.book.nextNumber('sales-order')).padStart(6, '0');
  const order: SalesOrder = {
    kind: 'sales-order',
    id: `so-${no}`,
    number: `SO${no}`,
    version: 1,
    state: isTwoStep ? 'draft' : 'confirmed',
    reference: asked.reference,
    customer: asked.customer,
    shipTo: asked.shipTo ?? customer.shipTos[0]?.code ?? null,
    contact: asked.contact,
    warehouse: asked.warehouse,
    currency: asked.currency,
    requestedDate: asked.requestedDate,
    lines,
    totals,
    goodsIssues: [],
    invoices: [],
    changedBy: 'integration',
    createdAt: at,
    changedAt: at,
  };
  return decided([order], order);
}

/** Confirms a draft: only now the credit is checked. A confirmed order answers as it is. */
export function confirmSalesOrder(ledger: ErpLedger, order: SalesOrder, at: string): Decision<ErpDocument, SalesOrder> {
  if (order.state === 'cancelled') return refused('wrong-state', `${order.number} is cancelled`, { more: { state: order.state } });
  if (order.state !== 'draft') return decided([], order);
  const customer = ledger.customer(order.customer);
  if (customer === undefined) return refused('unknown-customer', `customer ${order.customer} does not exist`);
  if (!customer.active) return refused('inactive-customer', `customer ${customer.id} is not active`);
  const tooMuch = refuseOverLimit(ledger, customer, decimal(order.totals.net));
  if (tooMuch !== undefined) return tooMuch;
  const confirmed = revised<SalesOrder>(order, { state: 'confirmed', changedBy: 'integration' }, at);
  return decided([confirmed], confirmed);
}

function refuseHeader(asked: SalesOrderRequest, customer: Customer): Refusal | undefined {
  if (!customer.active) return refused('inactive-customer', `customer ${customer.id} is not active`, { field: 'customer' });
  if (!warehouses.some((code) => code === asked.warehouse)) return refused('unknown-warehouse', `there are ${warehouses.join(', ')}`, { field: 'warehouse' });
  if (asked.currency !== 'USD') return refused('unknown-currency', 'this company sells in USD', { field: 'currency' });
  return refuseShipTo(customer, asked.shipTo);
}

/** Refuses a ship-to that the customer does not have, or no longer uses. */
export function refuseShipTo(customer: Customer, shipTo: SalesOrderRequest['shipTo']): Refusal | undefined {
  if (shipTo === null) return undefined;
  const { known, active } = knownShipTo(customer, shipTo);
  if (!known) return refused('unknown-ship-to', `${customer.id} has no ship-to ${String(shipTo)}`, { field: 'shipTo' });
  return active ? undefined : refused('inactive-ship-to', `ship-to ${String(shipTo)} is not active`, { field: 'shipTo' });
}
