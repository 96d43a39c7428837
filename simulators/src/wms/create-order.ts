import { type Decimal, showQuantity } from '../decimal.ts';
import type { DroppableField } from '../faults.ts';
import { type Grade, isAbsent, readList, readObject, readPositive, readText, refused, refuseTwins, type Source } from '../stand-in/index.ts';
import { eachesPerUnit, type Order, type ShipTo, warehouses } from './documents.ts';
import type { WmsDecision, WmsLedger } from './ledger.ts';

/** Lines of one warehouse order. */
export const linesMax = 5000;

/** An order to a warehouse, as somebody asks for it. */
export type OrderRequest = {
  readonly reference: string | undefined;
  readonly order: string;
  readonly shipTo: ShipTo | null;
  readonly lines: readonly LineRequest[];
};
/** A line of it. */
export type LineRequest = { readonly key: string; readonly item: string; readonly quantity: Decimal; readonly unit: string };

/** Reads the body of `POST /warehouses/{code}/orders`, without what the fault `silentFieldDrop` takes; throws Malformed. */
export function readOrder(body: unknown, dropped: DroppableField | undefined): OrderRequest {
  const source = readObject(body, '');
  const lines = readList(source, 'lines', linesMax).map(readLine);
  refuseTwins(lines, 'lines');
  const reference = readText(source, 'reference');
  const shipTo = readShipTo(source);
  return {
    reference: dropped === 'reference' ? undefined : reference,
    order: readText(source, 'order'),
    shipTo: dropped === 'shipTo' ? null : shipTo,
    lines: dropped === 'lines[last]' && lines.length > 1 ? lines.slice(0, -1) : lines,
  };
}

/** Reads a line in full. */
export const readLine = (line: Source): LineRequest => ({
  key: readText(line, 'key'),
  item: readText(line, 'item'),
  quantity: readPositive(line, 'quantity'),
  unit: readText(line, 'unit'),
});

/** Reads a ship-to that may be absent: a code, or an address kept as it is. */
export function readShipTo(source: Source): ShipTo | null {
  if (isAbsent(source, 'shipTo')) return null;
  const given = source.fields['shipTo'];
  return typeof given === 'string' ? readText(source, 'shipTo') : readObject(given, 'shipTo').fields;
}

/** Takes an order into a warehouse. */
export function createOrder(
  ledger: WmsLedger,
  code: string,
  asked: OrderRequest,
  { grade, at }: { readonly grade: Grade; readonly at: string },
): WmsDecision<Order> {
  const warehouse = warehouses.find((each) => each === code);
  if (warehouse === undefined) return refused('unknown-warehouse', `there are ${warehouses.join(', ')}`);
  const [twin] = grade === 'A' && asked.reference !== undefined ? ledger.book.withReference('order', asked.reference) : [];
  if (twin !== undefined)
    return refused('duplicate-reference', `${twin.number} has this reference`, { field: 'reference', more: { id: twin.id, number: twin.number } });
  for (const [index, line] of asked.lines.entries()) {
    if (ledger.stock(warehouse, line.item) === undefined) return refused('unknown-item', `item ${line.item} does not exist`, { field: `lines[${index}].item` });
    if (eachesPerUnit[line.unit] === undefined) return refused('unknown-unit', `unit ${line.unit} does not exist`, { field: `lines[${index}].unit` });
  }
  const no = String(ledger.book.nextNumber('order')).padStart(6, '0');
  const order: Order = {
    kind: 'order',
    id: `wo-${no}`,
    number: `WO${no}`,
    version: 1,
    state: 'accepted',
    reference: asked.reference,
    order: asked.order,
    warehouse,
    shipTo: asked.shipTo,
    lines: asked.lines.map(({ key, item, quantity, unit }) => ({ key, item, quantity: showQuantity(quantity), unit, cancelled: '0' })),
    shipments: [],
    createdAt: at,
    changedAt: at,
  };
  return { outcome: 'decided', documents: [order], tell: [], answer: order };
}
