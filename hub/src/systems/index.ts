export {
  type AttemptEvidence,
  digestOf,
  type EffectRow,
  type EffectStatus,
  type EffectUpdate,
  insertAttempts,
  insertEffects,
  lockEffects,
  type NewEffect,
  updateEffects,
} from './effect-ledger.ts';
export { effectStatuses, type ListEffects, type ListedEffect, listEffects, openEffectsOf } from './list-effects.ts';
export { type Backlog, type LaneState, listBacklog, listLanes } from './list-systems.ts';
export { type PauseLane, pauseLane, resumeLane } from './pause-lane.ts';
