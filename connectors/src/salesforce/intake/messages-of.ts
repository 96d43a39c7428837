import { createHash } from 'node:crypto';
import type { Call, InboundMessage } from '@crossdock/connector-kit';
import type { SalesforceClient } from '../rest/client.ts';
import type { Got } from '../rest/rest.ts';
import { kindOf } from '../show/place.ts';
import { textOf } from '../values.ts';
import { queryAll } from './query-all.ts';
import { createOrderReader, createQuoteReader, type SaleReader } from './read-sales.ts';
import type { Sale } from './sale.ts';
import type { Intake } from './settings.ts';
import { inParts, listed } from './soql.ts';
import { type Occasion, toMessage } from './to-message.ts';
import { lineObjects, type Touch } from './touch.ts';

/** Reads what was touched, and says what it amounts to. */
export type Messages = {
  /** One message per sale, under the id of the last transaction that touched it, and one per request; in the order of the touches. */
  readonly ofTouches: (touches: readonly Touch[], call: Call) => Promise<Got<readonly InboundMessage[]>>;
  /** Of sales that a query found changed, under an id that names their state; what is of no interest is left out. */
  readonly ofFound: (ids: readonly string[], call: Call) => Promise<Got<readonly InboundMessage[]>>;
  readonly probe: SaleReader['probe'];
};

/** Whose lines, prices and dates count, by the org's trigger; a request by event means the record that it names. */
const sold: Readonly<Record<Intake['trigger'], 'quote' | 'order' | undefined>> = {
  'quote-accepted': 'quote',
  'order-activated': 'order',
  'platform-event': undefined,
};

/** Makes the reader of one org. */
export function createMessages(client: Pick<SalesforceClient, 'rows' | 'ask'>, intake: Intake): Messages {
  const readers = { quote: createQuoteReader(client, intake), order: createOrderReader(client, intake) };
  const readSales = async (ids: readonly string[], call: Call): Promise<Got<ReadonlyMap<string, Sale>>> => {
    const sales = new Map<string, Sale>();
    for (const kind of ['quote', 'order'] as const) {
      const own = ids.filter((id) => kindOf(id) === kind);
      const got = own.length === 0 ? undefined : await readers[kind].read(own, call);
      if (got?.kind === 'failed') return got;
      for (const [id, sale] of got?.value ?? []) sales.set(id, sale);
    }
    return byTrigger(sales, call);
  };
  /** A sale is what the org's trigger makes one: where a request names the other record of it, quote or order, that one is read. */
  const byTrigger = async (sales: ReadonlyMap<string, Sale>, call: Call): Promise<Got<ReadonlyMap<string, Sale>>> => {
    const kind = sold[intake.trigger];
    const others = [...sales].filter(([, sale]) => kind !== undefined && sale.kind !== kind && kindOf(sale.id) === 'quote');
    if (kind === undefined || others.length === 0) return { kind: 'got', value: sales };
    const got = await readers[kind].read(
      others.map(([, sale]) => sale.id),
      call,
    );
    if (got.kind === 'failed') return got;
    return { kind: 'got', value: new Map([...sales].map(([id, sale]) => [id, got.value.get(sale.id) ?? sale])) };
  };
  return {
    probe: intake.trigger === 'order-activated' ? readers.order.probe : readers.quote.probe,
    ofTouches: async (touches, call) => {
      const parents = await parentsOf(client, touches, call);
      if (parents.kind === 'failed') return parents;
      const occasions = touches.flatMap((touch): readonly Occasion[] => {
        if (touch.kind !== 'line') return [touch];
        const id = parents.value.get(touch.id);
        return id === undefined ? [] : [{ kind: 'sale', messageId: touch.messageId, at: touch.at, raw: touch.raw, id }];
      });
      const sales = await readSales(
        occasions.map(({ id }) => id),
        call,
      );
      if (sales.kind === 'failed') return sales;
      const messages = lastOfEach(occasions, sales.value).map((occasion) => toMessage(occasion, sales.value.get(occasion.id), intake));
      return { kind: 'got', value: [...messages, ...lost(touches, parents.value)] };
    },
    ofFound: async (ids, call) => {
      const sales = await readSales(ids, call);
      if (sales.kind === 'failed') return sales;
      const at = call.now().getTime();
      const found = new Map(
        ids.map((id): readonly [string, InboundMessage] => {
          const sale = sales.value.get(id);
          const message = toMessage({ kind: 'sale', messageId: `found:${digestOf(sale)}`, at, raw: 'found by query', id }, sale, intake);
          return [message.id, message];
        }),
      );
      return { kind: 'got', value: [...found.values()].filter(({ kind }) => kind !== 'ignored') };
    },
  };
}

/** All touches of a sale would be answered with the same state of it. */
function lastOfEach(occasions: readonly Occasion[], sales: ReadonlyMap<string, Sale>): readonly Occasion[] {
  const keyOf = (occasion: Occasion) => (occasion.kind === 'asked' ? occasion.messageId : (sales.get(occasion.id)?.id ?? occasion.id));
  const last = new Map(occasions.map((occasion) => [keyOf(occasion), occasion]));
  return occasions.filter((occasion) => last.get(keyOf(occasion)) === occasion);
}

/** Lines that were deleted for good do not say whose they were. */
function lost(touches: readonly Touch[], parents: ReadonlyMap<string, string>): readonly InboundMessage[] {
  return touches.flatMap((touch): readonly InboundMessage[] => {
    if (touch.kind !== 'line' || parents.has(touch.id)) return [];
    return [
      { id: `${touch.messageId}:${touch.id}`, raw: touch.raw, kind: 'ignored', why: `${touch.object} ${touch.id} is gone, and nothing says whose line it was` },
    ];
  });
}

/** The heads of lines, of those in the recycle bin too. */
async function parentsOf(client: Pick<SalesforceClient, 'ask'>, touches: readonly Touch[], call: Call): Promise<Got<ReadonlyMap<string, string>>> {
  const parents = new Map<string, string>();
  const lines = touches.filter((touch) => touch.kind === 'line');
  for (const [object, parent] of Object.entries(lineObjects)) {
    for (const part of inParts(lines.flatMap((touch) => (touch.object === object ? [touch.id] : [])))) {
      const got = await queryAll(client, `SELECT Id, ${parent} FROM ${object} WHERE Id IN ${listed(part)}`, call);
      if (got.kind === 'failed') return got;
      for (const row of got.value) parents.set(textOf(row, 'Id') ?? '', textOf(row, parent) ?? '');
    }
  }
  return { kind: 'got', value: parents };
}

const digestChars = 24;

const digestOf = (sale: Sale | undefined): string =>
  createHash('sha256')
    .update(JSON.stringify(sale ?? null))
    .digest('hex')
    .slice(0, digestChars);
