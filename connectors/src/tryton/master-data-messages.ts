import type { MasterDataChange } from '@crossdock/canonical';
import type { InboundMessage } from '@crossdock/connector-kit';
import { type MasterDataRow, readMasterDataRow } from './api.ts';
import type { Conversation } from './client.ts';
import type { Change } from './cursor.ts';
import { readEach } from './read-each.ts';
import type { Names } from './settings.ts';

type Named = Pick<MasterDataChange, 'kind' | 'id'>;
type Watched = { readonly fields: readonly string[]; readonly tells: (row: MasterDataRow) => readonly Named[] };

/** What a change of master data is about. A changed party may be another credit limit, or another activation: Tryton does not say. */
const watchedData: Readonly<Record<string, Watched>> = {
  'party.party': { fields: ['code'], tells: ({ code }) => [...about('customer', code), ...about('credit', code)] },
  // Orders may name an address by its parts alone; what is held for it is found by the customer.
  'party.address': { fields: ['party.code'], tells: (row) => [...about('ship-to', String(row.id)), ...about('customer', row['party.']?.code)] },
  'product.template': { fields: ['products.code'], tells: (row) => (row['products.'] ?? []).flatMap(({ code }) => about('item', code)) },
  'product.product': { fields: ['code'], tells: ({ code }) => about('item', code) },
  'product.price_list.line': {
    fields: ['product.code', 'price_list.name'],
    tells: (row) => about('price', row['product.']?.code ?? row['price_list.']?.name ?? String(row.id)),
  },
};

function about(kind: MasterDataChange['kind'], id: string | null | undefined): readonly Named[] {
  return id == null || id === '' ? [] : [{ kind, id }];
}

/** True for a change that is told as one of master data. */
export function isWatchedData({ model }: Change): boolean {
  return Object.hasOwn(watchedData, model);
}

/** Changed master data as messages; `id` is the code by which orders name it. */
export async function masterDataMessages(talk: Conversation, { system }: Names, news: readonly Change[]): Promise<readonly InboundMessage[]> {
  const messages: InboundMessage[] = [];
  for (const [model, { fields, tells }] of Object.entries(watchedData)) {
    const changes = new Map(news.filter((change) => change.model === model).map((change) => [change.id, change.stamp]));
    if (changes.size === 0) continue;
    const domain = [['id', 'in', [...changes.keys()]]];
    const { read, unreadable } = await readEach(talk, { model, domain, fields: [...fields], shape: readMasterDataRow });
    messages.push(...unreadable);
    for (const { record, raw } of read) {
      const version = changes.get(record.id) ?? '';
      for (const named of tells(record)) {
        const change = { system, ...named, version, at: `${version}Z` };
        messages.push({ id: `${model},${record.id},${version},${named.kind},${named.id}`, raw, kind: 'master-data', change });
      }
    }
  }
  return messages;
}
