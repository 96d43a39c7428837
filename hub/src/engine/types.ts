import type { OrderRequest } from '@crossdock/canonical';
import type { Declined, Order, OrderCommand, PlaceOrder } from '../orders/index.ts';

/** A new order on its way in. The pair (client, key) is its identity: the same pair again is the same order. */
export type NewOrder = {
  readonly client: string;
  readonly key: string;
  /** SHA-256 of what was sent, so that one key is never used for two bodies. */
  readonly fingerprint: Uint8Array;
  readonly channel: string;
  readonly order: OrderRequest;
  /** Already chosen by intake from the landscape. */
  readonly routes: PlaceOrder['routes'];
  readonly routeOfSchedule: readonly number[];
  readonly isShipComplete: boolean;
  readonly naming?: NonNullable<PlaceOrder['naming']>;
  readonly actor: string;
  /** Request or message id. */
  readonly causation: string;
};

/**
 * What the sender gets, byte for byte the same on every retry: it holds only what cannot change.
 * `text` is the JSON of { id, references, receivedAt, links }.
 */
export type Acceptance =
  | { readonly kind: 'accepted'; readonly id: string; readonly text: string; readonly isReplay: boolean }
  /** The key was used with another body. */
  | { readonly kind: 'key-reused'; readonly firstId: string }
  /** Refused by policy (the same customer and PO number again). */
  | Declined;

/** A command to an order that exists. */
export type Submission = {
  readonly subjectId: string;
  readonly command: Exclude<OrderCommand, PlaceOrder>;
  /** For outcomes: the claim that this is the outcome of. One that does not match any more is late: kept as evidence, judged as a fact. */
  readonly fence?: { readonly nodeEpoch: string; readonly attempt: number };
  /** The inbox row that is done with this commit. */
  readonly message?: { readonly source: string; readonly messageId: string; readonly part: number };
};

/** What became of it. `order` is the state after the commit. */
export type Submitted = { readonly kind: 'decided'; readonly order: Order; readonly version: number } | Declined | { readonly kind: 'unknown-order' };

/** The one writer of orders. Both verbs resolve after the commit, never before. */
export type Engine = {
  readonly accept: (order: NewOrder) => Promise<Acceptance>;
  readonly submit: (submission: Submission) => Promise<Submitted>;
  /** Waits for what is being committed and takes nothing new. */
  readonly close: () => Promise<void>;
};
