export { Overloaded } from './batcher.ts';
export type { CommitDeps } from './commit.ts';

export { createEngine } from './engine.ts';

export type { Acceptance, Engine, NewOrder, Submission, Submitted } from './types.ts';
