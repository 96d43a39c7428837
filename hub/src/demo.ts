import { setTimeout as sleep } from 'node:timers/promises';

/** One order of the demonstration, with the trouble that it is about. */
type Scene = { readonly about: string; readonly key: string; readonly order: object };

const line = (item: string, value: string, amount: string, more: object = {}) => ({
  item,
  quantity: { value, unit: 'EA' },
  price: { amount, currency: 'USD' },
  ...more,
});
const order = (customer: string, purchaseOrder: string, lines: readonly object[], more: object = {}) => ({
  customer: { id: customer },
  purchaseOrder,
  currency: 'USD',
  lines,
  ...more,
});

/** A handful of orders, one of each kind of trouble; the prices are those of the simulated ERP. */
const scenes: readonly Scene[] = [
  {
    about: 'all well',
    key: 'demo-1001',
    order: order('C-ACME', 'PO-1001', [line('HS-1001', '10', '10.25'), line('HS-1005', '2', '155.00')], { shipTo: { id: 'C-ACME-1' } }),
  },
  {
    about: 'two warehouses',
    key: 'demo-1002',
    order: order('C-EAST', 'PO-1002', [line('HS-1001', '5', '11.25', { warehouse: 'EDC' }), line('HS-1003', '4', '26.91', { warehouse: 'WDC' })]),
  },
  { about: 'over the credit limit', key: 'demo-1003', order: order('C-CEDAR', 'PO-1003', [line('HS-1005', '9', '189.00')]) },
  { about: 'another price than the ERP', key: 'demo-1004', order: order('C-ACME', 'PO-1004', [line('HS-1001', '20', '9.10')]) },
  { about: 'one unknown item, one good', key: 'demo-1005', order: order('C-EAST', 'PO-1005', [line('HS-1008', '3', '20.16'), line('HS-9999', '1', '10.00')]) },
  { about: 'inactive ship-to', key: 'demo-1006', order: order('C-ACME', 'PO-1006', [line('HS-1002', '6', '13.74')], { shipTo: { id: 'C-ACME-9' } }) },
  { about: 'short stock', key: 'demo-1007', order: order('C-BRIGHT', 'PO-1007', [line('HS-1009', '8', '584.10')]) },
  { about: 'the same PO again', key: 'demo-1008', order: order('C-ACME', 'PO-1001', [line('HS-1001', '10', '10.25')]) },
];

/** So wide is what is said of a line, before the line. */
export const aboutWidth = 30;

const showMsMax = 20_000;
const showEveryMs = 500;

/** Sends the orders through the API (a second start finds them again, for their keys are the same) and prints where each is. */
export async function demonstrate(api: string, key: string, print: (text: string) => void, signal: AbortSignal): Promise<void> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const ids: { readonly scene: Scene; readonly id: string }[] = [];
  for (const scene of scenes) {
    const answer = await fetch(`${api}/v1/orders`, {
      method: 'POST',
      headers: { ...headers, 'idempotency-key': scene.key },
      body: JSON.stringify(scene.order),
      signal,
    });
    const body = (await answer.json()) as { readonly id?: string; readonly detail?: string };
    if (body.id === undefined) print(`  ${scene.about}: ${answer.status} ${body.detail ?? ''}`);
    else ids.push({ scene, id: body.id });
  }
  print(`${ids.length} orders are accepted; they travel now.`);
  for (let shown = 0; shown < showMsMax && !signal.aborted; shown += showEveryMs, await sleep(showEveryMs)) {
    const states = await Promise.all(ids.map(({ id }) => where(api, id, headers, signal)));
    if (states.every((state) => state.isSettled)) break;
  }
  for (const { scene, id } of ids) {
    const { text } = await where(api, id, headers, signal);
    print(`  ${scene.about.padEnd(aboutWidth)} ${text}`);
  }
}

type View = {
  readonly status: string;
  readonly purchaseOrder?: string;
  readonly next: { readonly where: string; readonly what: string; readonly who: string; readonly by: string | null };
};

/** States in which an order of the demonstration waits for a person, for goods or for nothing. */
export const restingStates: readonly string[] = ['held', 'backordered', 'delivered', 'completed', 'cancelled'];

/** Where an order is, as one line, and whether it rests there. */
export async function where(
  api: string,
  id: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<{ readonly text: string; readonly isSettled: boolean }> {
  const answer = await fetch(`${api}/v1/orders/${id}`, { headers, signal });
  const { status, purchaseOrder = id, next } = (await answer.json()) as View;
  return {
    text: `${purchaseOrder}  ${status}: ${next.where} Next: ${next.what} (${next.who}${next.by === null ? '' : `, by ${next.by}`})`,
    isSettled: restingStates.includes(status),
  };
}
