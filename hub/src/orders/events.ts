import type { Decimal, DocumentRef, DocumentSnapshot, ShipTo } from '@crossdock/canonical';
import type { AskState, Change, ChangeDecision, Content, Deadlines, DifferenceFound, Hold, Line, Order, ResolvedName, Route, Step } from './order.ts';

/** Quantities of one milestone, cumulative, as the public events carry them. */
export type LineQuantity = { readonly line: string; readonly schedule: string; readonly quantity: Decimal; readonly unit: string };

/** The milestones that a ledger can reach, in the words of the event vocabulary. */
export type Milestone = 'allocated' | 'backordered' | 'picked' | 'packed' | 'shipped' | 'delivered' | 'invoiced';

/** What the channel handed in, as the first event keeps it; with `slots` where no system had to be asked before its lines were routed. */
export type Received = {
  readonly type: 'order.received';
  readonly order: Pick<
    Order,
    | 'id'
    | 'code'
    | 'client'
    | 'channel'
    | 'receivedAt'
    | 'landscapeVersion'
    | 'customer'
    | 'party'
    | 'purchaseOrder'
    | 'currency'
    | 'shipTo'
    | 'contact'
    | 'isPrepaid'
    | 'isShipComplete'
    | 'references'
    | 'naming'
    | 'lines'
    | 'routes'
    | 'deadlines'
    | 'duplicateOf'
  > &
    Partial<Pick<Order, 'slots'>>;
};

/** What can happen to an order. `internal.` events complete the audit and the state but are told to nobody. */
export type OrderEvent =
  | Received
  | { readonly type: 'internal.asked'; readonly system: string; readonly round: number; readonly why: string }
  | {
      readonly type: 'internal.answered';
      readonly system: string;
      readonly ask: AskState;
      readonly prices: readonly { readonly line: string; readonly unitPrice: Decimal; readonly source: string }[];
    }
  /** What the systems call what the order calls otherwise. */
  | { readonly type: 'internal.named'; readonly names: readonly ResolvedName[] }
  | { readonly type: 'order.validated'; readonly systems: readonly string[] }
  | { readonly type: 'order.hold-placed'; readonly hold: Hold; readonly owner: string }
  | {
      readonly type: 'order.hold-cleared';
      readonly id: string;
      readonly how: 'answer' | 'person' | 'correction';
      readonly reason: string;
      readonly override?: string;
    }
  | { readonly type: 'internal.rechecked'; readonly holdIds: readonly string[]; readonly recheckAt: string }
  | {
      readonly type: 'internal.routed';
      readonly slot: { readonly name: string; readonly index: number; readonly route: number };
      readonly schedules: readonly string[];
    }
  | { readonly type: 'internal.unrouted'; readonly slot: string; readonly schedules: readonly string[] }
  | {
      readonly type: 'internal.confirmed';
      readonly key: string;
      readonly system: string;
      readonly document: DocumentRef;
      readonly slot?: string;
      readonly place?: 'erp' | 'warehouse';
      readonly content?: Content;
      readonly reference?: string;
      readonly shipTo?: string;
      readonly isCancelled?: boolean;
    }
  /** The effects whose outcome has to be known before anything else of their slot is due; replaces what was awaited before. */
  | { readonly type: 'internal.awaited'; readonly keys: readonly string[]; readonly lookAt?: string }
  | {
      readonly type: 'order.accepted';
      readonly slot: string;
      readonly system: string;
      readonly number: string;
      readonly lines: readonly LineQuantity[];
      readonly deadlines: Deadlines;
    }
  | { readonly type: 'order.released'; readonly slot: string; readonly system: string; readonly lines: readonly LineQuantity[] }
  | { readonly type: 'internal.refused'; readonly key: string; readonly code: string; readonly message: string; readonly holdId?: string }
  | { readonly type: 'internal.stopped'; readonly key: string; readonly why: 'undecidable' | 'failed'; readonly message: string }
  | { readonly type: 'internal.reopened'; readonly key: string; readonly why: string }
  | { readonly type: 'internal.revised'; readonly slot: string }
  | { readonly type: 'internal.voided'; readonly slot: string; readonly why: string }
  | { readonly type: 'internal.reported'; readonly snapshot: DocumentSnapshot }
  | {
      readonly type: `order.${Milestone}`;
      readonly document: { readonly system: string; readonly id: string; readonly number?: string };
      readonly lines: readonly LineQuantity[];
      readonly tracking?: readonly string[];
      readonly assumed?: boolean;
      /** The system has taken back what it reported before: the quantities are lower than they were told. */
      readonly corrected?: boolean;
    }
  | { readonly type: 'order.paid'; readonly invoices: readonly string[] }
  | {
      readonly type: 'order.change-requested';
      readonly change: Change;
      /** What waits for the systems' word. */
      readonly pending: readonly { readonly line: string; readonly schedule: string; readonly quantity: Decimal; readonly requestedDate?: string }[];
      readonly pendingShipTo?: ShipTo;
    }
  | {
      readonly type: 'order.changed';
      readonly changeId: string;
      readonly by: string;
      readonly lines: readonly ChangedLine[];
      readonly shipTo?: Order['shipTo'];
    }
  | {
      readonly type: 'order.change-declined';
      readonly changeId: string;
      readonly lines: readonly { readonly line: string; readonly schedule: string; readonly reason: string }[];
      readonly shipTo?: { readonly reason: string };
    }
  | { readonly type: 'order.cancelled'; readonly lines: readonly LineQuantity[]; readonly whole: boolean; readonly reason: string }
  | { readonly type: 'order.corrected'; readonly field: string; readonly line?: string; readonly from?: string; readonly to: string; readonly reason: string }
  | { readonly type: 'order.line-added'; readonly changeId: string; readonly line: Line; readonly routes: readonly Route[] }
  | { readonly type: 'order.difference-found'; readonly difference: DifferenceFound }
  | {
      readonly type: 'order.difference-settled';
      readonly slot: string;
      readonly place?: 'erp' | 'warehouse';
      readonly version: string;
      readonly how: 'accepted' | 'restored' | 'gone';
      readonly content?: Content;
      readonly isCancelled?: boolean;
    }
  | { readonly type: 'internal.pinned'; readonly pin: string; readonly reason: string }
  /** A deadline that is set anew may pass anew; `again` names steps whose deadline lies outside this order. */
  | { readonly type: 'internal.deadline-set'; readonly deadlines: Deadlines; readonly again?: readonly Step[] }
  | { readonly type: 'order.deadline-passed'; readonly step: Step }
  | { readonly type: 'order.closed'; readonly as: 'completed' | 'cancelled' }
  /** Something came to light that the closed order has to answer for, e.g. a document that appeared late. */
  | { readonly type: 'order.reopened'; readonly why: string };

/** New values of a schedule after a change took effect. */
export type ChangedLine = {
  readonly line: string;
  readonly schedule: string;
  readonly ordered: Decimal;
  readonly cancelled: Decimal;
  readonly requestedDate?: string;
};

/** What a change request looks like per wish, before and after the systems have spoken. */
export type { ChangeDecision };
