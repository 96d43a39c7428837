import { type Decimal, decimal, showMoney } from '../decimal.ts';
import { type Decision, decided, type Grade, readObject, readPositive, readText, refused } from '../stand-in/index.ts';
import { type ErpDocument, type Invoice, type Payment, revised, type SalesOrder } from './documents.ts';
import type { ErpLedger } from './ledger.ts';
import { stateOf } from './order-lines.ts';

/** Money that came in. Without a reference it was keyed in by a person. */
export type PaymentRequest = { readonly reference: string | undefined; readonly amount: Decimal };

/** Reads the body of `POST /invoices/{id}/payments`; throws Malformed. */
export function readPayment(body: unknown): PaymentRequest {
  const source = readObject(body, '');
  return { reference: readText(source, 'reference'), amount: readPositive(source, 'amount') };
}

/** Books a payment on an invoice; what is more than open is refused. The last one ends a dispute, and closes an order that is shipped whole. */
export function payInvoice(
  ledger: ErpLedger,
  invoice: Invoice,
  asked: PaymentRequest,
  { grade, at }: { grade: Grade; at: string },
): Decision<ErpDocument, Payment> {
  const [twin] = grade === 'A' && asked.reference !== undefined ? ledger.book.withReference('payment', asked.reference) : [];
  if (twin !== undefined) {
    if (twin.invoice === invoice.id && decimal(twin.amount) === asked.amount) return decided([], twin);
    return refused('duplicate-reference', `${twin.number} has this reference and other content`, {
      field: 'reference',
      more: { id: twin.id, number: twin.number },
    });
  }
  const left = decimal(invoice.open) - asked.amount;
  if (left < 0n) return refused('more-than-open', `${invoice.open} of ${invoice.number} is open`, { field: 'amount', more: { open: invoice.open } });
  const paid = showMoney(decimal(invoice.paid) + asked.amount);
  const changed = revised<Invoice>(
    invoice,
    { paid, open: showMoney(left), ...(left === 0n ? { state: 'paid', dispute: null } : { state: 'partly-paid' }) },
    at,
  );
  const no = String(ledger.book.nextNumber('payment')).padStart(6, '0');
  const payment: Payment = {
    kind: 'payment',
    id: `pay-${no}`,
    number: `PAY${no}`,
    version: 1,
    reference: asked.reference,
    invoice: invoice.id,
    amount: showMoney(asked.amount),
    currency: invoice.currency,
    createdAt: at,
    changedAt: at,
  };
  return decided([changed, payment, ...closedOrder(ledger, changed, at)], payment);
}

function closedOrder(ledger: ErpLedger, invoice: Invoice, at: string): readonly SalesOrder[] {
  const order = ledger.book.find('sales-order', invoice.order.id);
  if (order === undefined) return [];
  const state = stateOf(
    order,
    order.invoices.map((id) => (id === invoice.id ? invoice : ledger.book.find('invoice', id))),
  );
  return state === order.state ? [] : [revised<SalesOrder>(order, { state }, at)];
}
