import type { Order } from '../orders/index.ts';

/**
 * The schema of the stored state. A reader leaves subjects of a newer one alone. 2: an order may bear its channel's names (`naming`),
 * which an older release would send to its systems as they are. An order of schema 1 has none, and is read as it is.
 */
export const stateSchema = 2;

/** The state as it is stored. */
export function writeState(order: Order): string {
  return JSON.stringify(order);
}

/** The stored state of an order. Throws when another release wrote it in a shape that this one does not know. */
export function readState(text: string, schema: number): Order {
  if (schema > stateSchema) throw new Error(`State schema ${schema} is newer than this release (${stateSchema}).`);
  return JSON.parse(text) as Order; // written by writeState of this or an older release, never by anybody else
}
