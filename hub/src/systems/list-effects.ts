import type { Instruction } from '@crossdock/canonical';
import type { Queryable } from '../platform/index.ts';

/** Where an effect can stand, as the listing filters by it. */
export const effectStatuses = ['ready', 'claimed', 'doubt', 'confirmed', 'refused', 'failed', 'withdrawn', 'abandoned'] as const;

/** What is asked for. Without order and status: what is open. `after` is the last place of the page before. */
export type ListEffects = {
  readonly order?: string;
  readonly system?: string;
  readonly status?: (typeof effectStatuses)[number];
  readonly after?: { readonly order: string; readonly key: string };
  readonly limit: number;
};

/** One effect or ask, for people; times are null where they do not apply. */
export type ListedEffect = {
  readonly order: string;
  readonly key: string;
  readonly op: string;
  readonly system: string;
  readonly status: (typeof effectStatuses)[number];
  readonly dueAt: Date | null;
  readonly reference: string | null;
  readonly attempt: number;
  readonly wasInDoubt: boolean;
  readonly leaseUntil: Date | null;
  readonly insertedAt: Date;
  readonly settledAt: Date | null;
  readonly outcome: string | null;
};

/** The columns of a listed effect, in SQL. */
export const effectColumns = `subject_id as "order", key, op, system, status, case when isfinite(due_at) then due_at end as "dueAt", reference, attempt,
  ever_doubt as "wasInDoubt", lease_until as "leaseUntil", inserted_at as "insertedAt", settled_at as "settledAt", outcome`;

/** Effects by order, status and system, in order of subject and key. */
export async function listEffects(what: ListEffects, { pool }: { readonly pool: Queryable }): Promise<readonly ListedEffect[]> {
  const conditions: string[] = [];
  const values: unknown[] = [];
  const where = (text: (place: string) => string, value: unknown) => conditions.push(text(`$${values.push(value)}`));
  if (what.order !== undefined) where((p) => `subject_id = ${p}`, what.order);
  if (what.system !== undefined) where((p) => `system = ${p}`, what.system);
  if (what.status !== undefined) where((p) => `status = ${p}`, what.status);
  else if (what.order === undefined) conditions.push("status in ('ready', 'claimed', 'doubt')");
  if (what.after) conditions.push(`(subject_id, key) > ($${values.push(what.after.order)}, $${values.push(what.after.key)})`);
  const { rows } = await pool.query<ListedEffect>(
    `select ${effectColumns} from effects where ${conditions.join(' and ')} order by subject_id, key limit $${values.push(what.limit)}`,
    values,
  );
  return rows;
}

/** The unsettled effects and asks of some orders, by order. */
export async function openEffectsOf(orders: readonly string[], pool: Queryable): Promise<ReadonlyMap<string, readonly ListedEffect[]>> {
  const { rows } = await pool.query<ListedEffect>(
    `select ${effectColumns} from effects where subject_id = any($1::uuid[]) and status in ('ready', 'claimed', 'doubt') order by subject_id, key`,
    [orders],
  );
  return Map.groupBy(rows, (row) => row.order);
}

/** What an effect says, as the ledger holds it; undefined when there is none, or when it is a question. */
export async function instructionOf(
  { order, key }: { readonly order: string; readonly key: string },
  { pool }: { readonly pool: Queryable },
): Promise<{ readonly system: string; readonly body: Instruction } | undefined> {
  const { rows } = await pool.query<{ system: string; body: string }>("select system, body from effects where subject_id = $1 and key = $2 and op <> 'ask'", [
    order,
    key,
  ]);
  return rows[0] && { system: rows[0].system, body: JSON.parse(rows[0].body) as Instruction };
}
