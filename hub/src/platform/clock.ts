/** Where time comes from; a test hands in its own. `wallMs` is Unix time, `monotonicMs` never jumps. */
export type Clock = { readonly now: () => Date; readonly wallMs: () => number; readonly monotonicMs: () => number };

/** The machine's clocks. */
export const systemClock: Clock = { now: () => new Date(), wallMs: () => Date.now(), monotonicMs: () => performance.now() };
