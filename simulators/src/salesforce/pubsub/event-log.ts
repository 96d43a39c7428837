import { randomInt } from 'node:crypto';
import { type EventLine, openEventFile } from './event-file.ts';
import type { EventSchema } from './event-schema.ts';

/** An event as it is told. */
export type ToldEvent = { readonly event: string; readonly id: string; readonly schemaId: string; readonly payload: Buffer };
/** An event in its place; `at` in milliseconds since 1970. */
export type LogEntry = ToldEvent & { readonly replay: number; readonly at: number };

/** All events of an org in the order of their commits, for as long as they are kept. */
export type EventLog = {
  /** Tells events; gives their replay ids, which grow and have gaps. */
  readonly append: (events: readonly ToldEvent[], at: Date) => readonly number[];
  /** The events after a replay id, oldest first. */
  readonly after: (replay: number) => Iterable<LogEntry>;
  /** A replay id behind all events that is not expired: who resumes there misses nothing. */
  readonly tip: () => number;
  /** Events up to this replay id are expired. */
  readonly floor: () => number;
  /** Whether one can resume there: given by this bus, and not expired. */
  readonly isKept: (replay: number) => boolean;
  /** Lets all before this replay id expire, or everything. */
  readonly expireBefore: (replay: number | 'all') => void;
  /** What managed subscriptions committed. */
  readonly committed: (subscription: string) => number | undefined;
  readonly commit: (subscription: string, replay: number) => void;
  readonly schemas: () => readonly EventSchema[];
  readonly addSchema: (schema: EventSchema) => void;
  readonly onAppend: (listen: () => void) => void;
  readonly retained: () => number;
  readonly close: () => void;
};

/** Events are kept for 72 hours (https://developer.salesforce.com/docs/platform/pub-sub-api/guide/event-message-durability.html). */
const keptMs = 72 * 3_600_000;
/** Clients must not count on consecutive replay ids. */
const stepMax = 9;
const firstReplayMax = 9_000_000;
/** The file and the list are rewritten once so many of their entries are expired. */
const expiredEntriesMax = 20_000;

/** Opens the log; with a file it goes on where the file ends. */
export function openEventLog({ file, now }: { readonly file?: string | undefined; readonly now: () => Date }): EventLog {
  let entries: LogEntry[] = [];
  let first = 0; // the entries before it are expired
  let floor = 0;
  let last = 0;
  const commits = new Map<string, number>();
  const schemas = new Map<string, EventSchema>();
  const listeners: (() => void)[] = [];

  const read = (line: EventLine) => {
    switch (line.kind) {
      case 'schema':
        schemas.set(line.schema.id, line.schema);
        return;
      case 'event':
        entries.push({ ...line, payload: Buffer.from(line.payload, 'base64') });
        last = line.replay;
        return;
      case 'floor':
        floor = line.floor;
        return;
      case 'commit':
        commits.set(line.subscription, line.replay);
        return;
      default:
        return line satisfies never;
    }
  };
  const events = openEventFile(file, read);
  first = placeAfter(entries, floor);
  if (last === 0 && floor === 0) floor = firstReplayMax + randomInt(firstReplayMax);
  last = Math.max(last, floor);

  const put = (told: ToldEvent, at: number): number => {
    last += 1 + randomInt(stepMax);
    entries.push({ ...told, replay: last, at });
    return last;
  };
  const compact = () => {
    entries = entries.slice(first);
    first = 0;
    events.replace([
      ...[...schemas.values()].map((schema) => ({ kind: 'schema', schema }) as const),
      { kind: 'floor', floor },
      ...[...commits].map(([subscription, replay]) => ({ kind: 'commit', subscription, replay }) as const),
      ...entries.map(eventLine),
    ]);
  };
  const raiseFloor = (to: number) => {
    if (to <= floor) return;
    floor = to;
    first = placeAfter(entries, floor);
    if (first > expiredEntriesMax) compact();
  };
  const settle = () => {
    const end = now().getTime() - keptMs;
    let place = first;
    while ((entries[place]?.at ?? Infinity) < end) place += 1;
    raiseFloor(entries[place - 1]?.replay ?? floor);
  };
  const tip = () => {
    settle();
    if (last > floor && entries.length > first) return last;
    put(mark, now().getTime());
    events.append(entries.slice(-1).map(eventLine));
    return last;
  };
  return {
    append: (told, at) => {
      settle();
      const from = entries.length;
      const replays = told.map((event) => put(event, at.getTime()));
      events.append(entries.slice(from).map(eventLine));
      for (const listen of listeners) listen();
      return replays;
    },
    *after(replay) {
      settle();
      for (let place = Math.max(first, placeAfter(entries, replay)); place < entries.length; place += 1) {
        const entry = entries[place];
        if (entry !== undefined && entry.event !== mark.event) yield entry;
      }
    },
    tip,
    floor: () => {
      settle();
      return floor;
    },
    isKept: (replay) => {
      settle();
      return replay > floor && entries[placeAfter(entries, replay) - 1]?.replay === replay;
    },
    expireBefore: (replay) => {
      raiseFloor(replay === 'all' ? last : Math.min(replay - 1, last));
      events.append([{ kind: 'floor', floor }]);
    },
    committed: (subscription) => commits.get(subscription),
    commit: (subscription, replay) => {
      commits.set(subscription, replay);
      events.append([{ kind: 'commit', subscription, replay }]);
    },
    schemas: () => [...schemas.values()],
    addSchema: (schema) => {
      schemas.set(schema.id, schema);
      events.append([{ kind: 'schema', schema }]);
    },
    onAppend: (listen) => {
      listeners.push(listen);
    },
    retained: () => entries.length - first,
    close: () => events.close(),
  };
}

/** A place in the log without an event: the replay id that keepalives name while nothing is kept. */
const mark: ToldEvent = { event: '', id: '', schemaId: '', payload: Buffer.alloc(0) };

const eventLine = ({ payload, ...entry }: LogEntry): EventLine => ({ kind: 'event', ...entry, payload: payload.toString('base64') });

/** The place of the first entry after a replay id. */
function placeAfter(entries: readonly LogEntry[], replay: number): number {
  let [from, to] = [0, entries.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((entries[middle]?.replay ?? Infinity) <= replay) from = middle + 1;
    else to = middle;
  }
  return from;
}
