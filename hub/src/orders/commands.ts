import type { Answer, ChangeItem, DocumentRef, DocumentSnapshot, Instruction, MasterDataChange, OrderRequest } from '@crossdock/canonical';
import type { ChangeDecision, HoldKind, NameKind, ResolvedName, Route, WantedName } from './order.ts';

/** What every command carries: time, who, and what caused it (a request id, a message id, an effect). */
export type CommandHead = { readonly at: string; readonly actor: string; readonly causation: string };

/** A channel or a person asks; may be refused. */
export type PlaceOrder = CommandHead & {
  readonly kind: 'place';
  readonly id: string;
  readonly code: string;
  readonly client: string;
  readonly channel: string;
  readonly order: OrderRequest;
  /** One per schedule, in the order of the lines. */
  readonly routes: readonly Route[];
  readonly routeOfSchedule: readonly number[];
  readonly landscapeVersion: string;
  readonly isShipComplete: boolean;
  readonly duplicateOf?: string;
  /** Which names are the channel's own, and whose they are; absent: none. */
  readonly naming?: { readonly from: string; readonly kinds: readonly NameKind[] };
};

/**
 * Said by a channel that shows what its record of the order says now. Nobody there waits for the answer, so a "no" is kept in the
 * order too, and what is wished now takes the place of what is on its way.
 */
export type ChannelRequest = {
  /** The channel's own name of the request, where somebody asked under one. */
  readonly request?: string;
  /** What the channel shows otherwise and nobody takes over: answered with the rest. */
  readonly notTaken: readonly ChangeDecision[];
};

/** A change of what was ordered. New lines come with their routes, index-aligned with `changes` that add a line. */
export type RequestChange = CommandHead & {
  readonly kind: 'change';
  readonly changeId: string;
  readonly reason?: string;
  readonly changes: readonly ChangeItem[];
  readonly newRoutes: readonly Route[];
  readonly channel?: ChannelRequest;
};

/** The whole order is not wanted any more. */
export type RequestCancellation = CommandHead & {
  readonly kind: 'cancel';
  readonly changeId: string;
  readonly reason: string;
  readonly channel?: Pick<ChannelRequest, 'request'>;
};

/** An outside system says what is so; never refused. */
export type Fact = CommandHead &
  ({ readonly kind: 'document'; readonly snapshot: DocumentSnapshot } | { readonly kind: 'master-data'; readonly change: MasterDataChange });

/** How one of our effects or asks ended. `body`: what was sent, as the ledger froze it at the claim. */
export type Outcome = CommandHead & { readonly key: string } & (
    | { readonly kind: 'answered'; readonly answer: Answer }
    | {
        readonly kind: 'confirmed';
        readonly system: string;
        readonly body: Instruction;
        readonly document: DocumentRef;
        readonly snapshots: readonly DocumentSnapshot[];
        readonly differences: readonly { readonly text: string }[];
      }
    | {
        readonly kind: 'refused';
        readonly body: Instruction;
        readonly code: string;
        readonly message: string;
        readonly cause?: string;
        readonly field?: string;
      }
    | { readonly kind: 'stopped'; readonly why: 'undecidable' | 'failed'; readonly message: string }
    /**
     * Nothing is there, and nothing is on its way: a probe has shown it, or the call failed before anything could be done.
     * What is due decides whether it is sent (again). Must be told of every effect in `Order.awaited`.
     */
    | { readonly kind: 'absent' }
  );

/** A person decides. */
export type Remedy = CommandHead & { readonly reason: string } & (
    | { readonly kind: 'clear-hold'; readonly holdId: string }
    | {
        readonly kind: 'fix-value';
        readonly field: 'customer' | 'contact.id' | 'shipTo.id' | 'purchaseOrder' | 'item' | 'unit' | 'unitPrice';
        readonly line?: string;
        readonly value: string;
      }
    | { readonly kind: 'ask-again'; readonly system: string }
    | { readonly kind: 'resend'; readonly key: string }
    /** `body` absent: a person has done by hand what no system could be told; then everything that is wanted counts as done. */
    | { readonly kind: 'confirm-by-hand'; readonly system: string; readonly key: string; readonly body?: Instruction; readonly document: DocumentRef }
    | { readonly kind: 'accept-difference'; readonly slot?: string; readonly pin?: string }
    | { readonly kind: 'restore'; readonly slot: string }
  );

/** A name that could not be resolved; `candidates`: those that are meant where one cannot be chosen, none where nothing is known. */
export type MissingName = WantedName & { readonly on: string; readonly candidates: readonly string[]; readonly creation?: Creation };

/** What comes of creating a customer that is new in a system, as far as the policy allows it: the hub does it, has stopped with that, or cannot. */
export type Creation =
  | { readonly kind: 'on-its-way' }
  | { readonly kind: 'stopped'; readonly why: string }
  | { readonly kind: 'impossible'; readonly why: string };

/** What the cross-references say of names that the order needs. */
export type TakeNames = CommandHead & { readonly kind: 'names'; readonly found: readonly ResolvedName[]; readonly missing: readonly MissingName[] };

/** Cross-references have changed: whoever commits looks up what the order waits for, and decides it with `names`. */
export type LookUpNames = CommandHead & { readonly kind: 'look-up-names' };

/** The order's own clock. */
export type Tick = CommandHead & { readonly kind: 'tick' };

/** Everything that can be said to an order. */
export type OrderCommand = PlaceOrder | RequestChange | RequestCancellation | Fact | Outcome | Remedy | TakeNames | LookUpNames | Tick;

/** A request or remedy that cannot be followed, with what the person may do instead. */
export type Declined = { readonly kind: 'declined'; readonly code: string; readonly detail: string; readonly field?: string };

/** What this installation has decided, for decisions only: results enter the events, so a later policy rewrites nothing. */
export type Rules = {
  readonly priceTolerancePercent: string;
  readonly shortStock: 'backorder' | 'hold';
  readonly duplicatePo: 'warn' | 'hold' | 'refuse';
  readonly answerValidMinutes: number;
  readonly holdRecheckMinutes: number;
  readonly deadlineMinutes: { readonly confirm: number; readonly ship: number; readonly invoice: number };
  readonly assumedDeliveredDays: number | null;
  /** Who has the last word when a person changes this in the ERP: accept it, restore ours, or ask. */
  readonly erpChanges: {
    readonly quantityDown: FieldRule;
    readonly quantityUp: FieldRule;
    readonly price: FieldRule;
    readonly date: FieldRule;
    readonly cancel: FieldRule;
  };
  /** The day of an instant where the calendar's clocks are, YYYY-MM-DD. */
  readonly dayOf: (at: string) => string;
  /** The instant after so many working minutes of the calendar, RFC 3339. */
  readonly afterWorkingMinutes: (from: string, minutes: number) => string;
};

/** What happens when the ERP shows another value than ours. */
export type FieldRule = 'accept' | 'restore' | 'ask';

/** What `decide` may know of an effect that is not settled. `isPossiblySent`: claimed or in doubt, so that its outcome will still be told. */
export type OpenEffect = { readonly key: string; readonly isPossiblySent: boolean };

/** The hold that a refusal amounts to, by the cause that the connector names. */
export const holdOfCause: Readonly<Record<string, HoldKind>> = {
  credit: 'credit',
  price: 'price',
  stock: 'stock',
  item: 'item',
  customer: 'customer',
  'ship-to': 'ship-to',
};
