import type { Call, HttpResult } from '@crossdock/connector-kit';
import { describe, expect, it } from 'vitest';
import { createClient } from './client.ts';
import { createPoll } from './poll.ts';
import { sampleOrder } from './testing/sample-order.ts';

const intake = { system: 'shop', customer: 'C-WEB' };
const access = { url: 'https://example.myshopify.com/', accessToken: 't', apiVersion: '2026-01' };
const now = new Date('2026-11-21T12:00:00Z');

/** A shop that answers with these pages in turn; keeps what it was asked. */
function shopWith(...pages: readonly HttpResult[]) {
  const asked: URL[] = [];
  const call: Call = {
    http: ({ url }) => {
      asked.push(new URL(url));
      return Promise.resolve(pages[asked.length - 1] ?? page([]));
    },
    correlation: 'c',
    now: () => now,
  };
  return { asked, poll: (cursor: string | undefined, more: object = {}) => createPoll(createClient(access), { ...intake, ...more })(cursor, call) };
}

const page = (orders: readonly string[], link?: string): HttpResult => ({
  kind: 'answered',
  status: 200,
  headers: link === undefined ? {} : { link },
  body: `{"orders":[${orders.join(',')}]}`,
});
const changed = (id: number, at: string) => sampleOrder({ id: String(id), updated_at: `2026-11-21T${at}Z` });
const nextLink = '<https://elsewhere.example/admin/api/2026-01/orders.json?limit=100&page_info=p%2B1>; rel="next"';

async function polled(answer: ReturnType<ReturnType<typeof shopWith>['poll']>) {
  const got = await answer;
  if (got.kind !== 'polled') throw new Error(JSON.stringify(got));
  return got;
}

describe('polling a Shopify shop', () => {
  it('begins now, with the overlap, or at the instant from which orders are ours', async () => {
    const shop = shopWith();
    await shop.poll(undefined);
    await shop.poll(undefined, { ordersSince: '2026-11-01T00:00:00+01:00' });
    expect(shop.asked.map((url) => url.searchParams.get('updated_at_min'))).toEqual(['2026-11-21T11:58:00.000Z', '2026-10-31T23:00:00.000Z']);
  });

  it('asks for all states, and never sends the token to where a link leads', async () => {
    const shop = shopWith(page([changed(1, '11:59:00')], nextLink));
    const { cursor, more } = await polled(shop.poll(undefined));
    await shop.poll(cursor);
    expect(more).toBe(true);
    expect(shop.asked[0]?.searchParams.get('status')).toBe('any');
    expect(shop.asked[1]?.href).toBe('https://example.myshopify.com/admin/api/2026-01/orders.json?page_info=p%2B1&limit=100');
  });

  it('brings what it brought already only when it changed, although windows overlap', async () => {
    const [one, two, twoAgain] = [changed(1, '11:59:00'), changed(2, '11:59:30'), sampleOrder({ id: '2', updated_at: '2026-11-21T11:59:30Z', note: 'more' })];
    const shop = shopWith(page([one, two]), page([one, two]), page([one, twoAgain]));
    const first = await polled(shop.poll(undefined));
    const second = await polled(shop.poll(first.cursor));
    const third = await polled(shop.poll(second.cursor));
    expect([first, second, third].map(({ messages }) => messages.length)).toEqual([2, 0, 1]);
    expect(shop.asked[1]?.searchParams.get('updated_at_min')).toBe('2026-11-21T11:58:00.000Z'); // never back before its own start
  });

  it('starts the next window at the latest change, the overlap before, when pages came oldest first', async () => {
    const shop = shopWith(page([changed(1, '13:00:00'), changed(2, '13:10:00')], nextLink), page([changed(3, '13:20:00')]));
    const first = await polled(shop.poll(undefined));
    const { cursor } = await polled(shop.poll(first.cursor));
    await shop.poll(cursor);
    expect(shop.asked[2]?.searchParams.get('updated_at_min')).toBe('2026-11-21T13:18:00.000Z');
  });

  it('starts it at the latest change of the first page when pages came in another order: nothing can have slipped behind it', async () => {
    const shop = shopWith(page([changed(9, '13:10:00'), changed(8, '13:00:00')], nextLink), page([changed(3, '13:40:00')]));
    const first = await polled(shop.poll(undefined));
    const { cursor, messages } = await polled(shop.poll(first.cursor));
    await shop.poll(cursor);
    expect(messages).toHaveLength(1);
    expect(first.messages.map(({ id }) => id.split('@')[0])).toEqual(['order:8', 'order:9']); // within a page, oldest first
    expect(shop.asked[2]?.searchParams.get('updated_at_min')).toBe('2026-11-21T13:08:00.000Z');
  });

  it('walks the window anew when the shop does not take its own cursor any more', async () => {
    const refused: HttpResult = { kind: 'answered', status: 400, headers: {}, body: '{"errors":{"page_info":"Invalid value."}}' };
    const shop = shopWith(page([changed(1, '11:59:00')], nextLink), refused);
    const first = await polled(shop.poll(undefined));
    const again = await polled(shop.poll(first.cursor));
    expect(again).toMatchObject({ messages: [], more: false });
    await shop.poll(again.cursor);
    expect(shop.asked[2]?.searchParams.get('updated_at_min')).toBe('2026-11-21T11:58:00.000Z');
  });

  it('says what is wrong with a page that is none', async () => {
    const link = '<https://example.myshopify.com/admin/api/2026-01/orders.json>; rel="next"';
    expect(await shopWith(page([], link)).poll(undefined)).toMatchObject({ kind: 'failed', class: 'poison', message: expect.stringContaining('link') });
    expect(await shopWith({ kind: 'answered', status: 200, headers: {}, body: '{}' }).poll(undefined)).toMatchObject({
      message: expect.stringContaining('orders'),
    });
  });
});
