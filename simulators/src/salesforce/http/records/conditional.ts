import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { ObjectType, Row } from '../../org/index.ts';
import { Refused } from '../answers.ts';
import type { SfAnswer } from '../route.ts';

/** The only object with entity tags (REST API guide, Conditional Request Headers). */
const taggedObject = 'Account';

/** The headers that tell a record's version. */
export function versionHeaders(type: ObjectType, row: Row): Readonly<Record<string, string>> {
  const modified = { 'last-modified': new Date(modifiedMs(row)).toUTCString() };
  return type.name === taggedObject ? { ...modified, etag: tagOf(row) } : modified;
}

/** 304 when the caller has this version already. */
export function unchanged(headers: IncomingHttpHeaders, type: ObjectType, row: Row): SfAnswer | undefined {
  const since = dateIn(headers['if-modified-since']);
  const isKnown = type.name === taggedObject && tagsIn(headers['if-none-match']).includes(tagOf(row));
  const isOld = headers['if-none-match'] === undefined && since !== undefined && secondsOf(modifiedMs(row)) <= secondsOf(since);
  return isKnown || isOld ? { status: 304, headers: versionHeaders(type, row) } : undefined;
}

/** Throws 412 when the record is no longer what the caller saw. */
export function refuseStale(headers: IncomingHttpHeaders, type: ObjectType, row: Row | undefined): void {
  const since = dateIn(headers['if-unmodified-since']);
  const tags = tagsIn(headers['if-match']);
  const isTouched = since !== undefined && row !== undefined && secondsOf(modifiedMs(row)) > secondsOf(since);
  const isOther = type.name === taggedObject && tags.length > 0 && !(row !== undefined && (tags.includes('*') || tags.includes(tagOf(row))));
  if (isTouched || isOther) throw new Refused(412, 'PRECONDITION_FAILED', 'Precondition failed');
}

const modifiedMs = (row: Row): number => Date.parse(String(row['SystemModstamp'] ?? row['LastModifiedDate'] ?? '').replace(/\+0000$/, 'Z')) || 0;

const secondsOf = (ms: number): number => Math.floor(ms / 1000);

const tagOf = (row: Row): string => `"${createHash('sha256').update(JSON.stringify(row)).digest('base64url').slice(0, 24)}"`;

/** Entity tags without their marks of weakness; a tag may come with a suffix such as `--gzip`. */
const tagsIn = (header: string | readonly string[] | undefined): readonly string[] =>
  [header ?? []]
    .flat()
    .flatMap((text) => text.split(','))
    .map((tag) =>
      tag
        .trim()
        .replace(/^W\//, '')
        .replace(/--gzip"$/, '"'),
    );

function dateIn(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const ms = Date.parse(header);
  if (Number.isNaN(ms)) throw new Refused(400, 'INVALID_DATE_FORMAT', `not an HTTP date: ${header}`);
  return ms;
}
