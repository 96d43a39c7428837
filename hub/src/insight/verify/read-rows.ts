import type { ClientBase } from 'pg';
import { type OpenOrClosedException, openExceptionsOf } from '../../exceptions/index.ts';
import type { Order } from '../../orders/index.ts';
import type { Transact } from '../../platform/index.ts';
import { stalledCreations } from '../../reference/index.ts';
import type { ListedEffect } from '../../systems/index.ts';
import { effectColumns } from '../../systems/index.ts';
import { type SubjectRow, subjectColumns, toStoredOrder } from '../stored-order.ts';

/** One event as it is stored. An erased one has an empty body. */
export type EventRow = {
  readonly seq: number;
  readonly n: string;
  readonly type: string;
  readonly at: Date;
  readonly actor: string;
  readonly body: string;
  readonly salt: Buffer;
  readonly digest: Buffer;
  readonly hash: Buffer;
};

/** Everything that is stored of one order, read at one instant. */
export type OrderRows = {
  readonly id: string;
  readonly order: Order;
  readonly version: number;
  readonly flowVersion: number;
  readonly chainHead: Buffer;
  readonly wakeAt: Date | null;
  readonly isClosed: boolean;
  readonly events: readonly EventRow[];
  readonly effects: readonly (ListedEffect & { readonly digest: string; readonly reopened: number; readonly everDoubt: boolean })[];
  readonly exceptions: readonly OpenOrClosedException[];
  readonly references: ReadonlySet<string>;
  /** Holds that wait for a name, each as one text with the name. */
  readonly waits: readonly string[];
  /** Holds whose customer is to be created, but nothing does it. */
  readonly stalled: readonly string[];
};

/** Orders of one page: each page is one short snapshot, so that a long check holds nothing back. */
export const verifyPageOrders = 100;

/** The next page of orders after an id, in order of id; empty after the last. */
export function readPage(after: string, transact: Transact, { isOpenOnly }: { readonly isOpenOnly: boolean }): Promise<readonly OrderRows[]> {
  return transact('verify', async (client) => {
    await client.query('set transaction isolation level repeatable read read only');
    const { rows } = await client.query<SubjectRow & { is_closed: boolean }>(
      `select ${subjectColumns}, closed_at is not null as is_closed from subjects where id > $1 and kind = 'order' ${isOpenOnly ? 'and closed_at is null' : ''} order by id limit $2`,
      [after, verifyPageOrders],
    );
    const ids = rows.map((row) => row.id);
    const [events, effects, exceptions, references, waits] = [
      await eventsOf(ids, client),
      await effectsOf(ids, client),
      await openExceptionsOf(ids, client),
      await namesOf(ids, client),
      await waitsOf(ids, client),
    ];
    const stored = rows.map((row) => ({ id: row.id, isClosed: row.is_closed, ...toStoredOrder(row) }));
    const stalled = await stalledOf(stored, client);
    return stored.map((row) => ({
      ...row,
      events: events.get(row.id) ?? [],
      effects: effects.get(row.id) ?? [],
      exceptions: exceptions.get(row.id) ?? [],
      references: new Set(references.get(row.id)?.map((name) => name.value)),
      waits: waits.get(row.id) ?? [],
      stalled: stalled.get(row.id) ?? [],
    }));
  });
}

async function stalledOf(
  stored: readonly { readonly id: string; readonly order: Order }[],
  client: ClientBase,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const awaited = stored.flatMap(({ id, order }) =>
    order.holds.flatMap((hold) => (hold.missing?.creation === 'on-its-way' ? [{ order: id, hold: hold.id, missing: hold.missing }] : [])),
  );
  const stalled = Map.groupBy(await stalledCreations(client, awaited), ({ order }) => order);
  return new Map([...stalled].map(([id, ones]) => [id, ones.map(({ hold }) => hold)]));
}

async function eventsOf(ids: readonly string[], client: ClientBase): Promise<ReadonlyMap<string, readonly EventRow[]>> {
  const { rows } = await client.query<EventRow & { id: string }>(
    'select subject_id as id, seq, n, type, at, actor, body, salt, digest, hash from events where subject_id = any($1::uuid[]) order by subject_id, seq',
    [ids],
  );
  return Map.groupBy(rows, (row) => row.id);
}

async function effectsOf(ids: readonly string[], client: ClientBase): Promise<ReadonlyMap<string, OrderRows['effects']>> {
  const { rows } = await client.query<OrderRows['effects'][number]>(
    `select ${effectColumns}, encode(body_digest, 'hex') as digest, reopened, ever_doubt as "everDoubt" from effects where subject_id = any($1::uuid[]) order by subject_id, key`,
    [ids],
  );
  return Map.groupBy(rows, (row) => row.order);
}

async function waitsOf(ids: readonly string[], client: ClientBase): Promise<ReadonlyMap<string, readonly string[]>> {
  type Row = { id: string; hold_id: string; kind: string; from_system: string; from_name: string; to_system: string };
  const { rows } = await client.query<Row>(
    'select subject_id as id, hold_id, kind, from_system, from_name, to_system from cross_reference_waits where subject_id = any($1::uuid[])',
    [ids],
  );
  const texts = rows.map((row) => ({
    id: row.id,
    text: waitText(row.hold_id, { kind: row.kind, from: row.from_system, name: row.from_name, system: row.to_system }),
  }));
  return new Map([...Map.groupBy(texts, ({ id }) => id)].map(([id, own]) => [id, own.map(({ text }) => text)]));
}

/** A hold with the name that it waits for, as one text. */
export function waitText(holdId: string, { kind, from, name, system }: { kind: string; from: string; name: string; system: string }): string {
  return JSON.stringify([holdId, kind, from, name, system]);
}

async function namesOf(ids: readonly string[], client: ClientBase): Promise<ReadonlyMap<string, readonly { readonly value: string }[]>> {
  const { rows } = await client.query<{ id: string; value: string }>('select subject_id as id, value from refs where subject_id = any($1::uuid[])', [ids]);
  return Map.groupBy(rows, (row) => row.id);
}
