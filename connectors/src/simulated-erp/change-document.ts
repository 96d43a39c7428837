import type { Refusal, WriteOperation } from '@crossdock/connector-kit';
import { readSalesOrder, type SalesOrder } from './api.ts';
import { ask } from './client.ts';
import { toChange } from './map.ts';
import { confirmed, type Documents, hasContent, isLive, post, probeState, provenBy, read, traitsOf } from './sales-order.ts';

/** Only with two steps: until then the order is a draft, and the credit is checked here. */
export function confirmOperation(documents: Documents): WriteOperation<'confirm'> {
  return {
    ...traitsOf(documents),
    grade: 'A',
    proof: 'the order is confirmed or further',
    undo: 'cancel',
    send: async ({ target }, call) => provenBy(documents, await post(documents, target.id, 'confirm', call), isConfirmed),
    probe: async ({ target }, call) => probeState(documents, target.id, call, isConfirmed),
  };
}

/** A cancelled order answers as it is, so a repetition is harmless. */
export function cancelOperation(documents: Documents): WriteOperation<'cancel'> {
  return {
    ...traitsOf(documents),
    grade: 'A',
    proof: 'the order is cancelled',
    undo: null,
    send: async ({ target }, call) => provenBy(documents, await post(documents, target.id, 'cancel', call), (order) => !isLive(order)),
    probe: async ({ target }, call) => probeState(documents, target.id, call, (order) => !isLive(order)),
  };
}

/**
 * Reads, changes what differs, and names the version that it read, so nothing that happens in between is overwritten. What a
 * person changed inside the ERP since the target's version is not overwritten either: that is for the hub to settle first.
 */
export function amendOperation(documents: Documents): WriteOperation<'amend'> {
  const { access } = documents;
  return {
    ...traitsOf(documents),
    grade: 'A',
    proof: 'the answer shows the new content',
    undo: 'amend',
    send: async ({ target, document }, call) => {
      const held = await read(documents, target.id, call);
      if (held.kind !== 'got') return held;
      if (hasContent(held.value, document)) return confirmed(documents, held.value, { document, by: 'amend' });
      const { number, version, changedBy } = held.value;
      if (changedBy === 'desk' && target.version !== undefined && target.version !== String(version)) return changedByPerson(number, version);
      const path = `/sales-orders/${encodeURIComponent(target.id)}`;
      const asked = { method: 'PUT', path, body: toChange(document, held.value), ifMatch: version, commits: true, read: readSalesOrder } as const;
      const answer = await ask(access, asked, call);
      return answer.kind === 'got' ? confirmed(documents, answer.value, { document, by: 'amend' }) : answer;
    },
    probe: async ({ target, document }, call) => probeState(documents, target.id, call, (order) => hasContent(order, document)),
  };
}

function changedByPerson(number: string, version: number): Refusal {
  const message = `somebody changed ${number} inside the ERP (version ${version}) after it was last read`;
  return { kind: 'refused', class: 'conflict', code: 'changed-by-person', message };
}

function isConfirmed(order: SalesOrder): boolean {
  return order.state !== 'draft' && isLive(order);
}
