import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, beforeOverlap, type Change, type Cursor, chooseNews, cursorFrom, type Look, nameOf, readCursor, writeCursor } from './cursor.ts';

const models = ['sale.sale', 'party.party'] as const;
const start = '2026-01-01T00:00:00.000000';

/** An instant some seconds after the start. */
function at(seconds: number): string {
  return `${new Date(Date.parse('2026-01-01T00:00:00Z') + seconds * 1_000).toISOString().slice(0, 23)}000`;
}

/** What Tryton shows after a position, as `facts.ts` asks for it: created records first, then written ones, each in its order, cut off. */
function looks(shown: readonly Change[], cursor: Cursor, limit: number): readonly Look[] {
  return models.map((model) => {
    const rows = (['created', 'written'] as const).flatMap((stream) => {
      const [stamp, id] = cursor.at[model]?.[stream] ?? [start, 0];
      return shown
        .filter((change) => change.model === model && change.stream === stream && (change.stamp > stamp || (change.stamp === stamp && change.id > id)))
        .sort((a, b) => (a.stamp < b.stamp ? -1 : a.stamp > b.stamp ? 1 : a.id - b.id));
    });
    return { model, changes: rows.slice(0, limit), isCut: rows.length >= limit };
  });
}

const pagesMax = 400;

/** Polls until there is no more; what was brought, by name. */
function drain(shown: readonly Change[], from: Cursor, { newsMax = 5, limit = 40 } = {}) {
  const brought: string[] = [];
  let cursor = from;
  for (let page = 0; page < pagesMax; page += 1) {
    const seen = looks(shown, cursor, limit);
    const { news, more } = chooseNews(cursor, seen, models, newsMax);
    brought.push(...news.map((change) => nameOf(change, models)));
    cursor = advance(cursor, seen, news, models);
    expect(writeCursor(cursor).length).toBeLessThan(20_000);
    if (!more) return { brought, cursor };
  }
  throw new Error(`no end after ${pagesMax} pages`);
}

const change = fc.record({
  model: fc.constantFrom(...models),
  stream: fc.constantFrom('written' as const, 'created' as const),
  id: fc.integer({ min: 1, max: 30 }),
  stamp: fc.integer({ min: 1, max: 400 }).map(at),
});
const changes = fc.uniqueArray(change, { selector: (one) => nameOf(one, models), maxLength: 120 });

describe('a cursor', () => {
  it('brings every change once, whatever comes at the same instant and however small the pages are', () => {
    fc.assert(
      fc.property(changes, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 5, max: 50 }), (all, newsMax, limit) => {
        const { brought, cursor } = drain(all, cursorFrom(start, models), { newsMax, limit });
        expect(new Set(brought)).toEqual(new Set(all.map((one) => nameOf(one, models))));
        expect(brought).toHaveLength(all.length);
        expect(drain(all, cursor).brought).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('goes on when one look is full of what was brought already', () => {
    const all = [2, 3, 4, 1, 5].map((second): Change => ({ model: 'party.party', stream: 'written', id: 1, stamp: at(second) }));
    expect(drain(all, cursorFrom(start, models), { newsMax: 1, limit: 5 }).brought).toHaveLength(all.length);
  });

  it('brings what turns up late within the overlap, and still nothing twice', () => {
    const early = { model: 'sale.sale', stream: 'written', id: 1, stamp: at(200) } as const;
    const late = { model: 'party.party', stream: 'created', id: 2, stamp: at(120) } as const;
    const { cursor } = drain([early], cursorFrom(start, models));
    expect(drain([early, late], cursor).brought).toEqual([nameOf(late, models)]);
  });

  it('brings all of a burst that is larger than what it can remember, and stays small', () => {
    const burst = Array.from(
      { length: 3_000 },
      (_, index): Change => ({ model: 'sale.sale', stream: 'written', id: index + 1, stamp: at(500 + (index % 50)) }),
    );
    const { brought, cursor } = drain(burst, cursorFrom(start, models), { newsMax: 100, limit: 1_000 });
    expect(new Set(brought).size).toBe(3_000);
    expect(brought).toHaveLength(3_000);
    expect(drain(burst, cursor, { newsMax: 100, limit: 1_000 }).brought).toEqual([]);
  });

  it('brings all of a mass change that bears one instant', () => {
    const mass = Array.from({ length: 2_500 }, (_, index): Change => ({ model: 'party.party', stream: 'created', id: index + 1, stamp: at(10) }));
    expect(drain(mass, cursorFrom(start, models), { newsMax: 100, limit: 1_000 }).brought).toHaveLength(2_500);
  });

  it('is read back as it was written, and anything else is named', () => {
    const cursor = cursorFrom(start, models);
    expect(readCursor(writeCursor(cursor))).toEqual({ kind: 'read', value: cursor });
    expect(readCursor('{"v":2}')).toMatchObject({ kind: 'unreadable' });
    expect(readCursor('?')).toMatchObject({ kind: 'unreadable', field: 'cursor' });
  });

  it('goes back by the overlap to the microsecond', () => {
    expect(beforeOverlap('2026-01-01T00:02:00.000123')).toBe('2026-01-01T00:00:00.000123');
  });
});
