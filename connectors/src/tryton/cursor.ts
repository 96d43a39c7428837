import { answerShape, type Read } from '@crossdock/connector-kit';
import { type Static, Type } from 'typebox';

/**
 * How far one kind of record was brought: everything up to this instant and, at it, this id. Records that were written and records that
 * were only created (Tryton leaves `write_date` empty then) are two streams, each in the order of its own date.
 */
const Position = Type.Tuple([Type.String(), Type.Integer()]);
type Position = Static<typeof Position>;

/** The two streams of one model. */
type Stream = 'written' | 'created';
const Positions = Type.Object({ written: Position, created: Position });
export type Positions = Static<typeof Positions>;

const CursorShape = Type.Object({ v: Type.Literal(1), top: Type.String(), at: Type.Record(Type.String(), Positions), seen: Type.Array(Type.String()) });
/**
 * Where a poll goes on. `top`: the latest instant that Tryton has shown, our only measure of its clock. `seen`: what was brought within
 * the overlap, in which records may still turn up late.
 */
export type Cursor = Static<typeof CursorShape>;

const readShape = answerShape(CursorShape);

/** The cursor as the hub keeps it; under 20 kB, as `seen` is bounded. */
export function writeCursor(cursor: Cursor): string {
  return JSON.stringify(cursor);
}

/** A cursor that the hub has kept. */
export function readCursor(text: string): Read<Cursor> {
  try {
    return readShape(JSON.parse(text));
  } catch {
    return { kind: 'unreadable', field: 'cursor', why: 'it is no JSON' };
  }
}

/** A cursor that starts at an instant, for these models. */
export function cursorFrom(instant: string, models: readonly string[]): Cursor {
  return { v: 1, top: instant, at: Object.fromEntries(models.map((model) => [model, { written: [instant, 0], created: [instant, 0] }])), seen: [] };
}

/**
 * How long after an instant a record that bears it may still turn up: Tryton stamps with the start of a transaction, and shows it at its
 * end. A hundred times the slowest request seen (`settleMs`).
 */
const overlapMs = 120_000;

/** An instant so much earlier, in Tryton's spelling. */
export function beforeOverlap(instant: string): string {
  const ms = Date.parse(`${instant.slice(0, 23)}Z`);
  return Number.isNaN(ms) ? instant : `${new Date(ms - overlapMs).toISOString().slice(0, 23)}${instant.slice(23)}`;
}

/** A record that changed; `stamp` is when, in its stream. */
export type Change = { readonly model: string; readonly stream: Stream; readonly id: number; readonly stamp: string };

/** The name of one change; short, because many are kept. */
export function nameOf({ model, id, stamp }: Change, models: readonly string[]): string {
  return `${models.indexOf(model)}.${id}.${microseconds(stamp).toString(36)}`;
}

function microseconds(stamp: string): number {
  return Date.parse(`${stamp.slice(0, 23)}Z`) * 1_000 + Number(stamp.slice(23));
}

/** What one look at a model showed: its changes after the position, oldest first by stream; `isCut` when there were more than a look takes. */
export type Look = { readonly model: string; readonly changes: readonly Change[]; readonly isCut: boolean };

/** The changes that are news, oldest first, at most so many. */
export function chooseNews(
  cursor: Cursor,
  looks: readonly Look[],
  models: readonly string[],
  newsMax: number,
): { readonly news: readonly Change[]; readonly more: boolean } {
  const seen = new Set(cursor.seen);
  const unseen = looks
    .flatMap(({ changes }) => changes)
    .filter((change) => !seen.has(nameOf(change, models)))
    .sort((a, b) => byText(a.stamp, b.stamp) || models.indexOf(a.model) - models.indexOf(b.model) || a.id - b.id);
  return { news: unseen.slice(0, newsMax), more: unseen.length > newsMax || looks.some(({ isCut }) => isCut) };
}

/** Names kept of what was brought within the overlap: 25 characters each at most. Beyond it, the overlap gets shorter. */
const seenMax = 600;

/** The cursor after the news was brought. Each stream goes up to the overlap, or up to its last news where more is waiting. */
export function advance(cursor: Cursor, looks: readonly Look[], news: readonly Change[], models: readonly string[]): Cursor {
  const changes = looks.flatMap((look) => look.changes);
  const stamps = [...changes.map(({ stamp }) => stamp), cursor.top].sort(byText);
  const top = stamps.at(-1) ?? cursor.top;
  const horizon: Position = [beforeOverlap(top), 0];
  const brought = new Set([...cursor.seen, ...news.map((change) => nameOf(change, models))]);
  const at = Object.fromEntries(
    looks.map((look): [string, Positions] => {
      const before = cursor.at[look.model] ?? { written: horizon, created: horizon };
      const next = (stream: Stream) => nextPosition(before[stream], horizon, ofStream(look, stream), (change) => brought.has(nameOf(change, models)));
      return [look.model, { written: next('written'), created: next('created') }];
    }),
  );
  const kept = changes.filter(
    (change) => brought.has(nameOf(change, models)) && isAfter([change.stamp, change.id], at[change.model]?.[change.stream] ?? horizon),
  );
  return shortened({ v: 1, top, at, seen: [] }, kept, models);
}

function ofStream(look: Look, stream: Stream): Look {
  return { ...look, changes: look.changes.filter((change) => change.stream === stream) };
}

function nextPosition(before: Position, horizon: Position, { changes, isCut }: Look, isBrought: (change: Change) => boolean): Position {
  const firstLeft = changes.findIndex((change) => !isBrought(change));
  if (firstLeft < 0 && !isCut) return later(before, horizon);
  const last = firstLeft < 0 ? changes.at(-1) : changes[firstLeft - 1];
  if (last === undefined) return before;
  const reached: Position = [last.stamp, last.id];
  // A whole look of what was brought already: held back by the overlap, the next look would show the same again, for ever.
  return later(before, firstLeft < 0 ? reached : earlier(reached, horizon));
}

/** Keeps the latest names; the streams of those that are dropped go past them, so that they are not brought again. */
function shortened(cursor: Cursor, kept: readonly Change[], models: readonly string[]): Cursor {
  const newestFirst = [...kept].sort((a, b) => byText(b.stamp, a.stamp) || b.id - a.id);
  const at = { ...cursor.at };
  for (const { model, stream, stamp, id } of newestFirst.slice(seenMax)) {
    const before = at[model];
    if (before !== undefined) at[model] = { ...before, [stream]: later(before[stream], [stamp, id]) };
  }
  return { ...cursor, at, seen: newestFirst.slice(0, seenMax).map((change) => nameOf(change, models)) };
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isAfter(a: Position, b: Position): boolean {
  return a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);
}

function later(a: Position, b: Position): Position {
  return isAfter(a, b) ? a : b;
}

function earlier(a: Position, b: Position): Position {
  return isAfter(a, b) ? b : a;
}
