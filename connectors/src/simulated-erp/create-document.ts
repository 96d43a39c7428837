import type { OrderDocument, SalesOrderSnapshot } from '@crossdock/canonical';
import {
  asFailure,
  type BodyOf,
  type Call,
  type Failure,
  type ProbeAnswer,
  type Refusal,
  type WriteAnswer,
  type WriteOperation,
} from '@crossdock/connector-kit';
import { readSalesOrder, readSalesOrders, type SalesOrder } from './api.ts';
import { ask } from './client.ts';
import { fromSalesOrder, toSalesOrder } from './map.ts';
import { confirmed, type Documents, found, isLive, traitsOf } from './sales-order.ts';

/** The answer holds the whole document, so what was sent is compared without a second call. */
export function createOperation(documents: Documents): WriteOperation<'create'> {
  const { access, grade } = documents;
  const probe = (body: BodyOf<'create'>, call: Call) => probeCreated(documents, body.document, call);
  return {
    ...traitsOf(documents),
    grade,
    proof: 'the answer shows the document',
    undo: 'cancel',
    send: async (body, call) => {
      const asked = { method: 'POST', path: '/sales-orders', body: toSalesOrder(body.document), commits: true, read: readSalesOrder } as const;
      const answer = await ask(access, asked, call);
      if (answer.kind === 'refused' && answer.code === 'duplicate-reference') return judgeDuplicate(answer, await probe(body, call));
      return answer.kind === 'got' ? confirmed(documents, answer.value, { document: body.document, by: 'create' }) : answer;
    },
    ...(grade === 'C' ? {} : { probe }),
  };
}

/** "Already there" is a success only when what is there is alive and ours to the letter. */
function judgeDuplicate(refusal: Refusal, found: ProbeAnswer): WriteAnswer {
  switch (found.kind) {
    case 'found': {
      if (found.differences.length === 0) return { ...found, kind: 'confirmed' };
      const fields = found.differences.map(({ lineKey, field }) => (lineKey === undefined ? field : `${field} of line ${lineKey}`));
      return { ...refusal, message: `${refusal.message}, with other content: ${fields.join(', ')}` };
    }
    case 'undecidable':
      return { ...refusal, message: found.evidence };
    case 'absent':
      return refusal;
    case 'failed':
      return { ...found, class: 'in-doubt' };
    default:
      return found satisfies never;
  }
}

async function probeCreated(documents: Documents, document: OrderDocument, call: Call): Promise<ProbeAnswer> {
  const held = await search(documents, document.reference, call);
  if (held.kind === 'failed') return held;
  const live = held.value.filter(isLive);
  const [order] = live;
  if (live.length > 1) return { kind: 'undecidable', evidence: `${numbersOf(live)} all have the reference ${document.reference}` };
  if (order !== undefined) return found(documents, order, { document, by: 'create' });
  if (held.value.length > 0) return { kind: 'undecidable', evidence: `${numbersOf(held.value)} with the reference ${document.reference} is cancelled` };
  return { kind: 'absent' };
}

/** For the sweeper: every live order under a reference. */
export async function listLive(
  documents: Documents,
  reference: string,
  call: Call,
): Promise<{ kind: 'listed'; snapshots: readonly SalesOrderSnapshot[] } | Failure> {
  const held = await search(documents, reference, call);
  if (held.kind === 'failed') return held;
  return { kind: 'listed', snapshots: held.value.filter(isLive).map((order) => fromSalesOrder(documents.system, order)) };
}

async function search({ access }: Documents, reference: string, call: Call): Promise<{ kind: 'got'; value: readonly SalesOrder[] } | Failure> {
  const path = `/sales-orders?reference=${encodeURIComponent(reference)}`;
  const answer = await ask(access, { method: 'GET', path, commits: false, read: readSalesOrders }, call);
  return answer.kind === 'got' ? { kind: 'got', value: answer.value.items } : asFailure(answer);
}

function numbersOf(orders: readonly SalesOrder[]): string {
  return orders.map(({ number }) => number).join(', ');
}
