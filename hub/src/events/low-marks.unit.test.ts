import { describe, expect, it } from 'vitest';
import { systemClock } from '../platform/index.ts';
import type { Claimed } from './claim.ts';
import { newLowMarks } from './low-marks.ts';

const claim = (subscription: string, dueMs: number): Claimed => ({
  subscription,
  subject: 'o',
  url: '',
  mode: 'stream',
  types: ['*'],
  secrets: [],
  sent: 0,
  wanted: 1,
  lease: '',
  dueMs,
  mayStart: () => true,
});

describe('the low marks of a node', () => {
  it('stand at the oldest of each subscription that the last round claimed', () => {
    const marks = newLowMarks({ clock: { ...systemClock, monotonicMs: () => 0 }, rescanMs: 100 });
    marks.note([claim('a', 7), claim('b', 3), claim('a', 5)]);
    marks.note([claim('b', 9)]);
    expect([...marks.read()]).toEqual([
      ['a', 5],
      ['b', 9],
    ]);
  });

  it('are forgotten from time to time, so that nothing stays below them', () => {
    let now = 0;
    const marks = newLowMarks({ clock: { ...systemClock, monotonicMs: () => now }, rescanMs: 100 });
    marks.note([claim('a', 7)]);
    now = 99;
    expect(marks.read().size).toBe(1);
    now = 100;
    expect(marks.read().size).toBe(0);
  });
});
