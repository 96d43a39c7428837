import { describe, expect, it } from 'vitest';
import { allocate, type Open } from './allocate.ts';

const open = (fulfillmentOrder: string, locationId: string, lineId: string, remaining: number): Open => ({
  fulfillmentOrder,
  locationId,
  lines: [{ gid: `${fulfillmentOrder}-${lineId}`, lineId, remaining }],
});
const east = open('fo-1', 'east', 'a', 3);
const west = open('fo-2', 'west', 'a', 2);

describe('taking pieces from fulfilment orders', () => {
  it('takes them where the goods left from, and elsewhere only what lacks there', () => {
    const plan = allocate(new Map([['a', 4]]), [east, west], new Set(['west']));
    expect(plan).toEqual({
      kind: 'planned',
      groups: [
        { lines: [{ fulfillmentOrder: 'fo-2', line: 'fo-2-a', lineId: 'a', quantity: 2 }] },
        { lines: [{ fulfillmentOrder: 'fo-1', line: 'fo-1-a', lineId: 'a', quantity: 2 }] },
      ],
    });
  });

  it('puts all of one location into one fulfilment', () => {
    const plan = allocate(
      new Map([
        ['a', 4],
        ['b', 1],
      ]),
      [east, open('fo-3', 'east', 'a', 1), open('fo-4', 'east', 'b', 1)],
      new Set(),
    );
    expect(plan).toMatchObject({ groups: [{ lines: [{ quantity: 3 }, { quantity: 1 }, { lineId: 'b' }] }] });
  });

  it('takes nothing at all when a line has too few left', () => {
    expect(
      allocate(
        new Map([
          ['a', 1],
          ['c', 2],
        ]),
        [east, west],
        new Set(),
      ),
    ).toEqual({ kind: 'short', lineId: 'c', wanted: 2, open: 0 });
  });
});
