import { hash } from 'node:crypto';
import type { Queryable } from './database.ts';

/** One thing that somebody did to the hub, with the reason that was given. */
export type OperatorAction = { readonly at: Date; readonly actor: string; readonly action: string; readonly target: string; readonly reason: string };

/** The same with its place in the chain. */
export type RecordedAction = OperatorAction & { readonly n: string; readonly previous: Buffer; readonly hash: Buffer };

const formatVersion = 1;
const lockNumber = 7_720_015; // any number, the same for every node: the chain grows one at a time
const pageRows = 1_000;

/** Appends to the chain, within the transaction that does the thing. Held until it commits, so keep that short. */
export async function recordAction(client: Queryable, action: OperatorAction): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [lockNumber]);
  const { rows } = await client.query<{ n: string; hash: Buffer }>('select n, hash from operator_actions order by n desc limit 1');
  const n = BigInt(rows[0]?.n ?? 0) + 1n;
  const previous = rows[0]?.hash ?? Buffer.alloc(32);
  await client.query('insert into operator_actions (n, at, actor, action, target, reason, previous, hash) values ($1, $2, $3, $4, $5, $6, $7, $8)', [
    n,
    action.at,
    action.actor,
    action.action,
    action.target,
    action.reason,
    previous,
    actionHash(previous, n, action),
  ]);
}

/** What was done to one target, oldest first. */
export async function listActions(
  { target, limit }: { readonly target: string; readonly limit: number },
  client: Queryable,
): Promise<readonly OperatorAction[]> {
  const { rows } = await client.query<OperatorAction>('select at, actor, action, target, reason from operator_actions where target = $1 order by n limit $2', [
    target,
    limit,
  ]);
  return rows;
}

/** Recomputes the whole chain, page by page; answers how many links hold, and the first that does not. */
export async function verifyActions(client: Queryable): Promise<{ readonly links: number; readonly broken: string | undefined }> {
  let links = 0;
  let last = 0n;
  let previous: Uint8Array = Buffer.alloc(32);
  for (;;) {
    const { rows } = await client.query<RecordedAction>('select * from operator_actions where n > $1 order by n limit $2', [last, pageRows]);
    for (const row of rows) {
      last += 1n;
      if (BigInt(row.n) !== last) return { links, broken: `Action ${last} is missing.` };
      if (!row.previous.equals(previous) || !row.hash.equals(actionHash(previous, last, row))) return { links, broken: `Action ${last} was changed.` };
      previous = row.hash;
      links += 1;
    }
    if (rows.length < pageRows) return { links, broken: undefined };
  }
}

function actionHash(previous: Uint8Array, n: bigint, { at, actor, action, target, reason }: OperatorAction): Buffer {
  const fields = [String(n), at.toISOString(), actor, action, target, reason].map((field) => `${field.length}:${field}`).join('');
  return hash('sha256', Buffer.concat([previous, Buffer.from(`v${formatVersion}|${fields}`)]), 'buffer');
}
