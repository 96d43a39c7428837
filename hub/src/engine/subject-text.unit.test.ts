import { expect, it } from 'vitest';
import { decide, namesToLookUp } from '../orders/index.ts';
import { placing, someRules } from '../orders/testing/order-builder.ts';
import { readState, stateSchema, writeState } from './subject-text.ts';

it('reads the state of an older release, whose orders bear the systems’ own names', () => {
  const decided = decide(undefined, placing(), { rules: someRules(), open: [] });
  if (decided.kind === 'declined') throw new Error(decided.detail);
  const read = readState(writeState(decided.order), 1);
  expect(read).toEqual(decided.order);
  expect(namesToLookUp(read)).toEqual([]);
});

it('leaves the state of a newer release alone', () => {
  expect(() => readState('{}', stateSchema + 1)).toThrow(/newer than this release/);
});
