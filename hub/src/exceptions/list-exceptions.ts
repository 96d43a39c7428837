import type { AwaitedName } from '../orders/index.ts';
import type { Queryable } from '../platform/index.ts';

/** What a remedy acts on; the engine wrote it with the exception. */
export type Target = {
  readonly holdId?: string;
  readonly effectKey?: string;
  readonly slot?: string;
  readonly pin?: string;
  readonly line?: string;
  readonly system?: string;
  /** The sales that are held together. */
  readonly lot?: string;
  /** The channel's own record of `system` that cannot be written. */
  readonly record?: string;
  /** The name that a hold waits for. */
  readonly missing?: AwaitedName;
  /** The channel's request that was declined as a whole; its order knows nothing of it. */
  readonly request?: { readonly kind: 'change' | 'cancellation'; readonly by: string; readonly reason: string; readonly request?: string };
};

/** Work for a person. `order` is absent where no order is known (a message that nobody can place). */
export type OpenOrClosedException = {
  readonly id: string;
  readonly order: string;
  readonly key: string;
  readonly class: string;
  readonly severity: string;
  readonly owner: string;
  readonly assignee: string | null;
  readonly summary: string;
  /** Root cause shared by many orders. */
  readonly cause: string;
  readonly evidence: readonly string[];
  readonly remedies: readonly string[];
  /** Whether doing the step again is safe, and why. */
  readonly verdict: string;
  readonly target: Target;
  readonly openedAt: Date;
  readonly dueAt: Date;
  readonly escalatedAt: Date | null;
  readonly closedAt: Date | null;
  readonly closedBy: string | null;
};

/** Filters of the listing; `state` says whether open ones (by due time) or closed ones (newest first) are meant. */
export type ListExceptions = {
  readonly state: 'open' | 'closed';
  readonly class?: string;
  readonly owner?: string;
  readonly cause?: string;
  readonly order?: string;
  readonly after?: { readonly at: string; readonly id: string };
  readonly limit: number;
};

type Row = Omit<OpenOrClosedException, 'evidence' | 'remedies' | 'target'> & { readonly evidence: string; readonly remedies: string };

const columns = `id, subject_id as "order", key, class, severity, owner, assignee, summary, cause, evidence, remedies, verdict,
  opened_at as "openedAt", due_at as "dueAt", escalated_at as "escalatedAt", closed_at as "closedAt", closed_by as "closedBy"`;

/** Exceptions by the filters: open ones by due time, closed ones newest first. */
export async function listExceptions(what: ListExceptions, { pool }: { readonly pool: Queryable }): Promise<readonly OpenOrClosedException[]> {
  const values: unknown[] = [];
  const conditions = [what.state === 'open' ? 'closed_at is null' : 'closed_at is not null'];
  const where = (column: string, value: unknown) => {
    if (value !== undefined) conditions.push(`${column} = $${values.push(value)}`);
  };
  where('class', what.class);
  where('owner', what.owner);
  where('cause', what.cause);
  where('subject_id', what.order);
  if (what.after) {
    const [at, id] = [`$${values.push(what.after.at)}::timestamptz`, `$${values.push(what.after.id)}::uuid`];
    conditions.push(what.state === 'open' ? `(due_at, id) > (${at}, ${id})` : `id < ${id} and ${at} is not null`);
  }
  const order = what.state === 'open' ? 'due_at, id' : 'id desc';
  const { rows } = await pool.query<Row>(
    `select ${columns} from exceptions where ${conditions.join(' and ')} order by ${order} limit $${values.push(what.limit)}`,
    values,
  );
  return rows.map(read);
}

/** One exception; undefined when there is none by that id. */
export async function getException({ id }: { readonly id: string }, { pool }: { readonly pool: Queryable }): Promise<OpenOrClosedException | undefined> {
  const { rows } = await pool.query<Row>(`select ${columns} from exceptions where id = $1`, [id]);
  return rows[0] && read(rows[0]);
}

/** The open exceptions of some orders, by order, the most urgent first. */
export async function openExceptionsOf(orders: readonly string[], pool: Queryable): Promise<ReadonlyMap<string, readonly OpenOrClosedException[]>> {
  const { rows } = await pool.query<Row>(`select ${columns} from exceptions where subject_id = any($1::uuid[]) and closed_at is null order by due_at, id`, [
    orders,
  ]);
  return Map.groupBy(rows.map(read), (exception) => exception.order);
}

function read(row: Row): OpenOrClosedException {
  const written = JSON.parse(row.evidence) as { readonly findings?: readonly string[]; readonly target?: Target };
  return { ...row, evidence: written.findings ?? [], target: written.target ?? {}, remedies: JSON.parse(row.remedies) as readonly string[] };
}
