import type { WarehouseOrder } from '@crossdock/canonical';
import {
  asFailure,
  type BodyOf,
  type Call,
  type Confirmation,
  compareDocument,
  type FulfilmentPort,
  type JsonAnswer,
  type ProbeAnswer,
  type Refusal,
  type WriteAnswer,
  type WriteOperation,
} from '@crossdock/connector-kit';
import { type Order, readCancelled, readOrder, readOrders } from './api.ts';
import { type Access, ask } from './client.ts';
import { comparedFields, contentOf, fromShipment, toChange, toOrder } from './map.ts';

/** What the operations share. Times in ms. */
export type Warehouse = { readonly system: string; readonly access: Access; readonly settleMs: number; readonly callMsMax: number };

/** Has goods picked, packed and shipped by the simulated WMS. */
export function fulfilmentPort(warehouse: Warehouse): FulfilmentPort {
  return { release: releaseOperation(warehouse), 'change-release': changeOperation(warehouse), 'cancel-release': cancelOperation(warehouse) };
}

/** It refuses a second order with our reference, and the others only set a state. */
function traitsOf({ settleMs, callMsMax }: Warehouse): Pick<WriteOperation<'release'>, 'grade' | 'settleMs' | 'callMsMax' | 'limiter'> {
  return { grade: 'A', settleMs, callMsMax, limiter: 'default' };
}

/** The answer holds the whole order, so what was sent is compared without a second call. */
function releaseOperation(warehouse: Warehouse): WriteOperation<'release'> {
  const probe = (body: BodyOf<'release'>, call: Call) => probeReleased(warehouse, body.order, call);
  return {
    ...traitsOf(warehouse),
    proof: 'the answer shows the order',
    undo: 'cancel-release',
    send: async (body, call) => {
      const path = `/warehouses/${encodeURIComponent(body.order.warehouse)}/orders`;
      const answer = await ask(warehouse.access, { method: 'POST', path, body: toOrder(body.order), commits: true, read: readOrder }, call);
      if (answer.kind === 'refused' && answer.code === 'duplicate-reference') return judgeDuplicate(answer, await probe(body, call));
      return answer.kind === 'got' ? confirmed(warehouse, answer.value, { order: body.order, by: 'release' }) : answer;
    },
    probe,
  };
}

/** "Already there" is a success only when what is there is alive and ours to the letter. */
function judgeDuplicate(refusal: Refusal, found: ProbeAnswer): WriteAnswer {
  switch (found.kind) {
    case 'found':
      return found.differences.length === 0 ? { ...found, kind: 'confirmed' } : { ...refusal, message: `${refusal.message}, with other content` };
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

async function probeReleased(warehouse: Warehouse, sent: WarehouseOrder, call: Call): Promise<ProbeAnswer> {
  const path = `/orders?reference=${encodeURIComponent(sent.reference)}`;
  const answer = await ask(warehouse.access, { method: 'GET', path, commits: false, read: readOrders }, call);
  if (answer.kind !== 'got') return asFailure(answer);
  const held = answer.value.items;
  const live = held.filter(isLive);
  const [order] = live;
  const numbers = (live.length > 0 ? live : held).map(({ number }) => number).join(', ');
  if (live.length > 1) return { kind: 'undecidable', evidence: `${numbers} all have the reference ${sent.reference}` };
  if (order !== undefined) return found(warehouse, order, { order: sent, by: 'release' });
  if (held.length > 0) return { kind: 'undecidable', evidence: `${numbers} with the reference ${sent.reference} is cancelled` };
  return { kind: 'absent' };
}

/** Reads, changes what differs, and names the version that it read, so that nothing which happens in between is overwritten. */
function changeOperation(warehouse: Warehouse): WriteOperation<'change-release'> {
  return {
    ...traitsOf(warehouse),
    proof: 'the answer shows the new content',
    undo: 'change-release',
    send: async ({ target, order }, call) => {
      const held = await read(warehouse, target.id, call);
      if (held.kind !== 'got') return held;
      if (hasContent(held.value, order)) return confirmed(warehouse, held.value, { order, by: 'change' });
      const asked = { method: 'PUT', path: pathOf(target.id), body: toChange(order, held.value), ifMatch: held.value.version } as const;
      const answer = await ask(warehouse.access, { ...asked, commits: true, read: readOrder }, call);
      return answer.kind === 'got' ? confirmed(warehouse, answer.value, { order, by: 'change' }) : answer;
    },
    probe: ({ target, order }, call) => probeState(warehouse, target.id, call, (held) => hasContent(held, order)),
  };
}

/** All of it or nothing: what is picked stays, and then the flow decides per line. A cancelled order answers as it is. */
function cancelOperation(warehouse: Warehouse): WriteOperation<'cancel-release'> {
  const isDone = (order: Order) => !isLive(order);
  return {
    ...traitsOf(warehouse),
    proof: 'the order is cancelled',
    undo: null,
    send: async ({ target }, call) => {
      const asked = { method: 'POST', path: `${pathOf(target.id)}/cancel`, body: {}, commits: true, read: readCancelled } as const;
      const answer = await ask(warehouse.access, asked, call);
      if (answer.kind !== 'got') return answer;
      const { order } = answer.value;
      if (isDone(order)) return confirmed(warehouse, order);
      return { kind: 'failed', class: 'in-doubt', message: `answered as if cancelled, but ${order.number} is ${order.state}` };
    },
    probe: ({ target }, call) => probeState(warehouse, target.id, call, isDone),
  };
}

function pathOf(id: string): string {
  return `/orders/${encodeURIComponent(id)}`;
}

function read({ access }: Warehouse, id: string, call: Call): Promise<JsonAnswer<Order>> {
  return ask(access, { method: 'GET', path: pathOf(id), commits: false, read: readOrder }, call);
}

/** Whether an operation on a known order is to be seen in it; `absent` means that it is not. */
async function probeState(warehouse: Warehouse, id: string, call: Call, isDone: (order: Order) => boolean): Promise<ProbeAnswer> {
  const answer = await read(warehouse, id, call);
  if (answer.kind === 'refused') return { kind: 'undecidable', evidence: answer.message };
  if (answer.kind === 'failed') return answer;
  if (isDone(answer.value)) return found(warehouse, answer.value);
  return isLive(answer.value) ? { kind: 'absent' } : { kind: 'undecidable', evidence: `${answer.value.number} is cancelled` };
}

function hasContent(held: Order, wanted: WarehouseOrder): boolean {
  return isLive(held) && compareDocument(wanted, contentOf(held), comparedFields).length === 0;
}

function confirmed(warehouse: Warehouse, order: Order, sent?: Sent): Confirmation {
  return { ...found(warehouse, order, sent), kind: 'confirmed' };
}

/** A change keeps the reference that its release had, so it is compared only after a release. */
type Sent = { readonly order: WarehouseOrder; readonly by: 'release' | 'change' };

function found({ system }: Warehouse, order: Order, sent?: Sent): Extract<ProbeAnswer, { kind: 'found' }> {
  const fields = sent?.by === 'release' ? (['reference', ...comparedFields] as const) : comparedFields;
  return {
    kind: 'found',
    document: { id: order.id, number: order.number, version: String(order.version) },
    snapshots: order.shipments.map((shipment) => fromShipment(shipment, { system, order, at: order.changedAt })),
    differences: sent === undefined ? [] : compareDocument(sent.order, contentOf(order), fields),
  };
}

function isLive(order: Order): boolean {
  return order.state !== 'cancelled';
}
