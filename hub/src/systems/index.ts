export { type AskedNow, type AskNow, createAskNow, notAnsweredWhys, notAskedWhys, type QuickAnswer } from './ask-now.ts';
export { attendLanes, laneName } from './attend-lanes.ts';
export { pollDuties, receiveWebhook, type WebhookResult } from './bring-facts.ts';
export type { SubmitOutcome } from './carry-out.ts';
export type { Claimed } from './claim.ts';
export type { Deliver, MessageId, RecordAtFault } from './deliver.ts';
export {
  type AttemptEvidence,
  digestOf,
  type EffectRow,
  type EffectStatus,
  type EffectUpdate,
  effectsInsert,
  insertAttempts,
  lockEffects,
  type NewEffect,
  updateEffects,
} from './effect-ledger.ts';
export { hasBegun } from './has-begun.ts';
export { type BurstCap, decideLot, type LotDecided, type LotDecision, type LotState, type Verdict } from './held-lots.ts';
export { inboxDuty } from './inbox.ts';
export { createLanes, declareLanes, type Lanes } from './lanes.ts';
export { leaveRecordAlone, showAgain } from './leave-record-alone.ts';
export { effectColumns, effectStatuses, instructionOf, type ListEffects, type ListedEffect, listEffects, openEffectsOf } from './list-effects.ts';
export { type HeldSale, listHeldSales } from './list-held-sales.ts';
export { listShowings, type ShowingBacklog } from './list-showings.ts';
export { type Backlog, type ListedLane, listBacklog, listLanes } from './list-systems.ts';
export { type PauseLane, pauseLane, resumeLane } from './pause-lane.ts';
export { probeNow } from './probe-now.ts';
export { type Capabilities, createRegistry, gradesOf, type RegisteredSystem, type Registry } from './registry.ts';
export { createRetryBudget } from './retry-budget.ts';
export type { GateDeps } from './sales-gate.ts';
export type { ShowPeople, ShowTrouble } from './settle-showings.ts';
export { type ComposedStatus, type ShowRecordsDeps, showDuties } from './show-records.ts';
export { isShowKey, type Mark, markShowings, markShownOrders, type Problem, reportProblem, showKey, withdrawProblem } from './showing-ledger.ts';
export { sweepDuty } from './sweep.ts';
export { doubtAfterFailover, takeOverDuty } from './take-over.ts';
export { defaultTimings, type Timings } from './timings.ts';
export { wakeDuty } from './wake.ts';
