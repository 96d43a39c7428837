import { type Decimal, decimal, least, showQuantity } from '../decimal.ts';
import { isAbsent, maybeBoolean, maybeDecimal, maybeList, type Refusal, readDecimal, readObject, readText, refused, refuseTwins } from '../stand-in/index.ts';
import { type LineRequest, linesMax, readLine, readShipTo } from './create-order.ts';
import { eachesPerUnit, type Order, type OrderLine, type Shipment, type ShipTo } from './documents.ts';
import { finishedOrder, finishedShipment, openStockSheet, type Tell, type WmsDecision, type WmsLedger } from './ledger.ts';
import { allocatedNow, inEaches, lineTotals, withCounts } from './quantities.ts';

/** What is to be different; what is absent stays. A line with an item is added unless its key is there. */
export type OrderChange = {
  readonly shipTo: ShipTo | null;
  readonly lines: readonly { readonly key: string; readonly quantity: Decimal; readonly added: LineRequest | undefined }[];
};
/** What is to be cancelled: all lines, or these; `partial`: as much of it as is not picked. */
export type CancelRequest = {
  readonly lines: readonly { readonly key: string; readonly quantity: Decimal | undefined }[] | undefined;
  readonly partial: boolean;
};
/** What a cancel did to a line. */
export type CancelledLine = { readonly key: string; readonly cancelled: string; readonly kept: string };

/** Reads the body of `PUT /orders/{id}`; throws Malformed. */
export function readOrderChange(body: unknown): OrderChange {
  const source = readObject(body, '');
  const lines = (maybeList(source, 'lines', linesMax) ?? []).map((line) => ({
    key: readText(line, 'key'),
    quantity: readDecimal(line, 'quantity'),
    added: isAbsent(line, 'item') ? undefined : readLine(line),
  }));
  refuseTwins(lines, 'lines');
  return { shipTo: readShipTo(source), lines };
}

/** Reads the body of `POST /orders/{id}/cancel`; throws Malformed. */
export function readCancel(body: unknown): CancelRequest {
  const source = readObject(body, '');
  const lines = maybeList(source, 'lines', linesMax)?.map((line) => ({ key: readText(line, 'key'), quantity: maybeDecimal(line, 'quantity') }));
  if (lines !== undefined) refuseTwins(lines, 'lines');
  return { lines, partial: maybeBoolean(source, 'partial') ?? false };
}

/** Changes an order as a whole, or refuses it as a whole: nothing that is picked can be taken back. */
export function changeOrder(ledger: WmsLedger, order: Order, change: OrderChange, at: string): WmsDecision<Order> {
  if (order.state === 'cancelled' || order.state === 'delivered')
    return refused('wrong-state', `${order.number} is ${order.state}`, { more: { state: order.state } });
  const shipments = ledger.shipmentsOf(order);
  const hasShipped = shipments.some((shipment) => shipment.packages.length > 0);
  if (change.shipTo !== null && hasShipped) return refused('already-shipped', `something of ${order.number} is on its way`, { field: 'shipTo' });
  const lines = [...order.lines];
  for (const [index, { key, quantity, added }] of change.lines.entries()) {
    const position = lines.findIndex((line) => line.key === key);
    const line = lines[position];
    if (line === undefined) {
      const made = addLine(ledger, order, added, `lines[${index}]`);
      if ('outcome' in made) return made;
      lines.push(made);
      continue;
    }
    const { picked } = lineTotals(key, shipments);
    if (quantity < picked) {
      const detail = { field: `lines[${index}].quantity`, more: { line: key, picked: showQuantity(picked) } };
      return refused('already-picked', `${showQuantity(picked)} of line ${key} is picked`, detail);
    }
    lines[position] = { ...line, quantity: showQuantity(quantity) };
  }
  return takeBack(ledger, { ...order, lines, shipTo: change.shipTo ?? order.shipTo }, shipments, at);
}

/** Cancels what is not picked. Without `partial` it is everything asked for or nothing. */
export function cancelOrder(
  ledger: WmsLedger,
  order: Order,
  asked: CancelRequest,
  at: string,
): WmsDecision<{ readonly order: Order; readonly lines: readonly CancelledLine[] }> {
  if (order.state === 'cancelled')
    return { outcome: 'decided', documents: [], tell: [], answer: { order, lines: order.lines.map((line) => ({ key: line.key, cancelled: '0', kept: '0' })) } };
  const shipments = ledger.shipmentsOf(order);
  const chosen = asked.lines ?? order.lines.map(({ key }) => ({ key, quantity: undefined }));
  const cuts = new Map<string, Decimal>();
  const stuck: { key: string; cancellable: string; picked: string }[] = [];
  for (const [index, { key, quantity }] of chosen.entries()) {
    const line = order.lines.find((each) => each.key === key);
    if (line === undefined) return refused('unknown-line', `${order.number} has no line ${key}`, { field: `lines[${index}].key` });
    const { picked } = lineTotals(key, shipments);
    const cancellable = decimal(line.quantity) - picked;
    const wish = quantity ?? decimal(line.quantity);
    if (wish > cancellable) stuck.push({ key, cancellable: showQuantity(cancellable), picked: showQuantity(picked) });
    cuts.set(key, least(wish, cancellable));
  }
  const hasCut = [...cuts.values()].some((quantity) => quantity > 0n);
  if (stuck.length > 0 && !(asked.partial && hasCut))
    return refused('already-picked', `something of ${order.number} is picked`, { more: { line: stuck[0]?.key, lines: stuck } });
  const lines = order.lines.map((line) => cutLine(line, cuts.get(line.key) ?? 0n));
  const decision = takeBack(ledger, { ...order, lines }, shipments, at);
  if (decision.outcome === 'refused') return decision;
  const told = decision.answer.lines
    .filter(({ key }) => cuts.has(key))
    .map(({ key, quantity }) => ({ key, cancelled: showQuantity(cuts.get(key) ?? 0n), kept: quantity }));
  return { ...decision, answer: { order: decision.answer, lines: told } };
}

const cutLine = (line: OrderLine, cut: Decimal): OrderLine => ({
  ...line,
  quantity: showQuantity(decimal(line.quantity) - cut),
  cancelled: showQuantity(decimal(line.cancelled) + cut),
});

function addLine(ledger: WmsLedger, order: Order, added: LineRequest | undefined, path: string): OrderLine | Refusal {
  if (added === undefined)
    return refused('unknown-line', `${order.number} has no such line; a new one needs item, quantity and unit`, { field: `${path}.key` });
  const { key, item, quantity, unit } = added;
  if (ledger.stock(order.warehouse, item) === undefined) return refused('unknown-item', `item ${item} does not exist`, { field: `${path}.item` });
  if (eachesPerUnit[unit] === undefined) return refused('unknown-unit', `unit ${unit} does not exist`, { field: `${path}.unit` });
  return { key, item, quantity: showQuantity(quantity), unit, cancelled: '0' };
}

/** Takes out of the shipments what the order's lines no longer want: first what waits, then what is allocated and not picked. */
function takeBack(ledger: WmsLedger, order: Order, shipments: readonly Shipment[], at: string): WmsDecision<Order> {
  const sheet = openStockSheet(ledger, order.warehouse);
  const after = new Map(shipments.map((shipment) => [shipment.id, shipment.lines]));
  for (const { key, quantity } of order.lines) {
    const { allocated, backordered } = lineTotals(key, shipments);
    let excess = allocated + backordered - decimal(quantity);
    for (const part of ['backordered', 'allocated'] as const) {
      for (const shipment of [...shipments].reverse()) {
        const lines = after.get(shipment.id) ?? [];
        const line = lines.find((each) => each.key === key);
        if (line === undefined || excess <= 0n) continue;
        const cut = least(excess, part === 'backordered' ? decimal(line.backordered) : allocatedNow(line) - decimal(line.picked));
        excess -= cut;
        if (part === 'allocated') sheet.move(line.item, { allocated: -inEaches(cut, line.unit), onHand: 0n });
        const changed = withCounts(line, part === 'backordered' ? { backordered: -cut } : { deallocated: cut });
        after.set(
          shipment.id,
          lines.map((each) => (each === line ? changed : each)),
        );
      }
    }
  }
  const isTouched = (shipment: Shipment) => JSON.stringify(after.get(shipment.id)) !== JSON.stringify(shipment.lines);
  const all = shipments.map((shipment) => (isTouched(shipment) ? finishedShipment(shipment, { lines: after.get(shipment.id) ?? [] }, at) : shipment));
  const touched = all.filter((shipment, index) => shipment !== shipments[index]);
  const changed = finishedOrder(order, all, at);
  const tell = touched.map((shipment): Tell => ({ type: shipment.state === 'cancelled' ? 'cancelled' : 'changed', order: changed, shipment }));
  return { outcome: 'decided', documents: [changed, ...touched, ...sheet.changed(at)], tell, answer: changed };
}
