export type {
  Creation,
  Declined,
  FieldRule,
  MissingName,
  OpenEffect,
  OrderCommand,
  PlaceOrder,
  RequestCancellation,
  RequestChange,
  Rules,
} from './commands.ts';
export { wantedContent, wantedLines } from './content.ts';
export { type Decided, decide } from './decide.ts';
export type { LineQuantity, Milestone, OrderEvent, Received } from './events.ts';
export { evolve } from './evolve.ts';
export { ownerOfHold } from './hold.ts';
export { keys, namePart, readKey, slotOfKey } from './keys.ts';
export { ledgerOf, type ScheduleLedger, statusOf } from './ledger.ts';
export { contactIn, customerIn, isNamed, itemIn, nameIn, nameKey, namesToLookUp, namesWaitedFor, shipToIn } from './naming.ts';
export { compareVersions, newerOf } from './newest.ts';
export { canMove, type Move, nextMove } from './next-move.ts';
export {
  type AwaitedName,
  type Change,
  type ChangeDecision,
  type ChannelOrder,
  type Content,
  channelOrdersOf,
  type DifferenceFound,
  documentKey,
  fulfillerOf,
  type Hold,
  type HoldKind,
  type Line,
  type NameKind,
  type Naming,
  type Order,
  type Owner,
  type Placed,
  type ResolvedName,
  type Result,
  type Route,
  routeOf,
  type Schedule,
  type Slot,
  type Step,
  schedulesOf,
  slotReference,
  type WantedName,
  wantedQuantity,
} from './order.ts';
export { percentApart } from './percent-apart.ts';
export { lineOf } from './place-order.ts';
export { lineKeysOf, type Post, postsOf, shippedOf, skipPin } from './posts.ts';
export { invoicesOf } from './tell-milestones.ts';
export { deadlineOf, deliveryPin, isOverdue, wakeAtOf } from './tick.ts';
