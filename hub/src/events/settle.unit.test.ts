import { describe, expect, it } from 'vitest';
import type { Claimed } from './claim.ts';
import type { Outcome } from './send.ts';
import { judge } from './settle.ts';

const claim: Claimed = {
  subscription: 's',
  subject: 'o',
  url: 'https://receiver.example',
  mode: 'stream',
  types: ['*'],
  secrets: [],
  sent: 5,
  wanted: 8,
  lease: '',
  dueMs: 0,
  mayStart: () => true,
};
const sent: Outcome = { kind: 'sent', through: 8, accepted: 3 };
const failed: Outcome = { kind: 'failed', through: 5, accepted: 0, why: 'The receiver answered 500.', isGone: false };

describe('the verdict on a delivery', () => {
  it('is done when everything wanted is sent', () => {
    expect(judge({ sent: 5, wanted: 8, attempt: 2 }, { claim, outcome: sent }, 0.5)).toEqual({ kind: 'done' });
  });

  it('goes on when more became wanted on the way', () => {
    expect(judge({ sent: 5, wanted: 9, attempt: 2 }, { claim, outcome: sent }, 0.5)).toEqual({ kind: 'kept', sent: 8, attempt: 0, delayMs: 0, error: null });
  });

  it('does not count what a replay lowered on the way', () => {
    expect(judge({ sent: 2, wanted: 8, attempt: 0 }, { claim, outcome: sent }, 0.5)).toEqual({ kind: 'kept', sent: 2, attempt: 0, delayMs: 0, error: null });
  });

  it('waits longer with each failure in a row', () => {
    const waits = [0, 1, 2].map((attempt) => judge({ sent: 5, wanted: 8, attempt }, { claim, outcome: failed }, 0.5));
    expect(waits).toMatchObject([
      { attempt: 1, delayMs: 5_000 },
      { attempt: 2, delayMs: 300_000 },
      { attempt: 3, delayMs: 1_800_000 },
    ]);
  });

  it('begins the schedule anew when something was accepted before the failure', () => {
    const outcome: Outcome = { ...failed, through: 6, accepted: 1 };
    expect(judge({ sent: 5, wanted: 8, attempt: 7 }, { claim, outcome }, 0.5)).toMatchObject({ sent: 6, attempt: 1, delayMs: 5_000 });
  });

  it('charges no attempt for what was stopped on our side', () => {
    const outcome: Outcome = { kind: 'stopped', through: 5, accepted: 0, delayMs: 0 };
    expect(judge({ sent: 5, wanted: 8, attempt: 3 }, { claim, outcome }, 0.5)).toMatchObject({ sent: 5, attempt: 3 });
  });
});
