import { randomBytes } from 'node:crypto';
import { OrgError } from '../org/index.ts';
import type { Links, RecordList, Shown } from './projection.ts';

/** What is left of an answer that did not fit into one page. */
export type Cursor = { readonly list: RecordList; readonly batchSize: number };
/** Cursors of one kind; the longest unused one is forgotten when there are too many. */
export type Cursors = { readonly keep: (cursor: Cursor) => string; readonly find: (id: string) => Cursor | undefined };

/** Open cursors of one user, as on the platform; those of child lists are counted apart. */
export const cursorsMax = 10;
const childCursorsMax = 1000;

/** Records of a page: what is asked for lies between the two. */
const batchSizeMin = 200;
export const batchSizeMax = 2000;

/** `batchSize=500` of the header Sforce-Query-Options, within what the platform allows; undefined when it says nothing. */
export function batchSizeOf(header: string | readonly string[] | undefined): number | undefined {
  const asked = /batchSize\s*=\s*(\d{1,9})/i.exec(String(header ?? ''))?.[1];
  return asked === undefined ? undefined : Math.min(batchSizeMax, Math.max(batchSizeMin, Number(asked)));
}

/** Cursors that live as long as the stand-in: per user those of queries, and those of their child lists. */
export function openCursors(): { readonly of: (userId: string) => Cursors; readonly children: Cursors } {
  const users = new Map<string, Cursors>();
  const children = cursorTable(childCursorsMax);
  return {
    of: (userId) => {
      const known = users.get(userId) ?? cursorTable(cursorsMax);
      users.set(userId, known);
      return known;
    },
    children,
  };
}

function cursorTable(max: number): Cursors {
  const cursors = new Map<string, Cursor>();
  return {
    keep: (cursor) => {
      const id = `01g${randomBytes(6).toString('hex')}AAA`;
      cursors.set(id, cursor);
      for (const oldest of [...cursors.keys()].slice(0, Math.max(0, cursors.size - max))) cursors.delete(oldest);
      return id;
    },
    find: (id) => {
      const cursor = cursors.get(id);
      if (cursor === undefined) return undefined;
      cursors.delete(id);
      cursors.set(id, cursor); // now the one used last
      return cursor;
    },
  };
}

/** A page of records from this place on; `keep` gives a cursor its id when more follow. */
export function showPage(cursor: Cursor, from: number, links: Links, keep: () => string): Shown {
  const { list, batchSize } = cursor;
  const to = Math.min(list.rows.length, from + batchSize);
  const isDone = to >= list.rows.length;
  return {
    totalSize: list.rows.length,
    done: isDone,
    ...(isDone ? {} : { nextRecordsUrl: `/services/data/v${links.version}/query/${keep()}-${to}` }),
    records: list.rows.slice(from, to).map((row) => list.show(row, links)),
  };
}

/** A locator as `nextRecordsUrl` ends: a cursor's id and a place. Throws INVALID_QUERY_LOCATOR. */
export function parseLocator(locator: string): { readonly id: string; readonly from: number } {
  const [, id, from] = /^(01g\w{15})-(\d{1,9})$/.exec(locator) ?? [];
  if (id === undefined) throw invalidLocator();
  return { id, from: Number(from) };
}

/** The locator is unknown, or its cursor was forgotten. */
export const invalidLocator = (): OrgError => new OrgError('INVALID_QUERY_LOCATOR', 'invalid query locator');
