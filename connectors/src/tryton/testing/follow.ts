import { setTimeout as sleep } from 'node:timers/promises';
import type { DocumentSnapshot, InvoiceSnapshot, SalesOrderSnapshot, ShipmentSnapshot } from '@crossdock/canonical';
import type { InboundMessage } from '@crossdock/connector-kit';
import type { OpenConnector } from './erp.ts';

/** What is known of one order. */
export type Followed = { readonly order?: SalesOrderSnapshot; readonly shipments: readonly ShipmentSnapshot[]; readonly invoices: readonly InvoiceSnapshot[] };

const patienceMs = 15_000;
const pauseMs = 100;
const pagesMax = 50;

/** Polls as the hub does, and keeps the highest version of each document; from now on. */
export async function follow({ poll, call }: Pick<OpenConnector, 'poll' | 'call'>) {
  const documents = new Map<string, DocumentSnapshot>();
  const messages: InboundMessage[] = [];
  let cursor: string | undefined;

  const look = async (): Promise<readonly InboundMessage[]> => {
    const news: InboundMessage[] = [];
    for (let page = 0; page < pagesMax; page += 1) {
      const answer = await poll(cursor, call());
      if (answer.kind !== 'polled') throw new Error(JSON.stringify(answer));
      ({ cursor } = answer);
      news.push(...answer.messages);
      if (!answer.more) break;
    }
    for (const message of news) if (message.kind === 'document') keep(documents, message.snapshot);
    messages.push(...news);
    return news;
  };
  const all = () => [...documents.values()].sort((a, b) => Number(a.id) - Number(b.id));
  const shipments = (id: string) => all().flatMap((found) => (found.type === 'shipment' && found.orderId === id ? [found] : []));
  const invoices = (id: string) => all().flatMap((found) => (found.type === 'invoice' && found.orderId === id ? [found] : []));
  const known = (id: string): Followed => {
    const order = all().find((found): found is SalesOrderSnapshot => found.type === 'sales-order' && found.id === id);
    return { ...(order ? { order } : {}), shipments: shipments(id), invoices: invoices(id) };
  };
  const until = async (id: string, isThere: (known: Followed) => boolean): Promise<Followed> => {
    for (const end = Date.now() + patienceMs; ; await sleep(pauseMs)) {
      await look();
      if (isThere(known(id))) return known(id);
      if (Date.now() > end) throw new Error(`not seen within ${patienceMs} ms: ${JSON.stringify(known(id))}`);
    }
  };
  await look();
  return {
    look,
    until,
    shipments,
    invoices,
    messages,
    order: async (id: string) => (await until(id, ({ order }) => order !== undefined)).order,
    cursor: () => cursor,
  };
}

function keep(documents: Map<string, DocumentSnapshot>, snapshot: DocumentSnapshot): void {
  const key = `${snapshot.type} ${snapshot.id}`;
  const before = documents.get(key)?.version ?? '';
  if ((snapshot.version ?? '') >= before) documents.set(key, snapshot);
}
