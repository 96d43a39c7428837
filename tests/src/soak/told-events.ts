import fs from 'node:fs';
import type { EventLine } from '../../../simulators/src/salesforce/pubsub/event-file.ts';
// Past the door of the stand-ins, on purpose: the bus's own file is read as the bus writes it.
import { codecOf, type EventCodec } from '../../../simulators/src/salesforce/pubsub/event-schema.ts';

/** A change event of quotes or their lines, as the bus keeps it. */
export type ToldEvent = {
  readonly replay: number;
  readonly id: string;
  readonly transaction: string;
  /** The quotes that it is about, or the lines of quotes. */
  readonly records: readonly string[];
  /** The hub's own write. */
  readonly isOwn: boolean;
};

/** An event by the quotes that it is about. */
export type SaleEvent = Omit<ToldEvent, 'records'> & { readonly sales: readonly string[] };

/** Names the quotes of lines. Pure. */
export function bySale(events: readonly ToldEvent[], quoteOfLine: ReadonlyMap<string, string>): readonly SaleEvent[] {
  return events.map(({ records, ...event }) => ({ ...event, sales: [...new Set(records.map((id) => quoteOfLine.get(id) ?? id))] }));
}

/** What the bus has told so far, read from the file in which it keeps its events. */
export type ToldEvents = {
  /** Reads what came since the last time; answers how many there are in all. */
  readonly read: () => number;
  readonly all: () => readonly ToldEvent[];
  /** The replay id of the last event that the hub has to get; 0 before there is one. */
  readonly tip: () => number;
};

const newline = 0x0a;
const blockBytes = 4 * 2 ** 20;
const overflow = 'GAP_OVERFLOW';

type Header = {
  readonly recordIds: readonly string[];
  readonly changeType: string;
  readonly changeOrigin: string;
  readonly transactionKey: string;
};

/** Follows the file. It must not be rewritten between two reads but for events that were read already. */
export function followEvents(file: string): ToldEvents {
  const events: ToldEvent[] = [];
  const codecs = new Map<string, EventCodec>();
  let place = { inode: 0, offset: 0 };
  let lastReplay = 0;

  const take = (line: EventLine) => {
    if (line.kind === 'schema') codecs.set(line.schema.id, codecOf(line.schema));
    if (line.kind !== 'event' || line.replay <= lastReplay) return;
    lastReplay = line.replay;
    if (!/^Quote(LineItem)?ChangeEvent$/.test(line.event)) return;
    const body = codecs.get(line.schemaId)?.decode(Buffer.from(line.payload, 'base64')) as { readonly ChangeEventHeader: Header };
    const { recordIds, changeType, changeOrigin, transactionKey } = body.ChangeEventHeader;
    const records = changeType === overflow ? [] : recordIds;
    const isOwn = changeOrigin.split(';').includes('client=crossdock');
    events.push({ replay: line.replay, id: line.id, transaction: transactionKey || line.id, records, isOwn });
  };
  return {
    read: () => {
      const handle = fs.openSync(file, 'r');
      try {
        const { ino, size } = fs.fstatSync(handle);
        if (ino !== place.inode || size < place.offset) place = { inode: ino, offset: 0 };
        place = { inode: ino, offset: readLines(handle, place.offset, take) };
      } finally {
        fs.closeSync(handle);
      }
      return events.length;
    },
    all: () => events,
    tip: () => events.at(-1)?.replay ?? 0,
  };
}

/** Hands over each whole line behind an offset; answers where the last one ends. */
function readLines(handle: number, from: number, take: (line: EventLine) => void): number {
  let rest = Buffer.alloc(0);
  let offset = from;
  const block = Buffer.alloc(blockBytes);
  for (let at = from; ; ) {
    const bytes = fs.readSync(handle, block, 0, blockBytes, at);
    if (bytes === 0) return offset;
    at += bytes;
    const text = Buffer.concat([rest, block.subarray(0, bytes)]);
    let begin = 0;
    for (let end = text.indexOf(newline); end >= 0; end = text.indexOf(newline, begin)) {
      take(JSON.parse(text.toString('utf8', begin, end)) as EventLine); // written by the bus alone
      begin = end + 1;
    }
    offset += begin;
    rest = text.subarray(begin);
  }
}
