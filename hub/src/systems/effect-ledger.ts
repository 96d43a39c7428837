import { hash } from 'node:crypto';
import { jsonTexts, plainArray, type Queryable, type Statement, textsOf } from '../platform/index.ts';

/** What is there of one effect, without its body. */
export type EffectRow = {
  readonly subjectId: string;
  readonly key: string;
  readonly status: EffectStatus;
  readonly bodyDigest: string;
  readonly attempt: number;
  readonly reopened: number;
  readonly everDoubt: boolean;
  readonly nodeEpoch: string | null;
  /** A refusal that came after a doubt and waits for its probe. */
  readonly pendingRefusal: string | null;
};

/** Where an effect stands; LEDGER.md sections 4 and 5. */
export type EffectStatus = 'ready' | 'claimed' | 'doubt' | 'confirmed' | 'refused' | 'failed' | 'withdrawn' | 'abandoned';

/** A want, ready to be written. */
export type NewEffect = {
  readonly subjectId: string;
  readonly key: string;
  readonly op: string;
  readonly system: string;
  readonly limiter: string;
  readonly laneClass: 'live' | 'status' | 'master' | 'history';
  readonly reference: string | undefined;
  readonly body: string;
  readonly reopened: number;
  readonly flowVersion: number;
};

/** A change of one effect's row. `body` only where the body is replaced. */
export type EffectUpdate = {
  readonly subjectId: string;
  readonly key: string;
  readonly status: EffectStatus;
  readonly reopened: number;
  readonly everDoubt: boolean;
  readonly body?: string;
  readonly outcome?: string;
  /** When to look at it next: at once, never (a person is needed), or as it was. */
  readonly due: 'now' | 'never' | 'kept';
};

/** SHA-256 of a body, as hex. */
export function digestOf(body: string): string {
  return hash('sha256', body, 'hex');
}

/** All effects of the subjects, locked in key order, after their subjects (LEDGER.md section 4). */
export async function lockEffects(client: Queryable, subjectIds: readonly string[]): Promise<ReadonlyMap<string, readonly EffectRow[]>> {
  const { rows } = await client.query<EffectRow>({
    name: 'lock-effects',
    text: `select subject_id as "subjectId", key, status, encode(body_digest, 'hex') as "bodyDigest", attempt, reopened, ever_doubt as "everDoubt",
                  node_epoch::text as "nodeEpoch", case when status = 'doubt' then outcome end as "pendingRefusal"
           from effects where subject_id = any($1::uuid[]) order by subject_id, key for update`,
    values: [subjectIds],
  });
  const bySubject = new Map<string, EffectRow[]>();
  for (const row of rows) {
    const list = bySubject.get(row.subjectId);
    const own = { ...row, pendingRefusal: isRefusal(row.pendingRefusal) ? row.pendingRefusal : null };
    if (list) list.push(own);
    else bySubject.set(row.subjectId, [own]);
  }
  return bySubject;
}

/** An effect in doubt may hold another word too: that nobody could tell. */
function isRefusal(outcome: string | null): boolean {
  return outcome !== null && (JSON.parse(outcome) as { readonly kind?: unknown }).kind === 'refused';
}

/** The statement that inserts wants as ready, sorted by key. */
export function effectsInsert(effects: readonly NewEffect[]): Statement {
  const sorted = effects.toSorted(bySubjectAndKey);
  const column = <T>(pick: (effect: NewEffect) => T) => sorted.map(pick);
  return {
    name: 'insert-effects',
    text: `insert into effects (subject_id, key, op, system, limiter, class, status, due_at, reference, body, body_digest, reopened, flow_version)
           select s, k, o, y, l, c, 'ready', clock_timestamp(), r, b, decode(d, 'hex'), n, f
           from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], ${textsOf('$8')}, $9::text[], $10::int[], $11::int[])
             as t (s, k, o, y, l, c, r, b, d, n, f)`,
    values: [
      plainArray(column((e) => e.subjectId)),
      column((e) => e.key),
      column((e) => e.op),
      column((e) => e.system),
      column((e) => e.limiter),
      column((e) => e.laneClass),
      column((e) => e.reference ?? null),
      jsonTexts(column((e) => e.body)),
      column((e) => digestOf(e.body)),
      plainArray(column((e) => e.reopened)),
      plainArray(column((e) => e.flowVersion)),
    ],
  };
}

/** Writes what the difference and the outcomes made of existing effects, sorted by key. */
export async function updateEffects(client: Queryable, updates: readonly EffectUpdate[]): Promise<void> {
  if (updates.length === 0) return;
  const sorted = updates.toSorted(bySubjectAndKey);
  const column = <T>(pick: (update: EffectUpdate) => T) => sorted.map(pick);
  await client.query({
    name: 'update-effects',
    text: `update effects e
           set status = t.status, reopened = t.reopened, ever_doubt = t.ever_doubt,
               body = coalesce(t.body, e.body), body_digest = case when t.body is null then e.body_digest else decode(t.digest, 'hex') end,
               outcome = coalesce(t.outcome, case when t.status = 'ready' then null else e.outcome end),
               due_at = case t.due when 'now' then clock_timestamp() when 'never' then 'infinity' else e.due_at end,
               settled_at = case when t.status in ('ready', 'claimed', 'doubt') then null else clock_timestamp() end,
               lease_until = case when t.status = 'claimed' then e.lease_until end
           from unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::bool[], $6::text[], $7::text[], $8::text[], $9::text[])
             as t (subject_id, key, status, reopened, ever_doubt, body, digest, outcome, due)
           where e.subject_id = t.subject_id and e.key = t.key`,
    values: [
      column((u) => u.subjectId),
      column((u) => u.key),
      column((u) => u.status),
      column((u) => u.reopened),
      column((u) => u.everDoubt),
      column((u) => u.body ?? null),
      column((u) => (u.body === undefined ? null : digestOf(u.body))),
      column((u) => u.outcome ?? null),
      column((u) => u.due),
    ],
  });
}

/** Evidence of attempts that were not clean, or came late. */
export type AttemptEvidence = {
  readonly subjectId: string;
  readonly key: string;
  readonly attempt: number;
  readonly nodeEpoch: string | null;
  readonly answerClass: string;
  readonly evidence: string;
};

/** Keeps the evidence; it is what a person sees when asked whether a retry is safe. */
export async function insertAttempts(client: Queryable, attempts: readonly AttemptEvidence[]): Promise<void> {
  if (attempts.length === 0) return;
  const column = <T>(pick: (attempt: AttemptEvidence) => T) => attempts.map(pick);
  await client.query({
    name: 'insert-attempts',
    text: `insert into attempts (subject_id, key, attempt, node_epoch, answer_class, evidence)
           select * from unnest($1::uuid[], $2::text[], $3::int[], $4::bigint[], $5::text[], $6::text[])`,
    values: [
      column((a) => a.subjectId),
      column((a) => a.key),
      column((a) => a.attempt),
      column((a) => a.nodeEpoch),
      column((a) => a.answerClass),
      column((a) => a.evidence.slice(0, 4_000)),
    ],
  });
}

function bySubjectAndKey(a: { readonly subjectId: string; readonly key: string }, b: { readonly subjectId: string; readonly key: string }): number {
  if (a.subjectId !== b.subjectId) return a.subjectId < b.subjectId ? -1 : 1;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
