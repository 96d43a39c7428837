import { compositeLimits } from '../rest/composite.ts';
import { rowThings, type ShowRow } from './show-rows.ts';

/** Rows of one object that go into one collection. */
export type RowGroup = { readonly thing: ShowRow['thing']; readonly rows: readonly ShowRow[] };

/**
 * Divides rows into calls of at most 200 records and 5 collections. Rows of one account stay together, so that the locks on it are taken
 * once; within an account rows come before those that name them. Of two rows with one key the later one counts, and
 * keys that differ by case alone go into different calls: one call refuses both.
 */
export function packRows(rows: readonly ShowRow[]): readonly (readonly RowGroup[])[] {
  const unique = [...new Map(rows.map((row) => [`${row.thing} ${row.key}`, row])).values()];
  const calls: ShowRow[][] = [];
  let [things, keys] = [new Set<string>(), new Set<string>()];
  for (const row of unique.toSorted(byAccount)) {
    const last = calls.at(-1);
    const key = `${row.thing} ${row.key}`.toLowerCase();
    const hasRoom = last !== undefined && last.length < compositeLimits.recordsMax && !keys.has(key);
    if (hasRoom && (things.has(row.thing) || things.size < compositeLimits.queriesAndCollectionsMax)) last.push(row);
    else {
      calls.push([row]);
      [things, keys] = [new Set(), new Set()];
    }
    things.add(row.thing);
    keys.add(key);
  }
  return calls.map((call) => rowThings.map((thing) => ({ thing, rows: call.filter((row) => row.thing === thing) })).filter((group) => group.rows.length > 0));
}

const rankOf = new Map<string, number>(rowThings.map((thing, rank) => [thing, rank]));

function byAccount(a: ShowRow, b: ShowRow): number {
  return (
    compareTexts(a.account ?? '', b.account ?? '') || compareTexts(a.channelOrder, b.channelOrder) || (rankOf.get(a.thing) ?? 0) - (rankOf.get(b.thing) ?? 0)
  );
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
