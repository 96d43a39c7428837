import { type Decision, decided, readObject, readText, refused } from '../stand-in/index.ts';
import { type ErpDocument, type Invoice, revised } from './documents.ts';

/** A person notes that the customer does not agree with an invoice, `{"reason"}`, or that they have come to terms, `{"reason":null}`. */
export function disputeInvoice(invoice: Invoice, body: unknown, at: string): Decision<ErpDocument, Invoice> {
  const source = readObject(body, '');
  const dispute = source.fields['reason'] === null ? null : readText(source, 'reason');
  if (dispute === (invoice.dispute ?? null)) return decided([], invoice);
  if (dispute !== null && invoice.state === 'paid') return refused('nothing-to-do', `nothing of ${invoice.number} is open`);
  const changed = revised<Invoice>(invoice, { dispute }, at);
  return decided([changed], changed);
}
