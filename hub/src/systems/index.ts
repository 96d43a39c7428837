export { type AskedNow, type AskNow, createAskNow, notAnsweredWhys, notAskedWhys, type QuickAnswer } from './ask-now.ts';
export { attendLanes, laneName } from './attend-lanes.ts';
export { pollDuties, receiveWebhook, type WebhookResult } from './bring-facts.ts';
export type { SubmitOutcome } from './carry-out.ts';
export type { Claimed } from './claim.ts';
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
export { type Deliver, inboxDuty, type MessageId } from './inbox.ts';
export { createLanes, declareLanes, type LaneState, type Lanes } from './lanes.ts';
export { effectColumns, effectStatuses, instructionOf, type ListEffects, type ListedEffect, listEffects, openEffectsOf } from './list-effects.ts';
export { listShowings, type ShowingBacklog } from './list-showings.ts';
export { type Backlog, type ListedLane, listBacklog, listLanes } from './list-systems.ts';
export { type PauseLane, pauseLane, resumeLane } from './pause-lane.ts';
export { probeNow } from './probe-now.ts';
export { type Capabilities, createRegistry, gradesOf, type RegisteredSystem, type Registry } from './registry.ts';
export { createRetryBudget } from './retry-budget.ts';
export type { ShowPeople, ShowTrouble } from './settle-showings.ts';
export { type ComposedStatus, type ShowRecordsDeps, showDuties } from './show-records.ts';
export { isShowKey, type Mark, markShowings, markShownOrders, type Problem, reportProblem, showKey } from './showing-ledger.ts';
export { sweepDuty } from './sweep.ts';
export { doubtAfterFailover, takeOverDuty } from './take-over.ts';
export { defaultTimings, type Timings } from './timings.ts';
export { wakeDuty } from './wake.ts';
