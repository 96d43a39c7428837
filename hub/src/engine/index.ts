export type { Acceptance, Engine, NewOrder, Submission, Submitted } from './types.ts';
