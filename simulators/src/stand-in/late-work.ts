/** Commits that happen after their caller was dropped. */
export type LateWork = {
  readonly later: (ms: number, work: () => void) => void;
  /** How many still wait. */
  readonly pending: () => number;
  /** Those that still wait never happen. */
  readonly forget: () => void;
};

/** Keeps the timers of late commits, so that none outlives its book. */
export function createLateWork(): LateWork {
  const timers = new Set<NodeJS.Timeout>();
  return {
    later: (ms, work) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        work();
      }, ms);
      timers.add(timer);
    },
    pending: () => timers.size,
    forget: () => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
