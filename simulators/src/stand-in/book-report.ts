import type { Book, BookDocument } from './book.ts';
import type { TrafficReport } from './traffic.ts';

/** A refuses a second document with the same reference, B finds documents by their reference, C does neither. */
export type Grade = 'A' | 'B' | 'C';

/** The book as checkers see it; documents by kind. */
export type BookReport<D extends BookDocument> = {
  readonly name: string;
  readonly grade: Grade;
  readonly cursor: number;
  readonly at: string;
  readonly pendingLateCommits: number;
  readonly counts: Readonly<Record<string, number>>;
  /** References that more than one live document bears. */
  readonly duplicates: readonly { readonly kind: string; readonly reference: string; readonly live: readonly string[] }[];
  readonly traffic: TrafficReport;
  /** What the system counts beside its documents. */
  readonly figures: Readonly<Record<string, unknown>>;
  readonly documents: Readonly<{ [K in D['kind']]?: readonly Extract<D, { readonly kind: K }>[] }>;
};

/** The part of a system that its report is made of. */
export type Reported<D extends BookDocument> = {
  readonly name: string;
  readonly book: Pick<Book<D>, 'cursor' | 'every' | 'count' | 'reset' | 'close'>;
  /** The kinds that the book shows to checkers. */
  readonly documentKinds: readonly D['kind'][];
  /** Whether a document counts when duplicates are looked for. */
  readonly isLive: (document: D) => boolean;
  readonly figures?: () => Readonly<Record<string, unknown>>;
};

type Figures = { readonly grade: Grade; readonly now: () => Date; readonly traffic: TrafficReport; readonly pendingLateCommits: number };

/** Reads everything out of a book. */
export function reportBook<D extends BookDocument>(
  { name, book, documentKinds, isLive, figures }: Reported<D>,
  { grade, now, traffic, pendingLateCommits }: Figures,
): BookReport<D> {
  const documents: { [K in D['kind']]?: readonly Extract<D, { readonly kind: K }>[] } = {};
  for (const kind of documentKinds) documents[kind] = book.every(kind);
  return {
    name,
    grade,
    cursor: book.cursor(),
    at: now().toISOString(),
    pendingLateCommits,
    counts: Object.fromEntries(documentKinds.map((kind) => [kind, book.count(kind)])),
    duplicates: documentKinds.flatMap((kind) => duplicatesOf(kind, book.every(kind).filter(isLive))),
    traffic,
    figures: figures?.() ?? {},
    documents,
  };
}

function duplicatesOf(kind: string, live: readonly BookDocument[]): BookReport<BookDocument>['duplicates'] {
  const byReference = new Map<string, string[]>();
  for (const { reference, id } of live) {
    if (reference === undefined) continue;
    const ids = byReference.get(reference);
    if (ids === undefined) byReference.set(reference, [id]);
    else ids.push(id);
  }
  return [...byReference].filter(([, ids]) => ids.length > 1).map(([reference, ids]) => ({ kind, reference, live: ids }));
}
