import type { BookDocument } from './book.ts';
import type { Grade } from './book-report.ts';
import { Malformed } from './read.ts';
import { type Refusal, refused } from './refusal.ts';
import { type Answer, answered, type Call } from './route.ts';

const changesPageMax = 200;

/** A document as the system's own interface shows it: grade C has no place for a reference. */
export function shown(document: BookDocument, grade: Grade): object {
  const { kind: _, ...fields } = document;
  if (grade !== 'C') return fields;
  const { reference: __, ...rest } = fields;
  return rest;
}

/** Refuses a change that was not made from the version of now. */
export function refuseStale({ version }: { readonly version: number }, { ifMatch }: Call, need: 'needed' | 'optional'): Refusal | undefined {
  if (ifMatch === undefined) return need === 'optional' ? undefined : refused('version-required', 'If-Match must name the version that is changed');
  return ifMatch === String(version) ? undefined : refused('stale-version', `the version is ${version} by now`, { more: { version } });
}

/** Answers a search by reference, where the grade offers one. */
export function search<D extends BookDocument>(
  { query }: Call,
  grade: Grade,
  find: (reference: string) => readonly D[],
  show: (document: D) => object = (document) => shown(document, grade),
): Answer {
  if (grade === 'C') return refused('search-not-supported', 'this system cannot search by reference');
  const reference = query.get('reference');
  if (reference === null || reference === '') throw new Malformed('reference', 'must be given');
  return answered(200, { items: find(reference).map(show) });
}

/** Reads `since` and `limit` of a poll; throws Malformed. */
export function readPoll(query: URLSearchParams): { readonly since: number; readonly limit: number } {
  return { since: readCount(query, 'since', 0), limit: Math.min(readCount(query, 'limit', changesPageMax), changesPageMax) };
}

function readCount(query: URLSearchParams, name: string, otherwise: number): number {
  const text = query.get(name);
  if (text === null) return otherwise;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0 || text === '') throw new Malformed(name, 'must be a whole number');
  return value;
}
