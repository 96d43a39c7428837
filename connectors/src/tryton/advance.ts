import type { DocumentRef } from '@crossdock/canonical';
import type { ProbeAnswer, WriteAnswer, WriteOperation } from '@crossdock/connector-kit';
import type { SaleRow } from './api.ts';
import type { Conversation } from './client.ts';
import type { Desk } from './desk.ts';
import { saleSnapshot, versionOf } from './map.ts';
import { confirmed, idOf, press, refOf, saleById } from './records.ts';
import { answering, fail, reading, refuse } from './stop.ts';
import { lookUntil, settleMs } from './time.ts';

/**
 * Quotes a draft: Tryton gives it a number and adds the freight line. Grade A, as it only sets the state of one record: a repetition
 * finds it set.
 */
export function quoteOperation(desk: Desk): WriteOperation<'quote'> {
  return {
    grade: 'A',
    settleMs,
    callMsMax: 20_000,
    proof: 'the sale has a number and is a quotation or further',
    undo: 'cancel',
    limiter: 'default',
    send: ({ target }, call) => {
      const talk = desk.converse(call);
      return answering(talk, () => quote(talk, desk, target));
    },
    probe: ({ target }, call) => {
      const talk = desk.converse(call);
      return reading(talk, () => seen(talk, desk, target, isQuoted));
    },
  };
}

async function quote(talk: Conversation, desk: Desk, target: DocumentRef): Promise<WriteAnswer> {
  const id = idOf(target);
  await press(talk, 'sale.sale', 'quote', [id]);
  const sale = await saleById(talk, id);
  if (isQuoted(sale)) return confirmed(saleSnapshot(sale, desk.names), []);
  return sale.state === 'cancelled' ? cancelledMeanwhile(sale) : unmoved(sale, 'quote');
}

function isQuoted({ state, number }: SaleRow): boolean {
  return number !== null && state !== 'draft' && state !== 'cancelled';
}

/** The longest that Tryton's own worker may take to process a confirmed sale before somebody must look, in ms. */
const processingMsMax = 120_000;

/**
 * Confirms a quotation: credit check, then processing, which makes the shipment. The check locks whole tables, so one at a time. Grade A,
 * as it only sets the state of one record. What goes wrong in processing is only logged by Tryton, and the sale stays `confirmed` for
 * good: so `confirmed` is no proof. An administrator's session, where there is one, can have it processed and sees what is wrong.
 */
export function confirmOperation(desk: Desk): WriteOperation<'confirm'> {
  return {
    grade: 'A',
    settleMs,
    callMsMax: 30_000,
    proof: 'the sale is in process, or done: its shipment is made',
    undo: 'cancel',
    limiter: 'confirm',
    send: ({ target }, call) => {
      const talk = desk.converse(call);
      return answering(talk, () => confirm(talk, desk, idOf(target), desk.converseAsAdmin?.(call)));
    },
    probe: ({ target }, call) => {
      const talk = desk.converse(call);
      return reading(talk, () => probeConfirmation(talk, desk, target));
    },
  };
}

async function confirm(talk: Conversation, desk: Desk, id: number, admin: Conversation | undefined): Promise<WriteAnswer> {
  const before = await saleById(talk, id);
  if (before.state === 'draft') return refuse({ class: 'conflict', code: 'not-quoted', message: `sale ${before.id} is still a draft` });
  if (before.state === 'cancelled') return cancelledMeanwhile(before);
  if (before.state === 'quotation') await press(talk, 'sale.sale', 'confirm', [id]);
  if (before.state === 'confirmed' && admin !== undefined) await press(admin, 'sale.sale', 'process', [id]);
  const after = await lookUntil(() => saleById(talk, id), isProcessed);
  if (isProcessed(after)) return confirmed(saleSnapshot(after, desk.names), []);
  if (after.state === 'confirmed') return fail({ class: 'in-doubt', message: `sale ${after.number} is confirmed, but not yet in process` });
  return after.state === 'cancelled' ? cancelledMeanwhile(after) : unmoved(after, 'confirm');
}

function isProcessed({ state }: SaleRow): boolean {
  return state === 'processing' || state === 'done';
}

async function probeConfirmation(talk: Conversation, desk: Desk, target: DocumentRef): Promise<ProbeAnswer> {
  const sale = await saleById(talk, idOf(target));
  if (sale.state !== 'confirmed') return found(sale, desk, isProcessed);
  const version = versionOf([sale, ...sale['lines.']]);
  const waitedMs = talk.now().getTime() - Date.parse(`${version.slice(0, 23)}Z`);
  const since = `sale ${sale.number} is confirmed since ${version}, but not in process`;
  if (waitedMs <= processingMsMax) return { kind: 'failed', class: 'in-doubt', message: since };
  return desk.converseAsAdmin === undefined ? { kind: 'undecidable', evidence: `${since}: Tryton's log says why` } : { kind: 'absent' };
}

async function seen(talk: Conversation, desk: Desk, target: DocumentRef, isDone: (sale: SaleRow) => boolean): Promise<ProbeAnswer> {
  return found(await saleById(talk, idOf(target)), desk, isDone);
}

/** What a probe says of a sale that should have come to some state. */
function found(sale: SaleRow, desk: Desk, isDone: (sale: SaleRow) => boolean): ProbeAnswer {
  if (sale.state === 'cancelled') return { kind: 'undecidable', evidence: `sale ${sale.number ?? sale.id} was cancelled in Tryton` };
  if (!isDone(sale)) return { kind: 'absent' };
  const snapshot = saleSnapshot(sale, desk.names);
  return { kind: 'found', document: refOf(snapshot), snapshots: [snapshot], differences: [] };
}

function cancelledMeanwhile(sale: SaleRow): never {
  return refuse({ class: 'conflict', code: 'cancelled', message: `sale ${sale.number ?? sale.id} was cancelled in Tryton` });
}

function unmoved(sale: SaleRow, button: string): never {
  return fail({ class: 'in-doubt', message: `Tryton accepted "${button}", but sale ${sale.number ?? sale.id} is still in state ${sale.state}` });
}
