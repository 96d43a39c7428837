import type { Operation } from '@crossdock/canonical';
import type { Order, Slot } from './order.ts';

/**
 * The identity of an effect: `<operation>:<slot>#<generation>`. It comes from the state alone, never from a clock, an
 * attempt, a payload or the configuration; LEDGER.md section 3 says what breaks otherwise. A stored corpus guards it.
 */
export const keys = {
  /** The ERP's steps: create, quote, confirm. */
  step: (step: 'create' | 'quote' | 'confirm', slot: Slot) => `${step}:${slot.name}#${slot.generation}`,
  amend: (slot: Slot) => `amend:${slot.name}#${slot.generation}.${slot.revision}`,
  cancel: (slot: Slot) => `cancel:${slot.name}#${slot.generation}.${slot.revision}`,
  /** A release that was cancelled is made anew under the revision that wants it again. */
  release: (slot: Slot) => `release:${slot.name}#${slot.generation}${slot.warehouse?.isCancelled ? `.${slot.revision}` : ''}`,
  changeRelease: (slot: Slot) => `change-release:${slot.name}#${slot.generation}.${slot.revision}`,
  cancelRelease: (slot: Slot) => `cancel-release:${slot.name}#${slot.generation}.${slot.revision}`,
  goodsIssue: (slot: Slot, shipmentId: string) => `goods-issue:${slot.name}:${shipmentId}#${slot.generation}`,
  invoice: (slot: Slot, shipmentId: string) => `invoice:${slot.name}:${shipmentId}#${slot.generation}`,
  /** Two warehouses may give two shipments one number, so the slot is in it; the channel is told once, whatever happens to the ERP's document. */
  fulfil: (channelSystem: string, slot: Slot, shipmentId: string) => `fulfil:${channelSystem}:${slot.name}:${shipmentId}#1`,
  ask: (system: string, round: number) => `ask:${system}#${round}`,
} as const;

/** What a key says. Slot names hold no colon and no number sign. */
export function readKey(key: string): { readonly op: Operation | 'ask'; readonly place: string; readonly detail: string | undefined } {
  const op = key.slice(0, key.indexOf(':'));
  const rest = key.slice(key.indexOf(':') + 1, key.lastIndexOf('#'));
  const colon = rest.indexOf(':');
  return { op: op as Operation | 'ask', place: colon < 0 ? rest : rest.slice(0, colon), detail: colon < 0 ? undefined : rest.slice(colon + 1) };
}

/** The operations that make or change a document of the slot itself. One after the other: two at once could overtake each other. */
export const documentOperations: ReadonlySet<string> = new Set<Operation>([
  'create',
  'quote',
  'confirm',
  'amend',
  'cancel',
  'release',
  'change-release',
  'cancel-release',
]);

/** The generation that a key was made for. */
export function generationOfKey(key: string): number {
  return Number.parseInt(key.slice(key.lastIndexOf('#') + 1), 10);
}

/** A name of a system or warehouse as a part of a slot's name: keys are read back by `/`, `:` and `#`. */
export function namePart(text: string): string {
  return text.replace(/[%/:#]/g, (character) => encodeURIComponent(character));
}

/** The slot that an effect belongs to. */
export function slotOfKey(order: Order, key: string): Slot | undefined {
  const { place } = readKey(key);
  return order.slots.find((slot) => slot.name === place);
}
