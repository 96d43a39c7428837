import type { DocumentRef, OrderDocument } from '@crossdock/canonical';
import type { ProbeAnswer, WriteAnswer, WriteOperation } from '@crossdock/connector-kit';
import { amendConfirmed } from './amend-confirmed.ts';
import type { SaleRow } from './api.ts';
import { amendmentOf, type Change, newHead, termsOf } from './change.ts';
import type { Conversation } from './client.ts';
import type { Desk } from './desk.ts';
import { compareSale, isGoodsLine, lineKeyOf, saleSnapshot } from './map.ts';
import { confirmed, idOf, press, refOf, saleById } from './records.ts';
import { linesAsValues, type Values } from './sale-values.ts';
import { answering, fail, reading, refuse } from './stop.ts';
import { settleMs } from './time.ts';

/**
 * Changes a sale to a new content. Before it is confirmed its lines are written anew; afterwards by Tryton's amendment, which bears our
 * reference and recomputes shipments that nobody has begun. Grade B: an amendment can be searched by its description, but Tryton would
 * take a second one; contents are absolute, so a second one would change nothing.
 */
export function amendOperation(desk: Desk): WriteOperation<'amend'> {
  return {
    grade: 'B',
    settleMs,
    callMsMax: 45_000,
    proof: 'the sale has the new lines, quantities, units, prices and ship-to; once confirmed also a validated amendment under our reference',
    undo: 'amend',
    limiter: 'default',
    send: ({ reference, target, document }, call) => {
      const [talk, admin] = [desk.converse(call), desk.converseAsAdmin?.(call)];
      const both = { hasWritten: () => talk.hasWritten() || admin?.hasWritten() === true };
      return answering(both, () => amend({ talk, admin, desk, reference, document }, idOf(target)));
    },
    probe: ({ reference, target, document }, call) => {
      const talk = desk.converse(call);
      return reading(talk, () => probe(talk, desk, { reference, target, document }));
    },
  };
}

async function amend(change: Change, id: number): Promise<WriteAnswer> {
  const { talk, desk, document } = change;
  const before = await saleById(talk, id);
  switch (before.state) {
    case 'cancelled':
      return refuse({ class: 'conflict', code: 'cancelled', message: `sale ${before.number ?? before.id} was cancelled in Tryton` });
    case 'confirmed':
      return fail({ class: 'transient', message: `sale ${before.number} is being processed`, retryAfterMs: 2_000 });
    case 'draft':
    case 'quotation':
      await rewrite(change, before);
      break;
    case 'processing':
    case 'done':
      await amendConfirmed(change, before);
      break;
    default:
      before.state satisfies never;
  }
  const after = await saleById(talk, id);
  return confirmed(saleSnapshot(after, desk.names), compareSale(withReferenceOf(after, document), after, desk.names));
}

/** A sale keeps the reference that it was created under, whatever its later versions are called. */
function withReferenceOf(sale: SaleRow, document: OrderDocument): OrderDocument {
  return { ...document, reference: sale.web_id ?? '' };
}

/** A quotation goes back to draft, is written in one call, and is quoted again, keeping its number. */
async function rewrite(change: Change, sale: SaleRow): Promise<void> {
  const { talk } = change;
  const values = await newContent(change, sale);
  if (sale.state === 'quotation') await press(talk, 'sale.sale', 'draft', [sale.id]);
  await talk.write('model.sale.sale.write', [[sale.id], values]);
  if (sale.number !== null) await press(talk, 'sale.sale', 'quote', [sale.id]);
}

async function newContent(change: Change, sale: SaleRow): Promise<Values> {
  const { talk, desk, document } = change;
  const lines = new Map(sale['lines.'].filter(isGoodsLine).map((line) => [lineKeyOf(line.note), line.id]));
  const kept = new Set(document.lines.map(({ lineKey }) => lineKey));
  const values = await linesAsValues(talk, desk, document.lines, await termsOf(change, sale));
  const commands = document.lines.map(({ lineKey }, index) => {
    const id = lines.get(lineKey);
    if (id === undefined) return ['create', [values[index]]];
    const { taxes: _taxes, ...line } = values[index] ?? {};
    return ['write', [id], line];
  });
  const gone = [...lines].flatMap(([lineKey, id]) => (lineKey === undefined || kept.has(lineKey) ? [] : [id]));
  return { ...(await newHead(change)), lines: [...commands, ...(gone.length > 0 ? [['delete', gone]] : [])] };
}

type Probed = { readonly reference: string; readonly target: DocumentRef; readonly document: OrderDocument };

async function probe(talk: Conversation, desk: Desk, { reference, target, document }: Probed): Promise<ProbeAnswer> {
  const sale = await saleById(talk, idOf(target));
  const snapshot = saleSnapshot(sale, desk.names);
  if (snapshot.state === 'cancelled') return { kind: 'undecidable', evidence: `sale ${sale.number ?? sale.id} was cancelled in Tryton` };
  const differences = compareSale(withReferenceOf(sale, document), sale, desk.names);
  const isDone =
    sale.state === 'draft' || sale.state === 'quotation' ? differences.length === 0 : (await amendmentOf(talk, sale.id, reference))?.state === 'validated';
  return isDone ? { kind: 'found', document: refOf(snapshot), snapshots: [snapshot], differences } : { kind: 'absent' };
}
