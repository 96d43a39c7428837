export type { Declined, FieldRule, OpenEffect, OrderCommand, PlaceOrder, RequestCancellation, RequestChange, Rules } from './commands.ts';
export { shipToText, wantedContent, wantedLines } from './content.ts';
export { type Decided, decide } from './decide.ts';
export type { LineQuantity, Milestone, OrderEvent, Received } from './events.ts';
export { sameContent } from './evolve.ts';
export { invoicesOf } from './follow.ts';
export { ownerOfHold } from './hold.ts';
export { keys, readKey } from './keys.ts';
export { ledgerOf, type ScheduleLedger, statusOf } from './ledger.ts';
export {
  type Change,
  type ChangeDecision,
  type Content,
  type DifferenceFound,
  documentKey,
  fulfillerOf,
  type Hold,
  type HoldKind,
  type Line,
  type Order,
  type Owner,
  type Result,
  type Route,
  routeOf,
  type Schedule,
  type Slot,
  type Step,
  schedulesOf,
  slotReference,
  wantedQuantity,
} from './order.ts';
export { deadlineOf, isOverdue, wakeAtOf } from './tick.ts';
