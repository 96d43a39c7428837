import { plainArray, type Queryable } from '../platform/index.ts';

/** A record whose order has changed. */
export type Mark = { readonly system: string; readonly channelOrder: string; readonly subjectId: string };

/** Why a channel's request did not become an order. */
export type Problem = {
  readonly system: string;
  readonly channelOrder: string;
  readonly code: string;
  readonly detail: string;
  readonly field?: string;
  /** It was taken back: nobody need look at it any more. */
  readonly isWithdrawn?: true;
};

/** How long the changes of one order are gathered before the first of them is shown, in ms. */
export const gatherMs = 500;

/**
 * A change while the record waits already adds nothing but the count: its turn stays where it is. One that is left alone (it waits for
 * ever) stays so, unless something new is to be said that nobody has given up.
 */
const waitsAgain = (isNew: string) => {
  const keepsTurn = `w.wanted > w.shown and (w.due_at < 'infinity' or not (${isNew}))`;
  return `wanted = w.wanted + 1,
    waiting_since = case when ${keepsTurn} then w.waiting_since else excluded.waiting_since end,
    due_at = case when ${keepsTurn} then w.due_at else excluded.due_at end`;
};

/**
 * Has the records of changed orders written, in the transaction that changes them; the last statement of it, so that nobody waits in a
 * circle. A record that two orders came from shows the younger one (ids sort by time), and what the other had there counts no more.
 */
export async function markShowings(client: Queryable, marks: readonly Mark[]): Promise<void> {
  if (marks.length === 0) return;
  const nameOf = ({ system, channelOrder }: Mark) => JSON.stringify([system, channelOrder]);
  const sorted = [...new Map(marks.map((mark) => [nameOf(mark), mark])).entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, mark]) => mark);
  await client.query({
    name: 'mark-showings',
    text: `insert into showings as w (system, channel_order, subject_id, waiting_since, due_at)
           select s, c, i, clock_timestamp(), clock_timestamp() + $4 * interval '1 ms' from unnest($1::text[], $2::text[], $3::uuid[]) as t (s, c, i)
           on conflict (system, channel_order) do update set subject_id = greatest(w.subject_id, excluded.subject_id), problem = null,
             version = case when w.subject_id < excluded.subject_id then 0 else w.version end,
             digest = case when w.subject_id < excluded.subject_id then null else w.digest end,
             ${waitsAgain('w.subject_id is null or w.subject_id < excluded.subject_id')}`,
    values: [sorted.map((mark) => mark.system), sorted.map((mark) => mark.channelOrder), plainArray(sorted.map((mark) => mark.subjectId)), gatherMs],
  });
}

/** The same for orders around which something changed that their channels' records show, though no event says so: an exception. */
export async function markShownOrders(client: Queryable, subjectIds: readonly string[]): Promise<void> {
  await client.query({
    name: 'mark-shown-orders',
    text: `with p as (select system, channel_order from showings where subject_id = any($1::uuid[]) order by system, channel_order for update)
           update showings w set wanted = w.wanted + 1,
             waiting_since = case when w.wanted > w.shown then w.waiting_since else clock_timestamp() end,
             due_at = case when w.wanted > w.shown then w.due_at else clock_timestamp() + $2 * interval '1 ms' end
           from p where w.system = p.system and w.channel_order = p.channel_order`,
    values: [subjectIds, gatherMs],
  });
}

/** Has a refusal shown on the channel's own record. The same one again changes nothing, and a record that has an order shows that order. */
export async function reportProblem(client: Queryable, { system, channelOrder, ...problem }: Problem): Promise<void> {
  await client.query({
    name: 'report-problem',
    text: `insert into showings as w (system, channel_order, problem, waiting_since, due_at) values ($1, $2, $3, clock_timestamp(), clock_timestamp())
           on conflict (system, channel_order) do update set problem = excluded.problem, ${waitsAgain('true')}
           where w.subject_id is null and w.problem is distinct from excluded.problem`,
    values: [system, channelOrder, JSON.stringify(problem)],
  });
}

/** Takes back what was said of a request that never became an order; where nothing was said, nothing is. */
export async function withdrawProblem(client: Queryable, { system, channelOrder }: Pick<Problem, 'system' | 'channelOrder'>): Promise<void> {
  const { rows } = await client.query<{ problem: string }>({
    name: 'lock-problem',
    text: 'select problem from showings where system = $1 and channel_order = $2 and subject_id is null and problem is not null for update',
    values: [system, channelOrder],
  });
  const said = rows[0] && (JSON.parse(rows[0].problem) as Omit<Problem, 'system' | 'channelOrder'>); // written by reportProblem alone
  if (said) await reportProblem(client, { system, channelOrder, ...said, isWithdrawn: true });
}

const showKeyHead = 'show:';

/** The key of the exception that a record cannot be written. The duty that writes it opens and closes it. */
export function showKey(system: string, channelOrder: string): string {
  return `${showKeyHead}${system}:${channelOrder}`;
}

/** Whether an exception says that a record cannot be written. */
export function isShowKey(key: string): boolean {
  return key.startsWith(showKeyHead);
}
