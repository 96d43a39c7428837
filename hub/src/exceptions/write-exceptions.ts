import { newId, type Queryable } from '../platform/index.ts';

/** An exception as the engine hands it over; `target` is what its remedies act on. */
export type ExceptionWant = {
  readonly subjectId: string;
  readonly key: string;
  readonly class: string;
  readonly severity: 'high' | 'normal' | 'low';
  readonly owner: string;
  readonly summary: string;
  readonly cause: string;
  readonly evidence: readonly string[];
  readonly remedies: readonly string[];
  readonly verdict: string;
  readonly target: object;
};

/** The subject of exceptions that belong to no order yet (a message that nobody can place). */
export const noOrder = '00000000-0000-0000-0000-000000000000';

/** The keys of the open exceptions of each subject. */
export async function openExceptionKeys(client: Queryable, subjectIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { rows } = await client.query<{ subject_id: string; key: string }>({
    name: 'open-exceptions',
    text: 'select subject_id, key from exceptions where subject_id = any($1::uuid[]) and closed_at is null',
    values: [subjectIds],
  });
  const bySubject = new Map<string, Set<string>>();
  for (const row of rows) bySubject.set(row.subject_id, (bySubject.get(row.subject_id) ?? new Set<string>()).add(row.key));
  return bySubject;
}

/** Opens exceptions. `dueAt` is computed from the severity in working hours by the caller. One that is open already keeps its clock and gets the new text. */
export async function openExceptions(
  client: Queryable,
  wants: readonly ExceptionWant[],
  clock: { readonly at: string; readonly dueAt: (severity: ExceptionWant['severity']) => string },
): Promise<void> {
  if (wants.length === 0) return;
  const sorted = wants.toSorted((a, b) => (a.subjectId + a.key < b.subjectId + b.key ? -1 : 1));
  const column = <T>(pick: (want: ExceptionWant) => T) => sorted.map(pick);
  await client.query({
    name: 'open-exception',
    text: `insert into exceptions (id, subject_id, key, class, severity, owner, summary, cause, evidence, remedies, verdict, opened_at, due_at)
           select i, s, k, c, v, o, m, u, e, r, t, $12::timestamptz, d
           from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $13::timestamptz[])
             as x (i, s, k, c, v, o, m, u, e, r, t, d)
           on conflict (subject_id, key) where closed_at is null
           do update set summary = excluded.summary, evidence = excluded.evidence, remedies = excluded.remedies, verdict = excluded.verdict`,
    values: [
      column(() => newId()),
      column((w) => w.subjectId),
      column((w) => w.key),
      column((w) => w.class),
      column((w) => w.severity),
      column((w) => w.owner),
      column((w) => w.summary),
      column((w) => w.cause),
      column((w) => JSON.stringify({ findings: w.evidence, target: w.target })),
      column((w) => JSON.stringify(w.remedies)),
      column((w) => w.verdict),
      clock.at,
      column((w) => clock.dueAt(w.severity)),
    ],
  });
}

/** Gives open exceptions a new text; one that is closed stays as it is. */
export async function retellExceptions(client: Queryable, wants: readonly ExceptionWant[]): Promise<void> {
  for (const { subjectId, key, summary, evidence, target } of wants)
    await client.query({
      name: 'retell-exception',
      text: 'update exceptions set summary = $3, evidence = $4 where subject_id = $1 and key = $2 and closed_at is null',
      values: [subjectId, key, summary, JSON.stringify({ findings: evidence, target })],
    });
}

/** Closes exceptions whose cause is gone. */
export async function closeExceptions(
  client: Queryable,
  gone: readonly { readonly subjectId: string; readonly key: string }[],
  by: { readonly at: string; readonly actor: string },
): Promise<void> {
  if (gone.length === 0) return;
  await client.query({
    name: 'close-exceptions',
    text: `update exceptions e set closed_at = $3, closed_by = $4
           from unnest($1::uuid[], $2::text[]) as t (subject_id, key)
           where e.subject_id = t.subject_id and e.key = t.key and e.closed_at is null`,
    values: [gone.map((g) => g.subjectId), gone.map((g) => g.key), by.at, by.actor],
  });
}
