import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';

/** One line of the journal: what one commit wrote, or that the book was emptied. */
export type JournalLine<D> =
  | { readonly cursor: number; readonly documents: readonly D[] }
  | { readonly reset: true; readonly cursor: number; readonly numbers: Readonly<Record<string, number>> };

/** Where a book writes its commits before anybody gets an answer. */
export type Journal<D> = {
  readonly append: (line: JournalLine<D>) => void;
  /** Empties the file, then writes this line. */
  readonly restart: (line: JournalLine<D>) => void;
  readonly close: () => void;
};

/** A journal that keeps nothing. */
export const noJournal = <D>(): Journal<D> => ({ append: () => undefined, restart: () => undefined, close: () => undefined });

/**
 * Opens a file of NDJSON and hands each line to `replay`. A last line without its end was cut by a kill before anybody got an
 * answer: it is cut off. Written lines survive a kill of this process, not of the machine.
 */
export function openJournal<D>(file: string, replay: (line: JournalLine<D>) => void): Journal<D> {
  const text = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  const whole = text.subarray(0, text.lastIndexOf(0x0a) + 1);
  for (const [index, line] of linesOf(whole)) replay(parseLine<D>(file, index, line));
  const handle = openSync(file, 'a');
  if (whole.length < text.length) ftruncateSync(handle, whole.length);
  const append = (line: JournalLine<D>) => writeFully(handle, Buffer.from(`${JSON.stringify(line)}\n`));
  return {
    append,
    restart: (line) => {
      ftruncateSync(handle, 0);
      append(line);
    },
    close: () => closeSync(handle),
  };
}

function* linesOf(whole: Buffer): Generator<readonly [number, string]> {
  let from = 0;
  for (let index = 1; from < whole.length; index += 1) {
    const end = whole.indexOf(0x0a, from);
    yield [index, whole.toString('utf8', from, end)];
    from = end + 1;
  }
}

function parseLine<D>(file: string, index: number, line: string): JournalLine<D> {
  try {
    return JSON.parse(line) as JournalLine<D>; // written by this program alone
  } catch (cause) {
    throw new Error(`${file}, line ${index}: not a line of a simulator's book`, { cause });
  }
}

function writeFully(handle: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(handle, bytes, written);
}
