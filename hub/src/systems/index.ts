export {
  type AttemptEvidence,
  type EffectRow,
  type EffectStatus,
  type EffectUpdate,
  digestOf,
  insertAttempts,
  insertEffects,
  lockEffects,
  type NewEffect,
  updateEffects,
} from './effect-ledger.ts';
