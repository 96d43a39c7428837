import { decimal, showQuantity } from '../decimal.ts';
import {
  type Answer,
  answered,
  type Call,
  type Ground,
  isAbsent,
  Malformed,
  maybeList,
  maybeText,
  type Route,
  readObject,
  readPoll,
  readPositive,
  readText,
  readWord,
  refused,
  refuseStale,
  search,
  shown,
} from '../stand-in/index.ts';
import { receiveGoods } from './allocate.ts';
import { cancelOrder, changeOrder, readCancel, readOrderChange } from './change-order.ts';
import { createOrder, linesMax, readOrder } from './create-order.ts';
import { type Order, type Stock, warehouses } from './documents.ts';
import type { WmsDecision, WmsLedger } from './ledger.ts';
import { lineTotals } from './quantities.ts';
import { keyOf } from './sign.ts';
import { stepOn } from './step.ts';
import { isWebAddress, shownMessage, type WebhookSender } from './webhooks.ts';
import { type StepRequest, stepNames } from './work.ts';

/** What the routes work on. */
export type WmsGround = Ground & {
  readonly ledger: WmsLedger;
  readonly sender: WebhookSender;
  /** Writes a decision into the book and sends what it tells. */
  readonly carryOut: (decision: WmsDecision<unknown>) => void;
};

/** All routes of the WMS. */
export function wmsRoutes(ground: WmsGround): readonly Route[] {
  return [...orderRoutes(ground), ...deskRoutes(ground)];
}

function orderRoutes({ ledger, grade, now, carryOut }: WmsGround): readonly Route[] {
  const at = () => now().toISOString();
  const show = (order: Order) => shownOrder(ledger, order, grade);
  const settle = <A>(status: number, decision: WmsDecision<A>, view: (answer: A) => unknown): Answer => {
    if (decision.outcome === 'refused') return decision;
    carryOut(decision);
    return answered(status, view(decision.answer));
  };
  const one = (call: Call, use: (order: Order) => Answer): Answer => {
    const order = ledger.book.find('order', call.param('id'));
    return order === undefined ? refused('not-found', `there is no order ${call.param('id')}`) : use(order);
  };
  const found = (call: Call): Answer => search(call, grade, (reference) => ledger.book.withReference('order', reference), show);
  return [
    {
      method: 'POST',
      path: '/warehouses/{code}/orders',
      access: 'system',
      effect: 'commits',
      answer: ({ param, body, dropped }) => settle(201, createOrder(ledger, param('code'), readOrder(body, dropped), { grade, at: at() }), show),
    },
    { method: 'GET', path: '/warehouses/{code}/stock', access: 'system', effect: 'reads', answer: ({ param }) => stockOf(ledger, param('code')) },
    { method: 'GET', path: '/orders', access: 'system', effect: 'reads', answer: found },
    { method: 'GET', path: '/orders/{id}', access: 'system', effect: 'reads', answer: (call) => one(call, (order) => answered(200, show(order))) },
    {
      method: 'PUT',
      path: '/orders/{id}',
      access: 'system',
      effect: 'commits',
      answer: (call) => {
        const change = readOrderChange(call.body);
        return one(call, (order) => refuseStale(order, call, 'optional') ?? settle(200, changeOrder(ledger, order, change, at()), show));
      },
    },
    {
      method: 'POST',
      path: '/orders/{id}/cancel',
      access: 'system',
      effect: 'commits',
      answer: (call) => {
        const asked = readCancel(call.body);
        return one(call, (order) => settle(200, cancelOrder(ledger, order, asked, at()), ({ order: changed, lines }) => ({ order: show(changed), lines })));
      },
    },
    {
      method: 'GET',
      path: '/changes',
      access: 'system',
      effect: 'reads',
      answer: ({ query }) => {
        const { since, limit } = readPoll(query);
        const page = ledger.book.changes(['message'], since, limit);
        const changes = page.changes.map((change) =>
          change.document.kind === 'message' ? { ...change, document: shownMessage(change.document, grade) } : change,
        );
        return answered(200, { ...page, changes });
      },
    },
  ];
}

function deskRoutes({ ledger, grade, now, sender, carryOut }: WmsGround): readonly Route[] {
  const at = () => now().toISOString();
  const doStep = ({ param, body }: Call): Answer => {
    const order = ledger.book.find('order', param('id'));
    if (order === undefined) return refused('not-found', `there is no order ${param('id')}`);
    const step = readWord({ path: '', fields: { step: param('step') } }, 'step', ['allocate', ...stepNames]);
    const decision = stepOn(ledger, order, step, { request: readStep(body), at: at() });
    if (decision.outcome === 'refused') return decision;
    carryOut(decision);
    return answered(200, shownOrder(ledger, decision.answer, grade));
  };
  const receive = ({ body }: Call): Answer => {
    const source = readObject(body, '');
    const goods = { warehouse: readWord(source, 'warehouse', warehouses), item: readText(source, 'item'), quantity: readPositive(source, 'quantity') };
    const decision = receiveGoods(ledger, { ...goods, at: at() });
    if (decision.outcome === 'refused') return decision;
    carryOut(decision);
    return answered(200, shownStock(decision.answer));
  };
  return [
    { method: 'POST', path: '/desk/orders/{id}/{step}', access: 'control', answer: doStep },
    { method: 'POST', path: '/desk/stock', access: 'control', answer: receive },
    { method: 'POST', path: '/desk/webhook', access: 'control', answer: ({ body }) => redirect(sender, body) },
  ];
}

function readStep(body: unknown): StepRequest {
  const source = readObject(body, '');
  const portion = maybeList(source, 'lines', linesMax)?.map((line) => ({ key: readText(line, 'key'), quantity: readPositive(line, 'quantity') }));
  return { portion, shipment: maybeText(source, 'shipment'), tracking: maybeText(source, 'tracking'), carrier: maybeText(source, 'carrier') };
}

function redirect(sender: WebhookSender, body: unknown): Answer {
  const source = readObject(body, '');
  const { url: before, key: keyBefore } = sender.target();
  const url = source.fields['url'] === null ? undefined : (maybeText(source, 'url') ?? before);
  if (url !== undefined && !isWebAddress(url)) throw new Malformed('url', 'must be an http or https address');
  const key = isAbsent(source, 'secret') ? keyBefore : keyOf(readText(source, 'secret'));
  if (key === undefined) throw new Malformed('secret', 'must be whsec_ and base64');
  sender.redirect({ url, key });
  return answered(200, { url: url ?? null });
}

function stockOf(ledger: WmsLedger, code: string): Answer {
  const warehouse = warehouses.find((each) => each === code);
  if (warehouse === undefined) return refused('unknown-warehouse', `there are ${warehouses.join(', ')}`);
  const items = ledger.book.every('stock').filter((stock) => stock.warehouse === warehouse);
  return answered(200, { warehouse, items: items.map(shownStock) });
}

const shownStock = ({ item, onHand, allocated }: Stock) => ({
  item,
  onHand,
  allocated,
  available: onHand === null ? null : showQuantity(decimal(onHand) - decimal(allocated)),
});

/** An order with what its shipments add up to, and the shipments. */
function shownOrder(ledger: WmsLedger, order: Order, grade: Ground['grade']): object {
  const shipments = ledger.shipmentsOf(order);
  const lines = order.lines.map((line) => {
    const totals = Object.entries(lineTotals(line.key, shipments)).map(([count, quantity]) => [count, showQuantity(quantity)] as const);
    return { ...line, ...Object.fromEntries(totals) };
  });
  return { ...shown(order, grade), lines, shipments: shipments.map((shipment) => shown(shipment, grade)) };
}
