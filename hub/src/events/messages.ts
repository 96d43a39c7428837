import type { Queryable } from '../platform/index.ts';
import type { Claimed } from './claim.ts';
import { type CurrentState, type EnvelopeDeps, eventText, stateText } from './envelope.ts';
import { internalPrefix, likePatterns } from './event-types.ts';
import { type FeedRow, toFeedEvent } from './feed.ts';

/** Most events of one subject that are sent under one claim. */
export const runEventsMax = 20;

/** One message; `id` is the same at every attempt. */
export type Message = { readonly id: string; readonly seq: number; readonly text: string };

/**
 * What a claim has to send, in order; when all is sent, the subject is told up to `through`. `behind`: the current state that was handed
 * in is older than what is wanted, and telling it would be no news.
 */
export type Work = { readonly kind: 'messages'; readonly messages: readonly Message[]; readonly through: number } | { readonly kind: 'behind' };

export type MessageDeps = {
  readonly pool: Queryable;
  readonly envelope: EnvelopeDeps;
  /** Where the full document of a subject as of an event is read, for messages that would be too large. */
  readonly documentLink: (subjectId: string, seq: number) => string;
  /** A subject's newest committed state, or undefined when there is none to tell (any more). */
  readonly currentState: (subjectId: string) => Promise<CurrentState | undefined>;
};

/** Reads the events that claims in mode `stream` have to send, all in one query; the answer is by subscription and subject. */
export async function readStreams(claims: readonly Claimed[], deps: MessageDeps): Promise<(claim: Claimed) => Work> {
  const streams = claims.filter((claim) => claim.mode === 'stream');
  const rows = streams.length === 0 ? [] : await readEvents(streams, deps.pool);
  const byClaim = Map.groupBy(rows, (row) => `${row.subscription}/${row.subject_id}`);
  return (claim) => {
    const found = byClaim.get(`${claim.subscription}/${claim.subject}`) ?? [];
    const messages = found.map((row) => {
      const event = toFeedEvent(row);
      return { id: messageId(claim, event.seq), seq: event.seq, text: eventText(event, deps.documentLink(event.subjectId, event.seq), deps.envelope) };
    });
    // A full page may have more behind it; after a shorter one nothing wanted is left, whatever the types.
    const lastSeq = messages.at(-1)?.seq;
    return { kind: 'messages', messages, through: found.length === runEventsMax && lastSeq !== undefined ? lastSeq : claim.wanted };
  };
}

/** Reads what a claim in mode `latest` has to send: one message at most. */
export async function readLatest(claim: Claimed, deps: MessageDeps): Promise<Work> {
  const state = await deps.currentState(claim.subject);
  if (!state) return { kind: 'messages', messages: [], through: claim.wanted };
  if (state.seq < claim.wanted) return { kind: 'behind' };
  const text = stateText(claim.subject, state, deps.documentLink(claim.subject, state.seq), deps.envelope);
  return { kind: 'messages', messages: [{ id: messageId(claim, state.seq), seq: state.seq, text }], through: state.seq };
}

function messageId({ subscription, subject }: Claimed, seq: number): string {
  return `msg_${subject}_${seq}_${subscription}`;
}

/**
 * A statement after the claim, never part of it: the claim may read a `wanted` newer than its own snapshot, whose events that
 * snapshot does not see.
 */
async function readEvents(claims: readonly Claimed[], pool: Queryable): Promise<readonly (FeedRow & { subscription: string })[]> {
  const { rows } = await pool.query<FeedRow & { subscription: string }>(
    `select c.subscription, e.*
     from unnest($1::text[], $2::uuid[], $3::int[], $4::int[], $5::text[]) as c (subscription, subject, sent, wanted, patterns)
     cross join lateral (
       select f.position, e.subject_id, e.seq, e.type, e.at, e.causation, e.body from events e join feed f using (subject_id, seq)
       where e.subject_id = c.subject and e.seq > c.sent and e.seq <= c.wanted
         and e.type like any (string_to_array(c.patterns, ',')) and not starts_with(e.type, '${internalPrefix}')
       order by e.seq limit ${runEventsMax}
     ) e order by c.subscription, e.subject_id, e.seq`,
    [
      claims.map((claim) => claim.subscription),
      claims.map((claim) => claim.subject),
      claims.map((claim) => claim.sent),
      claims.map((claim) => claim.wanted),
      claims.map((claim) => likePatterns(claim.types).join(',')),
    ],
  );
  return rows;
}
