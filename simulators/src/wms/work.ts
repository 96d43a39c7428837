import { type Decimal, decimal, least, showQuantity } from '../decimal.ts';
import { type Refusal, refused } from '../stand-in/index.ts';
import type { Portion } from './allocate.ts';
import type { Count, MessageType, Order, Package, Shipment, ShipmentLine } from './documents.ts';
import { finishedOrder, finishedShipment, openStockSheet, type WmsDecision, type WmsLedger } from './ledger.ts';
import { allocatedNow, inEaches, withCounts } from './quantities.ts';

/** Steps after allocation: the count that each raises, how much of a line is ready for it, and what is told. */
const steps = {
  pick: { count: 'picked', type: 'picked', ready: allocatedNow },
  pack: { count: 'packed', type: 'packed', ready: (line: ShipmentLine) => decimal(line.picked) },
  ship: { count: 'shipped', type: 'shipped', ready: (line: ShipmentLine) => decimal(line.packed) },
  deliver: { count: 'delivered', type: 'delivered', ready: (line: ShipmentLine) => decimal(line.shipped) },
} as const satisfies Record<string, { readonly count: Count; readonly type: MessageType; readonly ready: (line: ShipmentLine) => Decimal }>;
/** A step after allocation. */
export type Step = keyof typeof steps;
/** All steps after allocation, in their order. */
export const stepNames = ['pick', 'pack', 'ship', 'deliver'] as const satisfies readonly Step[];

/** What a person says of a step; what is left out is everything that is ready, in all shipments, with a made-up tracking number. */
export type StepRequest = {
  readonly portion: Portion;
  readonly shipment: string | undefined;
  readonly tracking: string | undefined;
  readonly carrier: string | undefined;
};

const defaultCarrier = 'Ground Freight';

/** Does one step of the warehouse's work on an order. */
export function workOn(
  ledger: WmsLedger,
  order: Order,
  step: Step,
  { portion, shipment: only, tracking, carrier }: StepRequest,
  at: string,
): WmsDecision<Order> {
  const shipments = ledger.shipmentsOf(order);
  const chosen = shipments.filter(({ id, number }) => only === undefined || only === id || only === number);
  const wrong = refusePortion(order, chosen, step, portion);
  if (wrong !== undefined) return wrong;
  const left = portion === undefined ? undefined : new Map(portion.map(({ key, quantity }) => [key, quantity]));
  const sheet = openStockSheet(ledger, order.warehouse);
  const worked: Shipment[] = [];
  for (const shipment of chosen) {
    const done = takeReady(shipment, step, left);
    if (done.length === 0) continue;
    const lines = shipment.lines.map((line) => withCounts(line, { [steps[step].count]: done.find(({ key }) => key === line.key)?.quantity ?? 0n }));
    const parcel: Package = {
      tracking: tracking ?? `TRK-${shipment.number}-${shipment.packages.length + 1}`,
      carrier: carrier ?? defaultCarrier,
      lines: done.map(({ key, quantity }) => ({ key, quantity: showQuantity(quantity) })),
    };
    if (step === 'ship')
      for (const { item, unit, quantity } of done) sheet.move(item, { allocated: -inEaches(quantity, unit), onHand: -inEaches(quantity, unit) });
    worked.push(finishedShipment(shipment, step === 'ship' ? { lines, packages: [...shipment.packages, parcel] } : { lines }, at));
  }
  if (worked.length === 0) return refused('nothing-to-do', `nothing of ${order.number} is ready to ${step}`, { more: { state: order.state } });
  const all = shipments.map((shipment) => worked.find(({ id }) => id === shipment.id) ?? shipment);
  const changed = finishedOrder(order, all, at);
  const tell = worked.map((shipment) => ({ type: steps[step].type, order: changed, shipment }));
  return { outcome: 'decided', documents: [changed, ...worked, ...sheet.changed(at)], tell, answer: changed };
}

const readyFor = (line: ShipmentLine, step: Step): Decimal => steps[step].ready(line) - decimal(line[steps[step].count]);

function refusePortion(order: Order, shipments: readonly Shipment[], step: Step, portion: Portion): Refusal | undefined {
  for (const [index, { key, quantity }] of (portion ?? []).entries()) {
    const lines = shipments.flatMap((shipment) => shipment.lines.filter((line) => line.key === key));
    if (!order.lines.some((line) => line.key === key)) return refused('unknown-line', `${order.number} has no line ${key}`, { field: `lines[${index}].key` });
    const ready = lines.reduce((total, line) => total + readyFor(line, step), 0n);
    const detail = { field: `lines[${index}].quantity`, more: { line: key, ready: showQuantity(ready) } };
    if (quantity > ready) return refused('not-ready', `${showQuantity(ready)} of line ${key} is ready to ${step}`, detail);
  }
  return undefined;
}

/** What of a shipment the step takes; `left` is what the person's portion still allows, and is used up. */
function takeReady(shipment: Shipment, step: Step, left: Map<string, Decimal> | undefined) {
  return shipment.lines.flatMap((line) => {
    const ready = readyFor(line, step);
    const quantity = left === undefined ? ready : least(ready, left.get(line.key) ?? 0n);
    if (quantity <= 0n) return [];
    left?.set(line.key, (left.get(line.key) ?? 0n) - quantity);
    return [{ key: line.key, item: line.item, unit: line.unit, quantity }];
  });
}
