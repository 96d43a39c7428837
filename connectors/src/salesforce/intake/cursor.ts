import { answerShape, type Read } from '@crossdock/connector-kit';
import { type Static, Type } from 'typebox';

/** How far a query for changed records has come: everything up to this record, in the order of its instant and its id. */
const Walk = Type.Object({
  /** Which of the objects is looked through. */
  object: Type.Integer({ minimum: 0 }),
  stamp: Type.String(),
  /** Where each object begins. */
  start: Type.String(),
  id: Type.String(),
  /** When the queries began: events from then on come by the bus. */
  began: Type.Integer(),
});
export type Walk = Static<typeof Walk>;

const TopicCursor = Type.Object({
  /** The last event that was handed over, base64; absent: from the earliest that the bus has. */
  replay: Type.Optional(Type.String()),
  /** Events of transactions before this instant are not wanted; ms since 1970. */
  floor: Type.Integer(),
  /** When the last event was committed: what a query goes back to when the bus does not have the next one any more. */
  at: Type.Integer(),
  /** Present while changed records are queried instead. */
  walk: Type.Optional(Walk),
});
/** Where one topic goes on. */
export type TopicCursor = Static<typeof TopicCursor>;

const CursorShape = Type.Object({ v: Type.Literal(1), topics: Type.Record(Type.String(), TopicCursor) });
/** Where a poll goes on, per topic. */
export type Cursor = Static<typeof CursorShape>;

const readShape = answerShape(CursorShape);

/** The cursor as the hub keeps it. */
export const writeCursor = (cursor: Cursor): string => JSON.stringify(cursor);

/** A cursor that the hub has kept. */
export function readCursor(text: string): Read<Cursor> {
  try {
    return readShape(JSON.parse(text));
  } catch {
    return { kind: 'unreadable', field: 'cursor', why: 'it is no JSON' };
  }
}

/** A topic from now on: the bus is asked for all it has, and what was committed before now is left alone. Nothing can fall between. */
export const topicFrom = (now: Date): TopicCursor => ({ floor: now.getTime(), at: now.getTime() });

/**
 * How long a record's instant may lie before its commit: Salesforce stamps within a transaction, which may last ten minutes, and
 * its clock is not ours.
 */
const overlapMs = 900_000;

/** The topic while changed records are queried, from well before what was handed over last. Without a replay id the bus is begun anew afterwards. */
export function startWalk({ at, floor, replay }: TopicCursor, now: Date): TopicCursor {
  const start = new Date(Math.max(0, at - overlapMs)).toISOString();
  return { ...(replay === undefined ? {} : { replay }), floor, at, walk: { object: 0, stamp: start, start, id: '', began: now.getTime() } };
}

/** The topic after the queries. Begun anew: all that the bus still has, but for what was committed well before they began. */
export function endWalk({ at, floor, replay }: TopicCursor, { began }: Walk): TopicCursor {
  return replay === undefined ? { floor: began - overlapMs, at: began - overlapMs } : { replay, floor, at };
}
