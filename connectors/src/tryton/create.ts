import type { OrderDocument } from '@crossdock/canonical';
import type { ProbeAnswer, WriteAnswer, WriteOperation } from '@crossdock/connector-kit';
import { readCreated } from './api.ts';
import { type Conversation, understood } from './client.ts';
import type { Desk } from './desk.ts';
import { compareSale, saleSnapshot } from './map.ts';
import { confirmed, refOf, saleById, saleByReference } from './records.ts';
import { saleValues } from './sale-values.ts';
import { answering, reading, refuse } from './stop.ts';
import { settleMs } from './time.ts';

/**
 * Creates a sale in state draft. Grade A: the module `web_shop` has the database keep `sale.sale.web_id` unique, and that is our
 * reference. Needs that module.
 */
export function createOperation(desk: Desk): WriteOperation<'create'> {
  return {
    grade: 'A',
    settleMs,
    callMsMax: 30_000,
    proof: 'the sale under our reference is live and has our customer, lines, quantities, units and prices',
    undo: 'cancel',
    limiter: 'default',
    send: ({ document }, call) => {
      const talk = desk.converse(call);
      return answering(talk, () => create(talk, desk, document));
    },
    probe: ({ document }, call) => {
      const talk = desk.converse(call);
      return reading(talk, () => probe(talk, desk, document));
    },
  };
}

async function create(talk: Conversation, desk: Desk, document: OrderDocument): Promise<WriteAnswer> {
  const values = await saleValues(talk, desk, document);
  const answer = await talk.attempt('model.sale.sale.create', [[values]]);
  if (answer.kind === 'refused') return answer.code === 'duplicate' ? whatIsThere(talk, desk, document) : answer;
  const [id] = understood(readCreated(answer.value), 'model.sale.sale.create');
  const sale = await saleById(talk, id);
  return confirmed(saleSnapshot(sale, desk.names), compareSale(document, sale, desk.names));
}

/** Somebody has used the reference: it was us, if the sale is live and says what we say. A cancelled sale keeps its reference for good. */
async function whatIsThere(talk: Conversation, desk: Desk, document: OrderDocument): Promise<WriteAnswer> {
  const sale = await saleByReference(talk, document.reference);
  const taken = { class: 'conflict', code: 'reference-taken', field: 'reference' } as const;
  if (sale === undefined) return refuse({ ...taken, message: `Tryton says that ${document.reference} is taken, but does not show by which sale` });
  const snapshot = saleSnapshot(sale, desk.names);
  const shown = `sale ${snapshot.number ?? snapshot.id}`;
  if (snapshot.state === 'cancelled') return refuse({ ...taken, message: `${document.reference} is the reference of the cancelled ${shown}` });
  const differences = compareSale(document, sale, desk.names);
  if (differences.length === 0) return confirmed(snapshot, []);
  const what = differences.map(
    ({ lineKey, field, sent, found }) => `${lineKey ? `${lineKey} ` : ''}${field}: ${found || 'nothing'} instead of ${sent || 'nothing'}`,
  );
  return refuse({ ...taken, message: `${document.reference} is the reference of ${shown}, which is another one: ${what.join('; ')}` });
}

async function probe(talk: Conversation, desk: Desk, document: OrderDocument): Promise<ProbeAnswer> {
  const sale = await saleByReference(talk, document.reference);
  if (sale === undefined) return { kind: 'absent' };
  const snapshot = saleSnapshot(sale, desk.names);
  if (snapshot.state === 'cancelled')
    return { kind: 'undecidable', evidence: `sale ${snapshot.number ?? snapshot.id} under ${document.reference} is cancelled` };
  return { kind: 'found', document: refOf(snapshot), snapshots: [snapshot], differences: compareSale(document, sale, desk.names) };
}
