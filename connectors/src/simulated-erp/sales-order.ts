import type { OrderDocument } from '@crossdock/canonical';
import {
  type Call,
  type Confirmation,
  compareDocument,
  type Failure,
  type ProbeAnswer,
  type Refusal,
  type WriteAnswer,
  type WriteOperation,
} from '@crossdock/connector-kit';
import { readSalesOrder, type SalesOrder } from './api.ts';
import { type Access, ask } from './client.ts';
import { asKept, comparedFields, fromSalesOrder } from './map.ts';

/** What the operations share: the system's id and address, and what is known of its manners. */
export type Documents = {
  readonly system: string;
  readonly access: Access;
  readonly grade: 'A' | 'B' | 'C';
  readonly settleMs: number;
  readonly callMsMax: number;
};

type Traits = Pick<WriteOperation<'create'>, 'settleMs' | 'callMsMax' | 'limiter'>;

/** Traits that all operations of this ERP have. */
export function traitsOf({ settleMs, callMsMax }: Documents): Traits {
  return { settleMs, callMsMax, limiter: 'default' };
}

/** A sales order that was asked for. */
export type Got = { readonly kind: 'got'; readonly value: SalesOrder } | Refusal | Failure;

/** Reads the order as it is now. */
export function read({ access }: Documents, id: string, call: Call): Promise<Got> {
  return ask(access, { method: 'GET', path: `/sales-orders/${encodeURIComponent(id)}`, commits: false, read: readSalesOrder }, call);
}

/** Has something done to the order that its path names. */
export function post({ access }: Documents, id: string, verb: 'confirm' | 'cancel', call: Call): Promise<Got> {
  const path = `/sales-orders/${encodeURIComponent(id)}/${verb}`;
  return ask(access, { method: 'POST', path, body: {}, commits: true, read: readSalesOrder }, call);
}

/** OK without the proof state is no confirmation. */
export function provenBy(documents: Documents, answer: Got, isDone: (order: SalesOrder) => boolean): WriteAnswer {
  if (answer.kind !== 'got') return answer;
  if (isDone(answer.value)) return confirmed(documents, answer.value);
  return { kind: 'failed', class: 'in-doubt', message: `answered as if done, but ${answer.value.number} is ${answer.value.state}` };
}

/** Whether an operation on a known order is to be seen in it; `absent` means that it is not. */
export async function probeState(documents: Documents, id: string, call: Call, isDone: (order: SalesOrder) => boolean): Promise<ProbeAnswer> {
  const answer = await read(documents, id, call);
  if (answer.kind === 'refused') return { kind: 'undecidable', evidence: answer.message };
  if (answer.kind === 'failed') return answer;
  if (isDone(answer.value)) return found(documents, answer.value);
  return isLive(answer.value) ? { kind: 'absent' } : { kind: 'undecidable', evidence: `${answer.value.number} is cancelled` };
}

/** What was sent, if it is to be compared: an amendment keeps the reference that its create had. */
export type Sent = { readonly document: OrderDocument; readonly by: 'create' | 'amend' };

/** The order as a confirmation. */
export function confirmed(documents: Documents, order: SalesOrder, sent?: Sent): Confirmation {
  return { ...found(documents, order, sent), kind: 'confirmed' };
}

/** The order as a probe finds it. */
export function found({ system, grade }: Documents, order: SalesOrder, sent?: Sent): Extract<ProbeAnswer, { kind: 'found' }> {
  const snapshot = fromSalesOrder(system, order);
  const fields = sent?.by === 'create' && grade !== 'C' ? (['reference', ...comparedFields] as const) : comparedFields;
  return {
    kind: 'found',
    document: { id: order.id, number: order.number, version: String(order.version) },
    snapshots: [snapshot],
    differences: sent === undefined ? [] : compareDocument(asKept(sent.document), snapshot, fields),
  };
}

/** Whether the order already has all that an amendment could give it. */
export function hasContent(order: SalesOrder, wanted: OrderDocument): boolean {
  return isLive(order) && compareDocument(asKept(wanted), fromSalesOrder('', order), ['shipTo', 'requestedDate', 'unit']).length === 0;
}

/** Whether the order still stands. */
export function isLive(order: SalesOrder): boolean {
  return order.state !== 'cancelled';
}
