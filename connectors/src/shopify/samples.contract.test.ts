import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createShopify } from './index.ts';

/** Recorded by others, without a licence: read where they are, never copied. */
const folder = fileURLToPath(new URL('../../../../shared/samples/systems/shopify/', import.meta.url));
const read = (name: string): Buffer => readFileSync(`${folder}${name}`);

describe.skipIf(!existsSync(folder))('a recorded webhook of Shopify (skipped where ../shared/samples is not there)', () => {
  const settings = { system: 'shop', url: 'http://127.0.0.1:9', accessToken: 't', webhookSecret: 'hush', apiVersion: '2026-01', customer: 'C-WEB' };
  const headers: Readonly<Record<string, string>> = JSON.parse(read('orders-create-webhook.headers.json').toString());
  const rawBody = read('orders-create-webhook.raw.json');
  const verify = (more: object) => createShopify({ ...settings, ...more }).facts?.verifyWebhook?.(rawBody, headers, new Date());

  it('becomes an order, every digit of its ids kept, where test orders are taken', () => {
    const answer = verify({ testOrders: 'accept' });
    expect(answer).toMatchObject({
      kind: 'authentic',
      messages: [
        {
          id: 'orders/create:98880550-7158-44d4-b7cd-2c97c8a091b5',
          kind: 'wish',
          wish: {
            kind: 'order-placed',
            channelOrderId: '820982911946154508',
            order: {
              customer: { id: 'C-WEB', name: 'John Smith' },
              purchaseOrder: '#9999',
              currency: 'USD',
              orderedAt: '2020-09-10T08:26:51.000Z',
              shipTo: {
                name: 'Steve Shipper, Shipping Company',
                street: '123 Shipping Street',
                city: 'Shippington',
                region: 'KY',
                postalCode: '40003',
                country: 'US',
              },
              payment: 'on-account',
              references: [
                { system: 'shop', kind: 'order', value: '820982911946154508' },
                { system: 'shop', kind: 'name', value: '#9999' },
              ],
              note: 'Amounts in USD. Not in the lines: shipping (Generic Shipping) 10. Total in the shop 254.98.',
              lines: [
                { id: '487817672276298554', item: 'SKU2006-001', quantity: { value: '1', unit: 'EA' }, price: { amount: '89.99', currency: 'USD' } },
                { id: '976318377106520349', item: 'SKU2006-020', quantity: { value: '1', unit: 'EA' }, price: { amount: '154.99', currency: 'USD' } },
              ],
            },
          },
        },
      ],
    });
  });

  it('is ignored as a test order where they are not', () => {
    expect(verify({})).toMatchObject({ kind: 'authentic', messages: [{ kind: 'ignored', why: 'a test order' }] });
  });

  it('is refused when it is signed with another secret', () => {
    expect(verify({ webhookSecret: 'other' })).toMatchObject({ kind: 'refused' });
  });
});
