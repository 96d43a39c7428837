import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { aboutWidth, restingStates, where } from './demo.ts';

/** The quote of the seeded org that the demonstration accepts, and what the sales representative writes on it before. */
const quoteName = 'Store opening Naperville';
const written = { Purchase_Order_Number__c: 'PO-1009', Ship_To_Reference__c: 'Naperville' } as const;

const waitMsMax = 30_000;
const lookEveryMs = 250;

/** Where the demonstration's people work: the desk of the stand-in for Salesforce, and the hub's API. */
export type QuoteDemo = {
  /** `http://127.0.0.1:40123/desk` */
  readonly desk: string;
  readonly deskToken: string;
  readonly api: string;
  readonly key: string;
  /** CSV: what the ERP calls the accounts, products and places of the org. */
  readonly namesFile: string;
  /** Whether the hub follows the org; what was accepted before is not taken. */
  readonly isFollowing: () => Promise<boolean>;
};

/** What the desk shows of a quote, as far as it is looked at here. */
type Quote = {
  readonly Id: string;
  readonly Name: string;
  readonly Status: string;
  readonly Hub_Status__c: string | null;
  readonly Hub_Problem__c: string | null;
};
type ShownQuote = { readonly quote: Quote; readonly hub: Readonly<Record<(typeof children)[number][0], readonly unknown[]>> };

const children = [
  ['lines', 'line', 'lines'],
  ['shipments', 'shipment', 'shipments'],
  ['invoices', 'invoice', 'invoices'],
] as const;

/**
 * Plays the sales representative: loads the names, accepts one quote, and waits until its order's state is seen on it. A quote that an earlier
 * start has accepted is only looked at. Answers what to print. Rejects when the org or the hub does not answer as it should.
 */
export async function demonstrateQuote(demo: QuoteDemo, signal: AbortSignal): Promise<readonly string[]> {
  const { records } = (await ask(demo, 'GET', '/records/Quote', signal)) as { readonly records: readonly Quote[] };
  const quote = records.find(({ Name }) => Name === quoteName);
  if (quote === undefined) return []; // somebody has deleted it
  const id = quote.Id;
  if (quote.Status === 'Draft') await accept(id, demo, signal);
  const shown = await untilAtRest(id, demo, signal);
  const counts = children.map(([kind, one, many]) => `${shown.hub[kind].length} ${shown.hub[kind].length === 1 ? one : many}`);
  const { Status, Hub_Status__c: status, Hub_Problem__c: problem } = shown.quote;
  const state = status ?? problem ?? `${Status}, nothing of the hub's yet`;
  return [...(await orderLines(id, demo, signal)), `${'and back on that quote'.padEnd(aboutWidth)} ${state}: ${counts.join(', ')}`];
}

/** Delivered goods are invoiced a moment later; whatever else rests, rests as it is. */
async function untilAtRest(id: string, demo: QuoteDemo, signal: AbortSignal): Promise<ShownQuote> {
  const look = async () => (await ask(demo, 'GET', `/quotes/${id}`, signal)) as ShownQuote;
  let shown = await look();
  const isAtRest = async (): Promise<boolean> => {
    shown = await look();
    const { Hub_Status__c: status, Hub_Problem__c: problem } = shown.quote;
    return problem !== null || (status === 'delivered' ? shown.hub.invoices.length > 0 : restingStates.includes(status ?? ''));
  };
  await until(isAtRest, signal);
  return shown;
}

/** The order that the quote has become, as the other orders of the demonstration are shown. */
async function orderLines(quote: string, { api, key }: QuoteDemo, signal: AbortSignal): Promise<readonly string[]> {
  const headers = { authorization: `Bearer ${key}` };
  const answer = await fetch(`${api}/v1/orders?reference=${quote}`, { headers, signal });
  const { orders } = (await answer.json()) as { readonly orders: readonly { readonly id: string }[] };
  return Promise.all(orders.map(async ({ id }) => `${'a quote accepted in Salesforce'.padEnd(aboutWidth)} ${(await where(api, id, headers, signal)).text}`));
}

async function accept(id: string, demo: QuoteDemo, signal: AbortSignal): Promise<void> {
  await loadNames(demo, signal);
  await until(demo.isFollowing, signal);
  await ask(demo, 'POST', `/records/Quote/${id}`, signal, written);
  await ask(demo, 'POST', `/quotes/${id}/accept`, signal, {});
}

async function loadNames({ api, key, namesFile }: QuoteDemo, signal: AbortSignal): Promise<void> {
  const answer = await fetch(`${api}/v1/references?reason=${encodeURIComponent('names of the example org')}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv' },
    body: fs.readFileSync(namesFile),
    signal,
  });
  const text = await answer.text();
  if (!answer.ok || text.includes('"problem"')) throw new Error(`the names in ${namesFile}: ${answer.status} ${text}`);
}

async function ask({ desk, deskToken }: QuoteDemo, method: string, path: string, signal: AbortSignal, body?: object): Promise<unknown> {
  const answer = await fetch(`${desk}${path}`, {
    method,
    headers: { authorization: `Bearer ${deskToken}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal,
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} of Salesforce: ${answer.status} ${text}`);
  return JSON.parse(text);
}

/** Looks until it is so, or for as long as the demonstration waits. */
async function until(isSo: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  for (let waited = 0; waited < waitMsMax && !signal.aborted && !(await isSo()); waited += lookEveryMs) await sleep(lookEveryMs);
}
