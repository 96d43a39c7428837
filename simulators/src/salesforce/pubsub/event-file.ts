import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import type { EventSchema } from './event-schema.ts';

/** One line of the file in which a bus keeps what it must not forget. */
export type EventLine =
  | { readonly kind: 'schema'; readonly schema: EventSchema }
  /** `at` in milliseconds since 1970, the payload in base64; the empty event is a place that only a keepalive named. */
  | {
      readonly kind: 'event';
      readonly replay: number;
      readonly at: number;
      readonly event: string;
      readonly id: string;
      readonly schemaId: string;
      readonly payload: string;
    }
  /** Replay ids up to this one are gone. */
  | { readonly kind: 'floor'; readonly floor: number }
  | { readonly kind: 'commit'; readonly subscription: string; readonly replay: number };

/** Where the lines go. */
export type EventFile = {
  readonly append: (lines: readonly EventLine[]) => void;
  /** Puts these lines in the place of all. */
  readonly replace: (lines: Iterable<EventLine>) => void;
  readonly close: () => void;
};

/** Opens a file of NDJSON and hands each line to `read`. A last line that a kill cut short is cut off. Without a file nothing is kept. */
export function openEventFile(file: string | undefined, read: (line: EventLine) => void): EventFile {
  if (file === undefined) return { append: () => undefined, replace: () => undefined, close: () => undefined };
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  const whole = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
  for (let from = 0, number = 1; from < whole.length; number += 1) {
    const end = whole.indexOf(0x0a, from);
    read(parseLine(file, number, whole.toString('utf8', from, end)));
    from = end + 1;
  }
  let handle = openSync(file, 'a');
  if (whole.length < bytes.length) ftruncateSync(handle, whole.length);
  return {
    append: (lines) => writeFully(handle, lines.map(lineOf).join('')),
    replace: (lines) => {
      const next = `${file}.next`;
      writeFileSync(next, '');
      const nextHandle = openSync(next, 'a');
      for (const line of lines) writeFully(nextHandle, lineOf(line));
      renameSync(next, file);
      closeSync(handle);
      handle = nextHandle;
    },
    close: () => closeSync(handle),
  };
}

const lineOf = (line: EventLine) => `${JSON.stringify(line)}\n`;

function parseLine(file: string, number: number, line: string): EventLine {
  try {
    return JSON.parse(line) as EventLine; // written by this program alone
  } catch (cause) {
    throw new Error(`${file}, line ${number}: not a line of a simulated event bus`, { cause });
  }
}

function writeFully(handle: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) written += writeSync(handle, bytes, written);
}
