import { createHash } from 'node:crypto';
import type { NewCustomer } from '@crossdock/canonical';
import { namePart, type Order } from '../../orders/index.ts';

/** A customer of one system that is new in another. */
export type NewName = { readonly from: string; readonly name: string; readonly to: string };

/** The operation of its effect. */
export const creationOp = 'create-customer';

/** The key of its effect: one per customer and system, whoever asks for it. */
export function creationKey({ to }: Pick<NewName, 'to'>): string {
  return `${creationOp}:${namePart(to)}#1`;
}

/** The subject of its effect. It follows from the names, so whoever asks for the same customer finds the same effect (RFC 9562, version 8). */
export function creationId({ from, name, to }: NewName): string {
  const bytes = createHash('sha256')
    .update(JSON.stringify([creationOp, from, name, to]))
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** What the system is told; undefined where nobody has said what the customer is called. */
export function newCustomer({ from, name }: NewName, { party, shipTo }: Pick<Order, 'party' | 'shipTo'>): NewCustomer | undefined {
  if (party?.name === undefined) return undefined;
  // The receiver's id there and name are not the address's.
  const { id: _, name: __, ...address } = shipTo ?? {};
  return { ...party, name: party.name, reference: `${namePart(from)}:${name}`, ...(Object.keys(address).length > 0 && { shipTo: address }) };
}

/** The customer's own name, read back from its reference. */
export function nameOfReference(reference: string): Pick<NewName, 'from' | 'name'> {
  const colon = reference.indexOf(':');
  return { from: decodeURIComponent(reference.slice(0, colon)), name: reference.slice(colon + 1) };
}
