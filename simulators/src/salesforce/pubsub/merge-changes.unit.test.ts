import { describe, expect, it } from 'vitest';
import type { Change } from '../org/types.ts';
import { mergeChanges } from './merge-changes.ts';

const update = (id: string, row: Change['row'], object = 'Account'): Change => ({
  type: 'UPDATE',
  object,
  id,
  changed: Object.keys(row),
  row: { ...row, Id: id },
});
const merged = (...changes: readonly Change[]) => mergeChanges({ changes }).map(({ type, object, ids }) => [type, object, ...ids].join(' '));

describe('mergeChanges', () => {
  it('tells the same update of several records once', () => {
    expect(merged(update('A', { Industry: 'Apparel' }), update('B', { Industry: 'Energy' }), update('C', { Industry: 'Apparel' }))).toEqual([
      'UPDATE Account A C',
      'UPDATE Account B',
    ]);
  });

  it('keeps updates apart that change other fields, other objects or to other values', () => {
    expect(merged(update('A', { X: 1 }), update('B', { Y: 1 }), update('C', { X: 1 }, 'Order'), update('D', { X: null }))).toHaveLength(4);
  });

  it('never puts a change of a record before an earlier one of the same record', () => {
    expect(merged(update('A', { X: 1 }), update('B', { X: 2 }), update('B', { X: 1 }))).toEqual(['UPDATE Account A', 'UPDATE Account B', 'UPDATE Account B']);
  });

  it('merges deletes, and leaves creates alone', () => {
    const of = (type: Change['type'], id: string): Change => ({ type, object: 'Account', id, changed: [], row: {} });
    expect(merged(of('DELETE', 'A'), of('DELETE', 'B'), of('CREATE', 'C'), of('CREATE', 'D'))).toEqual([
      'DELETE Account A B',
      'CREATE Account C',
      'CREATE Account D',
    ]);
  });
});
