import type { FieldOf, MappedObject, Thing } from '../mapping.ts';
import type { WrittenRecord } from '../rest/composite.ts';
import type { Written } from '../values.ts';

/** What is to be written, by our names; undefined leaves a field as it is. */
export type Content<T extends Thing> = { readonly [F in FieldOf<T>]?: Written | undefined };

/** The record by the org's names, without the fields that the org has none for. */
export function recordOf<T extends Thing>({ fields }: MappedObject<T>, content: Content<T>): WrittenRecord {
  const written: Record<string, Written> = {};
  for (const [ours, value] of Object.entries<Written | undefined>(content)) {
    const theirs = fields[ours as FieldOf<T>]; // the names of a Content are FieldOf<T>
    if (theirs !== undefined && value !== undefined) written[theirs] = value;
  }
  return written;
}

/** A text that fits into a field of that length. */
export const cut = (text: string, charsMax: number): string => (text.length <= charsMax ? text : `${text.slice(0, charsMax - 1)}…`);

/**
 * An external id made of parts. They are separated by colons and may hold anything; what could mean something in an address is written as `~2F`, so
 * that no two ids make the same one and none needs to be escaped where it stands in a path.
 */
export const externalId = (...parts: readonly string[]): string => parts.map(safe).join(':');

const safe = (part: string): string =>
  encodeURIComponent(part.toWellFormed())
    .replace(/[!'()*~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%', '~');
