import { type Decimal, decimal, least, showQuantity, wholeTimes } from '../decimal.ts';
import { type Refusal, refused } from '../stand-in/index.ts';
import { eachesPerUnit, type Order, type OrderLine, type Shipment, type ShipmentLine, type Stock, type Warehouse } from './documents.ts';
import { finishedOrder, finishedShipment, newShipment, openStockSheet, type StockSheet, type Tell, type WmsDecision, type WmsLedger } from './ledger.ts';
import { blankLine, inEaches, openQuantity, withCounts } from './quantities.ts';
import { newStock } from './seed.ts';

/** Quantities per line that a person names; undefined = all that there is to do. */
export type Portion = readonly { readonly key: string; readonly quantity: Decimal }[] | undefined;

/** Allocates what is open: what stock has becomes a shipment, the rest a shipment that waits. */
export function allocateOrder(ledger: WmsLedger, order: Order, portion: Portion, at: string): WmsDecision<Order> {
  const shipments = ledger.shipmentsOf(order);
  const wanted = wantedQuantities(order, shipments, portion);
  if ('outcome' in wanted) return wanted;
  if (wanted.length === 0) return refused('nothing-to-do', `nothing of ${order.number} is open`);
  const sheet = openStockSheet(ledger, order.warehouse);
  const allocated: ShipmentLine[] = [];
  const backordered: ShipmentLine[] = [];
  for (const { line, quantity } of wanted) {
    const there = takeFree(sheet, line, quantity);
    if (there > 0n) allocated.push(withCounts(blankLine(line), { allocated: there }));
    if (there < quantity) backordered.push(withCounts(blankLine(line), { backordered: quantity - there }));
  }
  const made = [allocated, backordered].filter((lines) => lines.length > 0).map((lines, n) => newShipment(ledger, order, { lines, n, at }));
  const changed = finishedOrder(order, [...shipments, ...made], at);
  const tell = made.map((shipment): Tell => ({ type: shipment.state === 'backordered' ? 'backordered' : 'allocated', order: changed, shipment }));
  return { outcome: 'decided', documents: [changed, ...made, ...sheet.changed(at)], tell, answer: changed };
}

function wantedQuantities(order: Order, shipments: readonly Shipment[], portion: Portion): readonly { line: OrderLine; quantity: Decimal }[] | Refusal {
  if (portion === undefined) return order.lines.map((line) => ({ line, quantity: openQuantity(line, shipments) })).filter(({ quantity }) => quantity > 0n);
  const wanted: { line: OrderLine; quantity: Decimal }[] = [];
  for (const [index, { key, quantity }] of portion.entries()) {
    const line = order.lines.find((each) => each.key === key);
    if (line === undefined) return refused('unknown-line', `${order.number} has no line ${key}`, { field: `lines[${index}].key` });
    const open = openQuantity(line, shipments);
    if (quantity > open)
      return refused('not-ready', `${showQuantity(open)} of line ${key} is open`, {
        field: `lines[${index}].quantity`,
        more: { line: key, ready: showQuantity(open) },
      });
    wanted.push({ line, quantity });
  }
  return wanted;
}

/** Allocates as many whole units as are free, at most `quantity`. */
function takeFree(sheet: StockSheet, { item, unit }: { readonly item: string; readonly unit: string }, quantity: Decimal): Decimal {
  const free = sheet.free(item);
  const there = free === undefined ? quantity : least(quantity, wholeTimes(free, decimal(eachesPerUnit[unit] ?? '1')));
  sheet.move(item, { allocated: inEaches(there, unit), onHand: 0n });
  return there;
}

/** Goods arrive: stock goes up, and backorders of the item are allocated, oldest first. What still lacks waits in a shipment of its own. */
export function receiveGoods(
  ledger: WmsLedger,
  { warehouse, item, quantity, at }: { readonly warehouse: Warehouse; readonly item: string; readonly quantity: Decimal; readonly at: string },
): WmsDecision<Stock> {
  const before = ledger.stock(warehouse, item) ?? newStock(warehouse, item, '0');
  if (before.onHand === null) return { outcome: 'decided', documents: [], tell: [], answer: before };
  const received: Stock = { ...before, onHand: showQuantity(decimal(before.onHand) + quantity) };
  const sheet = openStockSheet({ ...ledger, stock: (code, name) => (code === warehouse && name === item ? received : ledger.stock(code, name)) }, warehouse);
  sheet.move(item, { allocated: 0n, onHand: 0n });
  const filled = new Map<string, { order: Order; shipments: readonly Shipment[] }>();
  const tell: { type: Tell['type']; orderId: string; shipment: Shipment }[] = [];
  let made = 0;
  for (const waiting of ledger.book.every('shipment')) {
    const order = ledger.book.find('order', waiting.order);
    if (order === undefined || waiting.state !== 'backordered' || waiting.warehouse !== warehouse) continue;
    const { now, rest } = fillBackorder(waiting, item, sheet);
    if (now === undefined) continue;
    const shipment = finishedShipment(waiting, { lines: now }, at);
    const split = rest.length === 0 ? [] : [newShipment(ledger, order, { lines: rest, n: made++, at })];
    const shipments = filled.get(order.id)?.shipments ?? ledger.shipmentsOf(order);
    filled.set(order.id, { order, shipments: [...shipments.map((each) => (each.id === shipment.id ? shipment : each)), ...split] });
    tell.push(
      { type: 'allocated', orderId: order.id, shipment },
      ...split.map((each) => ({ type: 'backordered' as const, orderId: order.id, shipment: each })),
    );
  }
  const orders = new Map([...filled].map(([id, { order, shipments }]) => [id, finishedOrder(order, shipments, at)]));
  const told = tell.flatMap(({ type, orderId, shipment }): Tell[] => {
    const order = orders.get(orderId);
    return order === undefined ? [] : [{ type, order, shipment }];
  });
  const stocks = sheet.changed(at);
  return { outcome: 'decided', documents: [...orders.values(), ...told.map(({ shipment }) => shipment), ...stocks], tell: told, answer: stocks[0] ?? received };
}

/** Splits a waiting shipment into what can be allocated now and what goes on waiting; `now` is undefined when nothing can. */
function fillBackorder(
  waiting: Shipment,
  item: string,
  sheet: StockSheet,
): { readonly now: readonly ShipmentLine[] | undefined; readonly rest: readonly ShipmentLine[] } {
  const took = new Map<string, Decimal>();
  for (const line of waiting.lines) if (line.item === item) took.set(line.key, takeFree(sheet, line, decimal(line.backordered)));
  if (![...took.values()].some((quantity) => quantity > 0n)) return { now: undefined, rest: [] };
  const now = waiting.lines.map((line) => withCounts(line, { allocated: took.get(line.key) ?? 0n, backordered: -decimal(line.backordered) }));
  const rest = waiting.lines.flatMap((line) => {
    const left = decimal(line.backordered) - (took.get(line.key) ?? 0n);
    return left > 0n ? [withCounts(blankLine(line), { backordered: left })] : [];
  });
  return { now, rest };
}
