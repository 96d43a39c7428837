import { Type } from 'typebox';
import { Refused } from './problem.ts';

/** Most rows of one page. */
export const pageRowsMax = 500;

/** Rows of a page where nothing is said. */
export const pageRowsUsual = 100;

/** Parameters of every paged listing. */
export const pageParameters = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: pageRowsMax, description: `Rows of one page; ${pageRowsUsual} where nothing is said.` })),
  cursor: Type.Optional(Type.String({ maxLength: 1_000, description: 'The `next` of the page before.' })),
} as const;

/** A place between two pages, as text that only we read. */
export function writeCursor(place: readonly string[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** What a cursor says: so many parts, each checked by the shape given for it; undefined without a cursor. */
export function readCursor(cursor: string | undefined, shapes: readonly ((part: string) => boolean)[]): readonly string[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(place) && place.length === shapes.length && shapes.every((fits, index) => typeof place[index] === 'string' && fits(place[index])))
      return place as string[];
  } catch {
    // falls through: whatever cannot be read is no cursor of ours
  }
  throw new Refused({ code: 'invalid-parameter', field: 'cursor', detail: 'This is no cursor of a page before.' });
}

/** True for an instant as we print it. */
export function isInstant(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text));
}
