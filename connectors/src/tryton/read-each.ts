import type { InboundMessage, Read } from '@crossdock/connector-kit';
import { readAny } from './api.ts';
import type { Conversation } from './client.ts';

/** A record that was understood, and as it came. */
export type Known<T> = { readonly record: T; readonly raw: string };

type Each<T> = {
  readonly model: string;
  readonly domain: readonly unknown[];
  readonly fields: readonly string[];
  readonly shape: (value: unknown) => Read<T>;
};

const rawCharsMax = 50_000;
const recordsMax = 5_000;

/** Records one by one: what cannot be understood becomes a message of its own and hides no other. */
export async function readEach<T>(
  talk: Conversation,
  { model, domain, fields, shape }: Each<T>,
): Promise<{ readonly read: readonly Known<T>[]; readonly unreadable: readonly InboundMessage[] }> {
  const params = [domain, 0, recordsMax, [['id', 'ASC']], fields];
  const rows = await talk.read(readAny, `model.${model}.search_read`, params, { active_test: false });
  const read: Known<T>[] = [];
  const unreadable: InboundMessage[] = [];
  for (const row of rows) {
    const raw = JSON.stringify(row).slice(0, rawCharsMax);
    const record = shape(row);
    if (record.kind === 'read') read.push({ record: record.value, raw });
    else unreadable.push({ id: `${model},${field(row, 'id')},${field(row, 'write_date') ?? field(row, 'create_date')}`, raw, ...record });
  }
  return { read, unreadable };
}

function field(row: unknown, name: string): unknown {
  return typeof row === 'object' && row !== null ? Reflect.get(row, name) : undefined;
}
