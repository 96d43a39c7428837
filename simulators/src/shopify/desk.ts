import { type Answer, answered, type Call, Malformed, maybeList, maybeText, type Route, readObject, readText, refused } from '../stand-in/index.ts';
import { cancelOrder, editOrder, holdOrder, payOrder, readEdit, readRefund, refundOrder } from './change-order.ts';
import type { Order } from './documents.ts';
import { cancelFulfillment, fulfill } from './fulfill.ts';
import type { ShopDecision, ShopLedger } from './ledger.ts';
import { placeOrder, readCheckout, readPieces } from './place-order.ts';
import type { WebhookSender } from './webhooks.ts';

/** What the desk works on. */
export type DeskGround = {
  readonly ledger: ShopLedger;
  readonly now: () => Date;
  readonly carryOut: (decision: ShopDecision<unknown>) => void;
  readonly sender: WebhookSender;
  /** An order as the desk shows it. */
  readonly show: (order: Order) => unknown;
};

const linesMax = 500;

/** What shoppers and the shop's people do. */
export function deskRoutes(ground: DeskGround): readonly Route[] {
  const { ledger, now, sender, show } = ground;
  const at = () => now().toISOString();
  const settle = (status: number, decision: ShopDecision<unknown>): Answer => {
    if (decision.outcome === 'refused') return refused('wrong-state', decision.message, { field: decision.field.join('.') });
    ground.carryOut(decision);
    const changed = decision.documents.find((document) => document.kind === 'order');
    return answered(status, changed === undefined ? {} : show(changed));
  };
  const desk = (verb: string, decide: (order: Order, call: Call) => ShopDecision<unknown>): Route => ({
    method: 'POST',
    path: `/desk/orders/{id}/${verb}`,
    access: 'control',
    answer: (call) => {
      const order = ledger.book.find('order', call.param('id'));
      return order === undefined ? refused('not-found', `there is no order ${call.param('id')}`) : settle(200, decide(order, call));
    },
  });
  return [
    { method: 'POST', path: '/desk/orders', access: 'control', answer: ({ body }) => settle(201, placeOrder(ledger, readCheckout(body), at())) },
    desk('edit', (order, { body }) => editOrder(ledger, order, readEdit(body), at())),
    desk('cancel', (order, { body }) => cancelOrder(ledger, order, maybeText(readObject(body, ''), 'reason') ?? 'customer', at())),
    desk('pay', (order) => payOrder(order, at())),
    desk('refund', (order, { body }) => refundOrder(ledger, order, readRefund(body), at())),
    desk('hold', (order) => holdOrder(ledger, order, true, at())),
    desk('unhold', (order) => holdOrder(ledger, order, false, at())),
    desk('fulfil', (order, { body }) => fulfillByHand(ledger, order, body, at())),
    desk('cancel-fulfilment', (order, { body }) => cancelFulfillment(ledger, order, fulfillmentOf(ledger, order, body), at())),
    { method: 'POST', path: '/desk/webhook', access: 'control', answer: ({ body }) => redirect(sender, body) },
  ];
}

/** A person in the shop sends pieces of the first open fulfilment order; without `lines` all that is left of it. */
function fulfillByHand(ledger: ShopLedger, order: Order, body: unknown, at: string): ShopDecision<unknown> {
  const source = readObject(body, '');
  const wanted = maybeList(source, 'lines', linesMax)?.map((line) => ({ lineId: readText(line, 'id'), quantity: readPieces(line, 1) }));
  const work = ledger.fulfillmentOrdersOf(order.id).find(({ status }) => status === 'open' || status === 'in_progress');
  const lines = wanted?.map(({ lineId, quantity }) => ({ id: work?.lines.find((line) => line.lineId === lineId)?.id ?? '', quantity }));
  const tracking = maybeText(source, 'tracking');
  const input = { trackingNumbers: tracking === undefined ? [] : [tracking], trackingCompany: maybeText(source, 'carrier'), isBuyerTold: true };
  return fulfill(ledger, { ...input, work: work === undefined ? [] : [{ id: work.id, lines }] }, at);
}

function fulfillmentOf(ledger: ShopLedger, order: Order, body: unknown) {
  const id = readText(readObject(body, ''), 'id');
  const found = ledger.fulfillmentsOf(order.id).find((each) => each.id === id);
  if (found === undefined) throw new Malformed('id', 'must be a fulfilment of this order');
  return found;
}

function redirect(sender: WebhookSender, body: unknown): Answer {
  const source = readObject(body, '');
  const before = sender.target();
  const url = source.fields['url'] === null ? undefined : (maybeText(source, 'url') ?? before.url);
  if (url !== undefined && !/^https?:$/.test(URL.parse(url)?.protocol ?? '')) throw new Malformed('url', 'must be an http or https address');
  sender.redirect({ url, secret: maybeText(source, 'secret') ?? before.secret });
  return answered(200, { url: url ?? null });
}
