import { add, type Decimal, isPositive, type MilestoneCounts, type ShipmentSnapshot, subtract, sum } from '@crossdock/canonical';
import type { OutgoingMoveRow, SaleLineRow, SaleRow, ShipmentRow, UnitRow } from './api.ts';
import { headOf, idIn, isGoodsLine, keyOfLine, orderIdOf, versionOf } from './map.ts';
import type { Names } from './settings.ts';
import { quantityText } from './wire.ts';

/** Tryton's units by their ids. */
export type Units = ReadonlyMap<number, UnitRow>;

/** A quantity in another unit of the same category; as it is when one of them is unknown. */
function inUnit(quantity: number, from: number, to: number | undefined, units: Units): number {
  const [of, into] = [units.get(from), to === undefined ? undefined : units.get(to)];
  return from === to || of === undefined || into === undefined ? quantity : (quantity * of.factor) / into.factor;
}

/** What of a shipment's outgoing moves is for which line of the sale, in the line's unit. */
export type LineMove = { readonly lineKey: string; readonly line: SaleLineRow; readonly move: OutgoingMoveRow; readonly quantity: Decimal };

/** The moves of a shipment that are for this sale, in the order of its lines. */
export function lineMoves(shipment: ShipmentRow, sale: SaleRow, units: Units): readonly LineMove[] {
  return sale['lines.'].filter(isGoodsLine).flatMap((line) =>
    shipment['outgoing_moves.']
      .filter((move) => idIn('sale.line', move.origin) === line.id)
      .sort((a, b) => a.id - b.id)
      .map((move) => ({ lineKey: keyOfLine(line), line, move, quantity: quantityText(inUnit(move.quantity, move.uom, line['unit.']?.id, units)) })),
  );
}

/** All shipments of one sale, because what one of them is depends on the others: a rest that still waits is a backorder. */
export type SaleShipments = { readonly sale: SaleRow; readonly shipments: readonly ShipmentRow[] };

/**
 * The shipments of one sale as the hub knows them. They share a version, the latest instant at which any of them was written: so a
 * waiting one is told anew when another one leaves.
 */
export function shipmentSnapshots({ sale, shipments }: SaleShipments, names: Names, units: Units): readonly ShipmentSnapshot[] {
  const version = versionOf(shipments.flatMap((shipment) => [shipment, ...shipment['outgoing_moves.'], ...shipment['inventory_moves.']]));
  const isPartlyOnItsWay = shipments.some(({ state }) => state === 'assigned' || state === 'picked' || state === 'packed' || state === 'done');
  return shipments.map((shipment) => {
    const claim = claimOf(shipment.reference);
    const isWaiting = shipment.state === 'waiting' || shipment.state === 'draft';
    return {
      type: 'shipment',
      system: names.system,
      id: String(shipment.id),
      ...(shipment.number === null ? {} : { number: shipment.number }),
      ...headOf(version),
      ...(claim === undefined ? {} : { reference: claim.reference }),
      state: states[shipment.state],
      ...(shipment['warehouse.'].code === null ? {} : { warehouse: names.warehouseOf(shipment['warehouse.'].code) }),
      orderId: orderIdOf(sale) ?? String(sale.id),
      lines: countsOf(shipment, lineMoves(shipment, sale, units), { isPartlyOnItsWay, units }),
      packages: packagesOf(shipment),
      ...(isWaiting && shipment.planned_date !== null ? { expectedOn: shipment.planned_date } : {}),
    };
  });
}

const states = {
  draft: 'planned',
  waiting: 'waiting',
  assigned: 'allocated',
  picked: 'picked',
  packed: 'packed',
  done: 'shipped',
  cancelled: 'cancelled',
} as const satisfies Record<ShipmentRow['state'], ShipmentSnapshot['state']>;

function packagesOf(shipment: ShipmentRow): ShipmentSnapshot['packages'] {
  const carrier = shipment['carrier.']?.['party.'].name;
  return shipment['packages.'].map(({ shipping_reference: tracking }) => ({ ...(tracking ? { tracking } : {}), ...(carrier ? { carrier } : {}) }));
}

type About = { readonly isPartlyOnItsWay: boolean; readonly units: Units };
type CountedLine = ShipmentSnapshot['lines'][number];

function countsOf(shipment: ShipmentRow, moves: readonly LineMove[], about: About): readonly CountedLine[] {
  const lines = new Map<string, CountedLine>();
  for (const move of moves) {
    const before = lines.get(move.lineKey) ?? { lineKey: move.lineKey, item: move.move['product.'].code ?? '' };
    lines.set(move.lineKey, added(before, milestones(shipment, move, about)));
  }
  return [...lines.values()];
}

function added(line: CountedLine, counts: MilestoneCounts): CountedLine {
  const names = ['allocated', 'backordered', 'picked', 'packed', 'shipped'] as const;
  return { ...line, ...Object.fromEntries(names.flatMap((name) => (counts[name] === undefined ? [] : [[name, add(line[name] ?? '0', counts[name])]]))) };
}

function milestones(shipment: ShipmentRow, { move, line, quantity }: LineMove, { isPartlyOnItsWay, units }: About): MilestoneCounts {
  const allocated = allocatedOf(shipment, move, line, units) ?? quantity;
  switch (shipment.state) {
    case 'draft':
    case 'cancelled':
      return {};
    case 'waiting': {
      const got = shipment['inventory_moves.'].length === 0 ? '0' : allocated;
      const isBackorder = isPartlyOnItsWay || isPositive(got);
      return { ...(isPositive(got) ? { allocated: got } : {}), ...(isBackorder ? { backordered: subtract(quantity, got) } : {}) };
    }
    case 'assigned':
      return { allocated };
    case 'picked':
      return { allocated: quantity, picked: quantity };
    case 'packed':
      return { allocated: quantity, picked: quantity, packed: quantity };
    case 'done':
      return { allocated: quantity, picked: quantity, packed: quantity, shipped: quantity };
    default:
      return shipment.state satisfies never;
  }
}

/** What storage has given, or promised, to an outgoing move; undefined in a warehouse that ships from storage, which has no such moves. */
export function allocatedOf(shipment: ShipmentRow, move: OutgoingMoveRow, line: SaleLineRow, units: Units): Decimal | undefined {
  if (shipment['inventory_moves.'].length === 0) return undefined;
  const given = shipment['inventory_moves.'].filter(
    ({ origin, state }) => idIn('stock.move', origin) === move.id && (state === 'assigned' || state === 'done'),
  );
  return sum(given.map(({ quantity, uom }) => quantityText(inUnit(quantity, uom, line['unit.']?.id, units))));
}

const between = ' / ';

/** What marks a shipment as one goods issue of ours: the effect's reference and the warehouse's own id of what left. */
export type Claim = { readonly reference: string; readonly noticeId: string };

/** A claim as it stands in the shipment's reference, where people see it and it can be searched. */
export function claimText({ reference, noticeId }: Claim): string {
  return `${reference}${between}${noticeId}`;
}

/** The claim in a shipment's reference; undefined for a shipment that is not claimed. */
export function claimOf(reference: string | null): Claim | undefined {
  const at = reference?.indexOf(between) ?? -1;
  return reference === null || at < 0 ? undefined : { reference: reference.slice(0, at), noticeId: reference.slice(at + between.length) };
}
