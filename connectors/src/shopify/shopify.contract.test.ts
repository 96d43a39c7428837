import { channelContract, factsContract, healthContract, type SignedMessage, type SpoiledAnswer, standInCalls } from '@crossdock/connector-kit/contract';
import { startSimulatedShopify } from '@crossdock/simulators';
import { afterAll, describe } from 'vitest';
import { createShopify } from './index.ts';
import { sampleOrder } from './testing/sample-order.ts';
import { faultsOf, fulfilmentsOf, inFull, placed, settingsFor } from './testing/shop.ts';
import { asCreated } from './testing/sign.ts';

const calls = standInCalls();
const shops = { channel: await startSimulatedShopify(), facts: await startSimulatedShopify() };
afterAll(async () => {
  await Promise.all([calls.close(), ...Object.values(shops).map((shop) => shop.close())]);
});

describe('the simulated Shopify shop as a source of orders', () => {
  const shop = shops.facts;
  const connector = createShopify(settingsFor(shop));
  const scene = { connector, callWithin: calls.callWithin, faults: faultsOf(shop) };
  healthContract(scene);
  factsContract({
    ...scene,
    happen: async (count) => {
      for (let n = 0; n < count; n += 1) await placed(shop);
    },
    spoiledMessages: [
      spoil('no item number', 'sku', inLast('"sku":"HS-1005"', '"sku":null')),
      spoil('a currency that nobody knows', 'currency', inLast('"currency":"USD"', '"currency":"XQQ"')),
      spoil('an instant that is none', 'processed_at', inLast('"processed_at":"', '"processed_at":"soon ')),
    ],
    spoiledPages: [spoil('no list of orders', 'orders', (body) => body.replace('"orders":', '"order":')), noJson],
    webhook: {
      now: new Date('2026-11-21T10:00:00Z'),
      authentic: asCreated(sampleOrder({}), shop.webhookSecret),
      expected: { id: 'orders/create:98880550-7158-44d4-b7cd-2c97c8a091b5', kind: 'wish', wish: 'order-placed' },
      signatureHeader: 'x-shopify-hmac-sha256',
      toleranceSeconds: null,
      unreadable: [
        { title: 'no JSON', message: asCreated('<html>', shop.webhookSecret) },
        { title: 'an order without a name', message: asCreated(sampleOrder({ name: undefined }), shop.webhookSecret), field: 'name' },
        { title: 'no topic', message: withoutTopic(asCreated(sampleOrder({}), shop.webhookSecret)), field: 'x-shopify-topic' },
      ],
    },
  });
});

describe('the simulated Shopify shop as a channel', () => {
  const shop = shops.channel;
  const connector = createShopify(settingsFor(shop));
  let references = 0;
  channelContract({
    connector,
    callWithin: calls.callWithin,
    faults: faultsOf(shop),
    nextReference: () => `REF-${++references}`,
    orderToFulfil: async () => {
      const order = await placed(shop);
      const packages = [{ tracking: `1Z${order.id}`, carrier: 'UPS' }];
      return { orderId: order.id, shipment: { id: `shp-${order.id}`, warehouse: 'EDC', lines: order.lines.map(inFull), packages } };
    },
    countDone: (body) => Promise.resolve(fulfilmentsOf(shop, body.op === 'fulfil' ? body.orderId : '').length),
    spoiled: {
      fulfil: [
        spoil('no list of user errors', 'userErrors', (body) => body.replace('"userErrors":', '"errorsOfUser":')),
        spoil('no fulfilment orders', 'fulfillmentOrders', (body) => body.replace('"fulfillmentOrders":', '"orders":')),
        spoil('a quantity that is no number', 'remainingQuantity', (body) => body.replaceAll('"remainingQuantity":1', '"remainingQuantity":"one"')),
        noJson,
      ],
    },
  });
});

function withoutTopic({ rawBody, headers }: SignedMessage): SignedMessage {
  const { 'x-shopify-topic': _, ...rest } = headers;
  return { rawBody, headers: rest };
}

const noJson: SpoiledAnswer = { title: 'no JSON', field: '', alter: () => '<html>Bad gateway</html>' };

const spoil = (title: string, field: string, alter: (body: string) => string): SpoiledAnswer => ({ title, field, alter });

/** Exchanges the last occurrence: the newest order of a page, which no earlier window has brought. */
function inLast(found: string, exchanged: string): (body: string) => string {
  return (body) => {
    const at = body.lastIndexOf(found);
    return at < 0 ? body : `${body.slice(0, at)}${exchanged}${body.slice(at + found.length)}`;
  };
}
