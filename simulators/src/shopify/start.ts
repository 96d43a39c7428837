import { randomBytes, randomUUID } from 'node:crypto';
import { type StandIn, type StandInOptions, startStandIn } from '../stand-in/index.ts';
import { endpointNames } from './admin-api.ts';
import { deskRoutes } from './desk.ts';
import type { Order, ShopDocument, Told, Topic } from './documents.ts';
import { writeJson } from './json.ts';
import { isLiveShopDocument, openShopLedger, type ShopDecision } from './ledger.ts';
import { orderResource } from './resource.ts';
import { isForAdminApi, speakAdminApi } from './speak.ts';
import { createWebhookSender, type WebhookFigures } from './webhooks.ts';

/** A shop; its grade is Shopify's own, so it cannot be chosen. */
export type SimulatedShopifyOptions = Omit<StandInOptions, 'grade'> & {
  readonly webhookUrl?: string;
  /** The app's client secret, with which webhooks are signed. */
  readonly webhookSecret?: string;
  /** `example.myshopify.com`. */
  readonly domain?: string;
};
/** A running simulated shop; `token` is the access token. */
export type SimulatedShopify = StandIn<ShopDocument> & { readonly webhookSecret: string; readonly webhooks: () => WebhookFigures };

const secretBytes = 16;
const payloadVersion = '2026-01';

/** Starts a simulated Shopify shop on loopback; rejects when a port is taken, a fault is wrong, or the book's file not readable. */
export async function startSimulatedShopify(options: SimulatedShopifyOptions = {}): Promise<SimulatedShopify> {
  const webhookSecret = options.webhookSecret ?? randomBytes(secretBytes).toString('hex');
  const domain = options.domain ?? 'example.myshopify.com';
  let figures: () => WebhookFigures = () => ({ delivered: 0, failedAttempts: 0, givenUp: 0, waiting: 0 });
  const standIn = await startStandIn<ShopDocument>({ ...options, grade: 'B' }, ({ dice, now }) => {
    const ledger = openShopLedger(options.bookFile);
    const sender = createWebhookSender({ url: options.webhookUrl, secret: webhookSecret }, { dice, domain, apiVersion: payloadVersion });
    figures = sender.figures;
    const carryOut = (decision: ShopDecision<unknown>) => {
      if (decision.outcome === 'refused') return;
      ledger.book.commit(decision.documents);
      const order = decision.documents.find((document) => document.kind === 'order');
      const told = order === undefined ? [] : tell(order, decision.tell, writeJson(orderResource(ledger, order)));
      ledger.book.commit(told);
      sender.send(told);
    };
    const ground = { ledger, now, carryOut, shop: { name: 'Simulated shop', domain } };
    const show = (order: Order): unknown =>
      JSON.parse(JSON.stringify(orderResource(ledger, order), (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)));
    return {
      name: 'shopify',
      book: ledger.book,
      documentKinds: ['order', 'fulfillment-order', 'fulfillment', 'webhook'],
      isLive: isLiveShopDocument,
      routes: deskRoutes({ ...ground, sender, show }),
      dialect: {
        routeNames: endpointNames,
        isSpokenFor: isForAdminApi,
        speak: (serving, request, response) => speakAdminApi(serving, ground, request, response),
      },
      figures: () => ({ webhooks: sender.figures() }),
      stop: sender.forget,
    };
  });
  return { ...standIn, webhookSecret, webhooks: () => figures() };
}

/** One event, told under each of its topics with the order as it is now. */
function tell({ id: order, isTest, changedAt }: Order, topics: readonly Topic[], payload: string): readonly Told[] {
  const event = randomUUID();
  return topics.map((topic) => ({ kind: 'webhook', id: randomUUID(), changedAt, topic, event, order, isTest, payload }));
}
