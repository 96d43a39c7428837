import type { InvoiceSnapshot } from '@crossdock/canonical';
import type { BodyOf, ProbeAnswer, WriteAnswer, WriteOperation } from '@crossdock/connector-kit';
import { type InvoiceRow, invoiceFields, listOf, readInvoice, type SaleRow } from './api.ts';
import type { Conversation } from './client.ts';
import type { Desk } from './desk.ts';
import { invoiceSnapshot } from './map.ts';
import { claimOf } from './map-shipment.ts';
import { confirmed, idOf, press, refOf, saleById, shipmentsOfSales } from './records.ts';
import { answering, fail, reading, refuse } from './stop.ts';
import { lookUntil, settleMs } from './time.ts';

/**
 * Posts the invoice that Tryton drafts when a shipment is done. Grade A: it makes nothing, it sets the state of a record that Tryton
 * itself makes once per shipped quantity; a repetition finds it posted. Tryton dates it with its own today, because an invoice must
 * not be older than the last one of its numbers.
 */
export function invoiceOperation(desk: Desk): WriteOperation<'invoice'> {
  return {
    grade: 'A',
    settleMs,
    callMsMax: 30_000,
    proof: 'the invoice of the goods issue is posted, with a number',
    undo: null,
    limiter: 'default',
    send: (body, call) => {
      const talk = desk.converse(call);
      return answering(talk, () => post(talk, desk, body));
    },
    probe: (body, call) => {
      const talk = desk.converse(call);
      return reading(talk, () => probe(talk, desk, body));
    },
  };
}

type Body = BodyOf<'invoice'>;
type Found = { readonly sale: SaleRow; readonly isIssued: boolean; readonly invoices: readonly InvoiceRow[] };

/** The invoices of what one goods issue shipped: one, unless it took several shipments. */
async function look(talk: Conversation, { target, shipment: notice }: Body): Promise<Found> {
  const sale = await saleById(talk, idOf(target));
  const shipments = await shipmentsOfSales(talk, [sale.id]);
  const issued = shipments.filter(({ state, reference }) => state === 'done' && claimOf(reference)?.noticeId === notice.id);
  const moves = issued.flatMap((shipment) => shipment['outgoing_moves.']);
  const ids = new Set(moves.flatMap((move) => move['invoice_lines.'].flatMap(({ invoice }) => (invoice === null ? [] : [invoice]))));
  const isInvoiced = moves.every((move) => move['invoice_lines.'].length > 0);
  const invoices = ids.size === 0 ? [] : await talk.read(listOf(readInvoice), 'model.account.invoice.read', [[...ids].sort((a, b) => a - b), invoiceFields]);
  return { sale, isIssued: issued.length > 0, invoices: isInvoiced ? invoices : [] };
}

async function post(talk: Conversation, desk: Desk, body: Body): Promise<WriteAnswer> {
  const before = await lookUntil(
    () => look(talk, body),
    ({ isIssued, invoices }) => !isIssued || invoices.length > 0,
  );
  if (!before.isIssued)
    refuse({ class: 'conflict', code: 'goods-not-issued', message: `nothing of sale ${before.sale.number} is shipped as ${body.shipment.id}` });
  if (before.invoices.length === 0) fail({ class: 'transient', message: `Tryton has not drafted the invoice of ${body.shipment.id} yet`, retryAfterMs: 2_000 });
  for (const invoice of before.invoices) await postOne(talk, invoice, body.reference);
  const after = await look(talk, body);
  const [proof, ...others] = snapshotsOf(after, desk);
  if (proof === undefined || !isPosted(after)) {
    return fail({ class: 'in-doubt', message: `Tryton accepted "post", but ${after.invoices.map(({ id, state }) => `invoice ${id} is ${state}`).join(', ')}` });
  }
  return confirmed(proof, [], others);
}

async function postOne(talk: Conversation, { id, state, number }: InvoiceRow, reference: string): Promise<void> {
  if (state === 'cancelled') refuse({ class: 'conflict', code: 'cancelled', message: `invoice ${number ?? id} was cancelled in Tryton` });
  if (state === 'posted' || state === 'paid') return;
  await talk.write('model.account.invoice.write', [[id], { reference }]);
  await press(talk, 'account.invoice', 'post', [id]);
}

function isPosted({ invoices }: Found): boolean {
  return invoices.length > 0 && invoices.every(({ state, number }) => (state === 'posted' || state === 'paid') && number !== null);
}

function snapshotsOf({ invoices, sale }: Found, desk: Desk): readonly InvoiceSnapshot[] {
  return invoices.map((invoice) => invoiceSnapshot(invoice, sale, desk.names));
}

async function probe(talk: Conversation, desk: Desk, body: Body): Promise<ProbeAnswer> {
  const found = await look(talk, body);
  const [proof, ...others] = snapshotsOf(found, desk);
  if (proof === undefined || !isPosted(found)) return { kind: 'absent' };
  return { kind: 'found', document: refOf(proof), snapshots: [proof, ...others], differences: [] };
}
