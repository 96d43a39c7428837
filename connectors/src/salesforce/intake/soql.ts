import { quoted } from '../rest/composite.ts';

/** Ids of one query: an address has room for so many. */
export const idsMax = 200;

/** A list for `IN`; SOQL knows no empty one. */
export const listed = (ids: readonly string[]): string => `(${ids.length === 0 ? 'NULL' : ids.map(quoted).join(', ')})`;

/** Lists of at most `idsMax`. */
export function inParts(ids: Iterable<string>): readonly (readonly string[])[] {
  const all = [...new Set(ids)];
  return Array.from({ length: Math.ceil(all.length / idsMax) }, (_, part) => all.slice(part * idsMax, (part + 1) * idsMax));
}
