export { Overloaded } from './batcher.ts';
export type { CommitDeps } from './commit.ts';
export { differenceOf } from './difference.ts';
export { createEngine, engineLimits } from './engine.ts';
export { readState } from './subject-text.ts';
export type { Acceptance, Engine, NewOrder, Submission, Submitted } from './types.ts';
