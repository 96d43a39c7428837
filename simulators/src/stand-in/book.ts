import { type Journal, type JournalLine, noJournal, openJournal } from './journal.ts';

/** What every document of a book has. A document is replaced as a whole by its next version. */
export type BookDocument = {
  readonly kind: string;
  readonly id: string;
  readonly number?: string | undefined;
  readonly reference?: string | undefined;
  readonly changedAt: string;
};

/** One entry of the change list. */
type Change<D> = { readonly cursor: number; readonly kind: string; readonly at: string; readonly document: D };

/** A system's own book: all that was ever committed, in the order of its commits. */
export type Book<D extends BookDocument> = {
  /** The cursor of the last change; only grows. */
  readonly cursor: () => number;
  readonly find: <K extends D['kind']>(kind: K, idOrNumber: string) => Extract<D, { readonly kind: K }> | undefined;
  readonly withReference: <K extends D['kind']>(kind: K, reference: string) => readonly Extract<D, { readonly kind: K }>[];
  readonly every: <K extends D['kind']>(kind: K) => readonly Extract<D, { readonly kind: K }>[];
  readonly count: (kind: D['kind']) => number;
  /** The number that the n-th new document (from 0) of this kind in the next commit gets. */
  readonly nextNumber: (kind: D['kind'], n?: number) => number;
  /** Writes these documents, to the journal first; all or nothing. */
  readonly commit: (documents: readonly D[]) => void;
  /** Changes after `since`, oldest first, each document once under its latest cursor. */
  readonly changes: (
    kinds: readonly string[],
    since: number,
    limit: number,
  ) => { readonly changes: readonly Change<D>[]; readonly next: number; readonly more: boolean };
  /** Empties the book; cursors and numbers go on. */
  readonly reset: () => void;
  readonly close: () => void;
};

/** What a book is made of: the documents that it starts with, its file, and who wants to know what replaces what. */
export type BookMake<D> = {
  readonly seeds: () => readonly D[];
  readonly file: string | undefined;
  readonly onPut: (before: D | undefined, after: D | undefined) => void;
};

type Holder<D> = { document: D; cursor: number };
type Shelf<D> = {
  readonly byId: Map<string, Holder<D>>;
  readonly idByNumber: Map<string, string>;
  readonly idsByReference: Map<string, readonly string[]>;
  last: number;
};

/** Opens a book; with a file it goes on where the file ends. */
export function openBook<D extends BookDocument>({ seeds, file, onPut }: BookMake<D>): Book<D> {
  const shelves = new Map<string, Shelf<D>>();
  const log: { readonly kind: string; readonly id: string; readonly cursor: number }[] = [];
  let cursor = 0;
  let isClosed = false;

  const shelf = (kind: string): Shelf<D> => {
    const there = shelves.get(kind) ?? { byId: new Map(), idByNumber: new Map(), idsByReference: new Map(), last: 0 };
    shelves.set(kind, there);
    return there;
  };
  const put = (document: D) => {
    cursor += 1;
    const { kind, id } = document;
    const place = shelf(kind);
    const holder = place.byId.get(id);
    onPut(holder?.document, document);
    log.push({ kind, id, cursor });
    if (holder !== undefined) Object.assign(holder, { document, cursor });
    else place.last += shelveNew(place, document, cursor);
  };
  const empty = () => {
    for (const place of shelves.values()) {
      for (const { document } of place.byId.values()) onPut(document, undefined);
      for (const map of [place.byId, place.idByNumber, place.idsByReference]) map.clear();
    }
    log.length = 0;
  };
  const seed = () => seeds().forEach(put);
  const replay = (line: JournalLine<D>) => {
    if (!('reset' in line)) return line.documents.forEach(put);
    empty();
    cursor = line.cursor;
    for (const [kind, last] of Object.entries(line.numbers)) shelf(kind).last = last;
    seed();
  };

  seed();
  const journal: Journal<D> = file === undefined ? noJournal() : openJournal(file, replay);
  return {
    cursor: () => cursor,
    find: (kind, idOrNumber) => findIn(shelf(kind), idOrNumber),
    withReference: (kind, reference) => referencedIn(shelf(kind), reference),
    every: <K extends D['kind']>(kind: K) => [...shelf(kind).byId.values()].map(documentOf<D, Extract<D, { readonly kind: K }>>),
    count: (kind) => shelf(kind).byId.size,
    nextNumber: (kind, n = 0) => shelf(kind).last + 1 + n,
    commit: (documents) => {
      if (isClosed) throw new Error('the book is closed'); // a call that was under way when its system was closed
      if (documents.length === 0) return;
      journal.append({ cursor: cursor + 1, documents });
      documents.forEach(put);
    },
    changes: (kinds, since, limit) => changesIn(log, { kinds, since, limit, cursor, holder: (kind, id) => shelf(kind).byId.get(id) }),
    reset: () => {
      const line = { reset: true, cursor, numbers: Object.fromEntries([...shelves].map(([kind, { last }]) => [kind, last])) } as const;
      journal.restart(line);
      replay(line);
    },
    close: () => {
      if (!isClosed) journal.close();
      isClosed = true;
    },
  };
}

function shelveNew<D extends BookDocument>(place: Shelf<D>, document: D, cursor: number): 1 {
  const { id, number, reference } = document;
  place.byId.set(id, { document, cursor });
  if (number !== undefined) place.idByNumber.set(number, id);
  if (reference !== undefined) place.idsByReference.set(reference, [...(place.idsByReference.get(reference) ?? []), id]);
  return 1;
}

// A shelf holds the documents of one kind alone, which the compiler cannot see: the only casts of this file.
const documentOf = <D, K extends D>(holder: Holder<D>): K => holder.document as K;

function findIn<D extends BookDocument, K extends D>(place: Shelf<D>, idOrNumber: string): K | undefined {
  const holder = place.byId.get(idOrNumber) ?? place.byId.get(place.idByNumber.get(idOrNumber) ?? '');
  return holder === undefined ? undefined : documentOf<D, K>(holder);
}

function referencedIn<D extends BookDocument, K extends D>(place: Shelf<D>, reference: string): readonly K[] {
  return (place.idsByReference.get(reference) ?? []).flatMap((id) => findIn<D, K>(place, id) ?? []);
}

type Search<D> = {
  readonly kinds: readonly string[];
  readonly since: number;
  readonly limit: number;
  readonly cursor: number;
  readonly holder: (kind: string, id: string) => Holder<D> | undefined;
};

function changesIn<D extends BookDocument>(
  log: readonly { readonly kind: string; readonly id: string; readonly cursor: number }[],
  { kinds, since, limit, cursor, holder }: Search<D>,
): { changes: Change<D>[]; next: number; more: boolean } {
  const changes: Change<D>[] = [];
  const first = log[0]?.cursor ?? cursor + 1; // the log has no gaps: position and cursor differ by a constant
  for (let index = Math.max(0, since + 1 - first); index < log.length; index += 1) {
    const entry = log[index];
    if (entry === undefined || !kinds.includes(entry.kind)) continue;
    const there = holder(entry.kind, entry.id);
    if (there?.cursor !== entry.cursor) continue; // changed again later: it comes under that cursor
    if (changes.length === limit) return { changes, next: changes.at(-1)?.cursor ?? since, more: true };
    changes.push({ cursor: entry.cursor, kind: entry.kind, at: there.document.changedAt, document: there.document });
  }
  return { changes, next: Math.max(since, cursor), more: false };
}
