import type { Clock } from '../platform/index.ts';
import type { Claimed } from './claim.ts';

/**
 * Below which due time (Unix ms) a subscription has nothing that this node could claim. Without it each claim walks over the
 * index entries of everything sent since the oldest open snapshot: about 40 ms in place of 6 with 90,000 of them under a dump.
 */
export type LowMarks = { readonly read: () => ReadonlyMap<string, number>; readonly note: (claims: readonly Claimed[]) => void };

/**
 * Marks that are forgotten every `rescanMs`, because a row may come free below them: one whose lease ended, or that somebody
 * had locked when it was passed over.
 */
export function newLowMarks({ clock, rescanMs }: { readonly clock: Clock; readonly rescanMs: number }): LowMarks {
  const marks = new Map<string, number>();
  let forgetAt = clock.monotonicMs() + rescanMs;
  const read = () => {
    if (clock.monotonicMs() >= forgetAt) {
      marks.clear();
      forgetAt = clock.monotonicMs() + rescanMs;
    }
    return marks;
  };
  // A claim takes the oldest first, so the oldest of one round is where the next begins.
  const note = (claims: readonly Claimed[]) => {
    for (const [subscription, own] of Map.groupBy(claims, (claim) => claim.subscription)) {
      marks.set(
        subscription,
        own.reduce((low, claim) => Math.min(low, claim.dueMs), Number.POSITIVE_INFINITY),
      );
    }
  };
  return { read, note };
}
