import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderRequest } from '@crossdock/canonical';
import { accountsOf, customersOf, warehouses } from './crash-landscape.ts';
import type { Scenario } from './scenario.ts';

/** One request of a customer and every answer to it. */
export type Sent = {
  readonly key: string;
  readonly order: OrderRequest;
  /** The ids in all answers with 2xx: one and the same, or the hub has made two orders of one request. */
  readonly ids: Set<string>;
  isCancelled: boolean;
};

/** Waits of customers, in ms. */
export const customerLimits = { callMsMax: 5_000, againMs: 40, giveUpMs: 120_000, secondThoughtsMs: 90, secondThoughts: 9 } as const;

/** Sends all orders, again and again under the same key until each is answered; answers what came of it. Pushes into `sent` on the way. */
export async function sendOrders(scenario: Scenario, urls: () => readonly string[], sent: Sent[]): Promise<void> {
  const giveUpAt = Date.now() + customerLimits.giveUpMs;
  const queue = Array.from({ length: scenario.orders }, (_, index) => index);
  const customer = async () => {
    for (let index = queue.shift(); index !== undefined; index = queue.shift()) {
      const one: Sent = { key: randomUUID(), order: orderOf(scenario, index), ids: new Set(), isCancelled: false };
      sent.push(one);
      const sendings = scenario.sending === 'twice' ? [0, 1] : [undefined];
      await Promise.all(sendings.map((node) => sendUntilAnswered(one, urls, giveUpAt, node)));
      if (scenario.cancels !== 'racing' || index % 2 === 0) continue;
      // Sooner and later, so that cancels meet every step on the way.
      await sleep(((index * 5) % customerLimits.secondThoughts) * customerLimits.secondThoughtsMs);
      await cancelOrder(one, urls, giveUpAt);
    }
  };
  await Promise.all(Array.from({ length: scenario.customersMax }, customer));
}

/** Cancels an order until the hub has answered; 409 is an answer too. */
export async function cancelOrder(one: Sent, urls: () => readonly string[], giveUpAt: number): Promise<void> {
  const [id] = one.ids;
  const command = JSON.stringify({ kind: 'cancel', changeId: randomUUID(), reason: 'not wanted any more' });
  const status = await callUntil(`/commands/${id}`, { body: command, headers: {} }, urls, giveUpAt, [200, 404, 409]);
  if (status.status === 200) one.isCancelled = true;
}

async function sendUntilAnswered(one: Sent, urls: () => readonly string[], giveUpAt: number, node: number | undefined): Promise<void> {
  const { body } = await callUntil('/orders', { body: JSON.stringify(one.order), headers: { 'idempotency-key': one.key } }, urls, giveUpAt, [202], node);
  one.ids.add((JSON.parse(body) as { id: string }).id);
}

type Call = { readonly body: string; readonly headers: Readonly<Record<string, string>> };

async function callUntil(
  path: string,
  { body, headers }: Call,
  urls: () => readonly string[],
  giveUpAt: number,
  final: readonly number[],
  node?: number,
): Promise<{ readonly status: number; readonly body: string }> {
  for (let last = 'no node was up'; ; ) {
    if (Date.now() > giveUpAt) throw new Error(`Nobody has answered ${path} in time; last: ${last}`);
    const up = urls();
    const url = up[node ?? randomInt(Math.max(1, up.length))] ?? up[0];
    if (url !== undefined) {
      try {
        const response = await fetch(`${url}${path}`, { method: 'POST', body, headers, signal: AbortSignal.timeout(customerLimits.callMsMax) });
        const text = await response.text();
        if (final.includes(response.status)) return { status: response.status, body: text };
        last = `${response.status} ${text}`;
      } catch (error) {
        last = (error as Error).message;
      }
    }
    await sleep(customerLimits.againMs);
  }
}

function orderOf({ name, erps, lines, customer }: Scenario, index: number): OrderRequest {
  const erp = erps[index % erps.length] ?? 'erp-a';
  const isLimited = customer === 'limited';
  return {
    customer: customer === 'new' ? newAccount(accountsOf[erp]) : { id: isLimited ? 'C-CEDAR' : customersOf[erp][0] },
    currency: 'USD',
    purchaseOrder: `${name}-${index}`,
    lines: isLimited
      ? [{ item: 'HS-1001', warehouse: 'EDC', quantity: { value: '100', unit: 'EA' } }]
      : warehouses.slice(0, lines).map((warehouse, n) => ({
          item: `BENCH-${n + 1}`,
          warehouse,
          quantity: { value: String(1 + ((index + n) % 9)), unit: 'EA' as const },
          price: { amount: '10.00', currency: 'USD' as const },
        })),
  };
}

function newAccount(id: string): OrderRequest['customer'] {
  return { id, name: `New ${id}`, address: { street: 'Main Street 1', city: 'Springfield', region: 'IL', postalCode: '62701', country: 'US' } };
}
