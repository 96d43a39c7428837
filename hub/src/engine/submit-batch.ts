import type { ClientBase } from 'pg';
import { noOrder, openExceptionKeys } from '../exceptions/index.ts';
import { decide, type OpenEffect, type Order, type OrderCommand, type Rules } from '../orders/index.ts';
import type { Last, Transact } from '../platform/index.ts';
import { type AttemptEvidence, type EffectRow, type EffectUpdate, insertAttempts, lockEffects } from '../systems/index.ts';
import { type Changed, type CommitDeps, write, writingOf } from './commit.ts';
import { nameOrders } from './name-orders.ts';
import { readState } from './subject-text.ts';
import type { Submission, Submitted } from './types.ts';

/** What applying commands needs. */
export type SubmitDeps = CommitDeps & { readonly transact: Transact; readonly rules: Rules; readonly now: () => Date };

/** The subject is locked by another node at this moment: it is tried again with the next batch. */
export class Busy extends Error {
  constructor(subjectId: string) {
    super(`Order ${subjectId} is being written by another node.`);
    this.name = 'Busy';
  }
}

type Subject = {
  readonly version: number;
  readonly chainHead: Uint8Array;
  order: Order;
  effects: EffectRow[];
  readonly steps: Changed['steps'][number][];
  readonly settled: EffectUpdate[];
};

/** Applies a batch of commands in one transaction, those of one subject in the order given; each subject fails alone. */
export async function submitBatch(submissions: readonly Submission[], deps: SubmitDeps): Promise<readonly (Submitted | Error)[]> {
  return deps.transact('settle', (client, last) => applyAll(client, last, submissions, deps));
}

async function applyAll(client: ClientBase, last: Last, submissions: readonly Submission[], deps: SubmitDeps): Promise<readonly (Submitted | Error)[]> {
  const ids = [...new Set(submissions.map((submission) => submission.subjectId))].sort();
  const { subjects, known } = await lockSubjects(client, ids);
  const locked = [...subjects.keys()];
  const [effects, open] = await Promise.all([lockEffects(client, locked), openExceptionKeys(client, locked)]);
  for (const [id, rows] of effects) {
    const subject = subjects.get(id);
    if (subject) subject.effects = [...rows];
  }
  const late: AttemptEvidence[] = [];
  const decided = submissions.map((submission) => {
    const subject = subjects.get(submission.subjectId);
    if (!subject) return known.has(submission.subjectId) ? new Busy(submission.subjectId) : ({ kind: 'unknown-order' } as const);
    return apply(submission, subject, deps, late);
  });
  const named = await lookUpNames(client, subjects, { submissions, deps });
  const results = decided.map((result, index) => {
    const subject = named.get(submissions[index]?.subjectId ?? '');
    return subject && !(result instanceof Error) && result.kind === 'decided' ? { ...result, order: subject.order, version: versionOf(subject) } : result;
  });
  const changed = [...subjects].flatMap(([subjectId, subject]): Changed[] => {
    if (subject.steps.length === 0) return [];
    return [
      {
        subjectId,
        version: subject.version,
        chainHead: subject.chainHead,
        order: subject.order,
        steps: subject.steps,
        effects: subject.effects,
        settled: subject.settled,
        openExceptions: open.get(subjectId) ?? new Set(),
      },
    ];
  });
  if (changed.length > 0) last(write(client, writingOf(changed, deps, deps.now().toISOString()), deps));
  last(insertAttempts(client, late));
  last(finishMessages(client, submissions, results));
  return results;
}

/** Names that the commands brought are looked up before anything is written, and those that are waited for where a command says so. Answers the orders that this has moved on. */
async function lookUpNames(
  client: ClientBase,
  subjects: ReadonlyMap<string, Subject>,
  { submissions, deps }: { readonly submissions: readonly Submission[]; readonly deps: SubmitDeps },
): Promise<ReadonlyMap<string, Subject>> {
  const again = new Set(submissions.flatMap(({ subjectId, command }) => (command.kind === 'look-up-names' ? [subjectId] : [])));
  const all = [...subjects].filter(([, subject]) => subject.steps.length > 0);
  const orders = all.map(([id, { order, effects }]) => ({ order, isAgain: again.has(id), open: openEffects(effects) }));
  const named = await nameOrders(client, orders, { ...deps, at: deps.now().toISOString() });
  return new Map(
    all.flatMap(([id, subject], index) => {
      const after = named[index];
      if (!after) return [];
      subject.order = after.order;
      subject.steps.push(after.step);
      return [[id, subject]];
    }),
  );
}

type SubjectRow = { readonly id: string; readonly version: number; readonly state: string; readonly state_schema: number; readonly chain_head: Buffer };

/** Locks what nobody else is writing; `known` tells a busy order from one that does not exist. */
async function lockSubjects(
  client: ClientBase,
  ids: readonly string[],
): Promise<{ readonly subjects: Map<string, Subject>; readonly known: ReadonlySet<string> }> {
  const { rows } = await client.query<SubjectRow>({
    name: 'lock-subjects',
    text: 'select id, version, state, state_schema, chain_head from subjects where id = any($1::uuid[]) order by id for no key update skip locked',
    values: [ids],
  });
  const subjects = new Map(
    rows.map((row): [string, Subject] => [
      row.id,
      { version: row.version, chainHead: row.chain_head, order: readState(row.state, row.state_schema), effects: [], steps: [], settled: [] },
    ]),
  );
  if (subjects.size === ids.length) return { subjects, known: new Set(ids) };
  const { rows: all } = await client.query<{ id: string }>('select id from subjects where id = any($1::uuid[])', [ids]);
  return { subjects, known: new Set(all.map((row) => row.id)) };
}

/** One command on one subject. What `decide` cannot take stays with its effect or message, as an Error for its sender alone. */
function apply(submission: Submission, subject: Subject, deps: SubmitDeps, late: AttemptEvidence[]): Submitted | Error {
  const { command } = submission;
  try {
    const judged = judgeOutcome(submission, subject, late);
    if (judged.kind === 'ignored') return { kind: 'decided', order: subject.order, version: subject.version };
    const decided = decide(subject.order, judged.command, { rules: deps.rules, open: openEffects(judged.effects) });
    if (decided.kind === 'declined') return decided;
    subject.order = decided.order;
    subject.effects = judged.effects;
    if (judged.update) subject.settled.push(judged.update);
    subject.steps.push({ events: decided.events, at: command.at, actor: command.actor, causation: command.causation });
    return { kind: 'decided', order: subject.order, version: versionOf(subject) };
  } catch (error) {
    return error as Error;
  }
}

function versionOf({ version, steps }: Subject): number {
  return steps.reduce((n, step) => n + step.events.length, version);
}

function openEffects(effects: readonly EffectRow[]): readonly OpenEffect[] {
  return effects
    .filter((row) => row.status === 'ready' || row.status === 'claimed' || row.status === 'doubt')
    .map((row) => ({ key: row.key, isPossiblySent: row.status !== 'ready' }));
}

type Judged =
  | { readonly kind: 'ignored' }
  | {
      readonly kind: 'taken';
      readonly command: Exclude<OrderCommand, { readonly kind: 'place' }>;
      readonly effects: EffectRow[];
      readonly update?: EffectUpdate;
    };

/**
 * Holds an outcome against its effect's row. On time: the row takes its status. Late: kept as evidence; a late confirmation
 * is the truth all the same (the document is there) and settles the effect unless somebody else is sending it right now.
 */
function judgeOutcome(submission: Submission, subject: Subject, late: AttemptEvidence[]): Judged {
  const { command, fence } = submission;
  const row = 'key' in command && command.kind !== 'resend' ? subject.effects.find((effect) => effect.key === command.key) : undefined;
  if (!row || !('key' in command)) return { kind: 'taken', command, effects: subject.effects };
  switch (command.kind) {
    case 'answered':
    case 'confirmed':
    case 'refused':
    case 'stopped':
    case 'absent':
    case 'confirm-by-hand':
      break;
    case 'resend':
      return { kind: 'taken', command, effects: subject.effects };
    default:
      return command satisfies never;
  }
  const isOpen = row.status === 'claimed' || row.status === 'doubt';
  const isOnTime = fence === undefined || (isOpen && row.attempt === fence.attempt && row.nodeEpoch === fence.nodeEpoch);
  if (!isOnTime) {
    late.push({
      subjectId: submission.subjectId,
      key: row.key,
      attempt: fence.attempt,
      nodeEpoch: fence.nodeEpoch,
      answerClass: `late ${command.kind}`,
      evidence: JSON.stringify(command),
    });
    const isNews = command.kind === 'confirmed' && (row.status === 'doubt' || row.status === 'ready' || row.status === 'withdrawn');
    if (!isNews) return { kind: 'ignored' };
  }
  return settleRow(submission.subjectId, row, command, subject.effects);
}

type Settling = Extract<OrderCommand, { readonly kind: 'answered' | 'confirmed' | 'refused' | 'stopped' | 'absent' | 'confirm-by-hand' }>;

function settleRow(subjectId: string, row: EffectRow, command: Settling, effects: readonly EffectRow[]): Judged {
  const refusal = command.kind === 'absent' && row.pendingRefusal !== null ? (JSON.parse(row.pendingRefusal) as Settling) : undefined;
  const taken = refusal ?? command; // a probe says nothing is there: the refusal that waited for it was the last word
  const status = statusAfter(taken);
  const everDoubt = row.everDoubt || row.status === 'doubt';
  const outcome = taken.kind === 'absent' ? undefined : JSON.stringify(withoutBody(taken));
  const update: EffectUpdate = {
    subjectId,
    key: row.key,
    status,
    reopened: row.reopened,
    everDoubt,
    ...(outcome !== undefined && { outcome }),
    due: status === 'doubt' ? 'never' : status === 'ready' ? 'now' : 'kept',
  };
  const after = effects.map((effect) => (effect.key === row.key ? { ...effect, status, everDoubt } : effect));
  return { kind: 'taken', command: refusal ? { ...refusal, at: command.at } : command, effects: after, update };
}

function statusAfter(command: Settling): EffectRow['status'] {
  switch (command.kind) {
    case 'answered':
    case 'confirmed':
    case 'confirm-by-hand':
      return 'confirmed';
    case 'refused':
      return 'refused';
    case 'stopped':
      return command.why === 'undecidable' ? 'doubt' : 'failed'; // in doubt it stays until a person or a probe knows
    case 'absent':
      return 'ready';
    default:
      return command satisfies never;
  }
}

function withoutBody(command: Settling): object {
  const { at: _at, actor: _actor, causation: _causation, ...rest } = command;
  return 'body' in rest ? { ...rest, body: undefined } : rest;
}

/** The messages whose commands are decided now; one that could not be taken stays, with the reason. */
async function finishMessages(client: ClientBase, submissions: readonly Submission[], results: readonly (Submitted | Error)[]): Promise<void> {
  const done = submissions.flatMap((submission, index) => {
    const result = results[index];
    if (!submission.message || !result || result instanceof Busy) return [];
    const failed = result instanceof Error ? result.message : result.kind === 'unknown-order' ? 'unknown order' : undefined;
    return [
      {
        ...submission.message,
        subjectId: submission.subjectId,
        status: failed === undefined ? 'done' : 'unreadable',
        detail: failed ?? (result instanceof Error || result.kind !== 'declined' ? null : result.detail),
      },
    ];
  });
  if (done.length === 0) return;
  const sorted = done.toSorted((a, b) => (a.source + a.messageId < b.source + b.messageId ? -1 : 1));
  await client.query({
    name: 'finish-messages',
    text: `update inbox i set status = t.status, subject_id = nullif(t.subject, $7::uuid), detail = t.detail
           from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::uuid[], $6::text[]) as t (source, id, part, status, subject, detail)
           where i.source = t.source and i.message_id = t.id and i.part = t.part`,
    values: [
      sorted.map((m) => m.source),
      sorted.map((m) => m.messageId),
      sorted.map((m) => m.part),
      sorted.map((m) => m.status),
      sorted.map((m) => m.subjectId),
      sorted.map((m) => m.detail),
      noOrder,
    ],
  });
}
