import { atLeastZero, compare, type Decimal, isPositive, min, type ShipmentNotice, subtract, sum } from '@crossdock/canonical';
import type { SaleRow, ShipmentRow } from './api.ts';
import { idIn, isGoodsLine, keyOfLine } from './map.ts';
import { claimOf, type LineMove, lineMoves, type Units } from './map-shipment.ts';
import { quantityText } from './wire.ts';

/** One shipment as a goods issue takes it: whole moves stay, smaller ones replace them, the others are left to the next shipment. */
type Taking = {
  readonly shipment: ShipmentRow;
  /** Moves to be replaced by a smaller one, in the move's own unit. */
  readonly smaller: readonly { readonly move: number; readonly quantity: number }[];
  /** Moves that go: replaced ones and ones that are not wanted, with their moves out of storage. */
  readonly gone: readonly number[];
};

/** What is to be taken from which shipment, and what no shipment has. */
export type Plan = {
  readonly takings: readonly Taking[];
  readonly missing: readonly { readonly lineKey: string; readonly quantity: Decimal }[];
};

/** What left the warehouse by line key; the same line may stand in a notice several times. */
export function toldOf({ lines }: ShipmentNotice): ReadonlyMap<string, Decimal> {
  const keys = new Set(lines.map(({ lineKey }) => lineKey));
  return new Map([...keys].map((key) => [key, sum(lines.flatMap(({ lineKey, quantity }) => (lineKey === key ? [quantity] : [])))]));
}

/** What these shipments hold of a sale, by line key. */
export function heldOf(shipments: readonly ShipmentRow[], sale: SaleRow, units: Units): ReadonlyMap<string, Decimal> {
  const moves = shipments.flatMap((shipment) => lineMoves(shipment, sale, units));
  return new Map(moves.map(({ lineKey }) => [lineKey, sum(moves.flatMap((move) => (move.lineKey === lineKey ? [move.quantity] : [])))]));
}

/** What is ordered of a sale, by line key. */
export function orderedOf(sale: SaleRow): ReadonlyMap<string, Decimal> {
  return new Map(sale['lines.'].filter(isGoodsLine).map((line) => [keyOfLine(line), quantityText(line.quantity ?? 0)]));
}

/** A shipment that no goods issue has claimed and nobody has begun to pick. */
export function isFree({ state, reference }: ShipmentRow): boolean {
  return (state === 'draft' || state === 'waiting' || state === 'assigned') && claimOf(reference) === undefined;
}

/** Spreads what is wanted over the free shipments, oldest first, so that two goods issues at once reach for the same one and one of them loses. */
export function planTakings(wanted: ReadonlyMap<string, Decimal>, free: readonly ShipmentRow[], sale: SaleRow, units: Units): Plan {
  const open = new Map([...wanted].filter(([, quantity]) => isPositive(quantity)));
  const takings: Taking[] = [];
  for (const shipment of free) {
    const taken = lineMoves(shipment, sale, units).map((move) => ({ move, quantity: take(open, move) }));
    if (taken.some(({ quantity }) => isPositive(quantity))) takings.push(takingOf(shipment, taken));
  }
  return { takings, missing: [...open].filter(([, quantity]) => isPositive(quantity)).map(([lineKey, quantity]) => ({ lineKey, quantity })) };
}

/** Takes what is still open from one move; answers how much. */
function take(open: Map<string, Decimal>, { lineKey, quantity }: LineMove): Decimal {
  const wanted = open.get(lineKey) ?? '0';
  const taken = min(wanted, quantity);
  open.set(lineKey, subtract(wanted, taken));
  return taken;
}

function takingOf(shipment: ShipmentRow, taken: readonly { readonly move: LineMove; readonly quantity: Decimal }[]): Taking {
  const notWhole = taken.filter(({ move, quantity }) => compare(quantity, move.quantity) < 0);
  const out = new Set(notWhole.map(({ move }) => move.move.id));
  const fromStorage = shipment['inventory_moves.'].filter(({ origin }) => out.has(idIn('stock.move', origin) ?? -1));
  return {
    shipment,
    smaller: notWhole
      .filter(({ quantity }) => isPositive(quantity))
      .map(({ move, quantity }) => ({ move: move.move.id, quantity: (Number(quantity) * move.move.quantity) / Number(move.quantity) })),
    gone: [...out, ...fromStorage.map(({ id }) => id)],
  };
}

/** What is told but not yet held, by line key. */
export function restOf(told: ReadonlyMap<string, Decimal>, held: ReadonlyMap<string, Decimal>): ReadonlyMap<string, Decimal> {
  return new Map([...told].map(([lineKey, quantity]) => [lineKey, atLeastZero(subtract(quantity, held.get(lineKey) ?? '0'))]));
}
