import type { DocumentRef, DocumentSnapshot } from '@crossdock/canonical';

/**
 * Why a call did not do its work. `transient` and `throttled`: certainly nothing was committed. `in-doubt`: it may have
 * been. `auth`: our credentials were refused before any work. `poison`: this message breaks the partner or us.
 */
export type FailureClass = 'transient' | 'throttled' | 'in-doubt' | 'auth' | 'poison';

/**
 * A call without a result; never a business "no". `retryAfterMs` is the partner's own wish. `isKeptBack`: the connector has not asked, to
 * leave the partner's calls to what is more urgent; that one waits alone, and asking again costs nothing.
 */
export type Failure = {
  readonly kind: 'failed';
  readonly class: FailureClass;
  readonly message: string;
  readonly retryAfterMs?: number;
  readonly isKeptBack?: true;
};

/** The partner's considered "no". `cause` names the hold that it amounts to, where it does. */
export type Refusal = {
  readonly kind: 'refused';
  readonly class: 'business' | 'data' | 'conflict';
  /** Stable word of the connector, e.g. `credit-limit`. */
  readonly code: string;
  /** For the person who must act. */
  readonly message: string;
  readonly field?: string;
  readonly cause?: RefusalCause;
};

/** Business causes that the flows understand. */
export type RefusalCause = 'credit' | 'price' | 'stock' | 'item' | 'customer' | 'ship-to' | 'point-of-no-return';

/** Where a read-back differs from what was sent. */
export type Difference = { readonly lineKey?: string; readonly field: string; readonly sent: string; readonly found: string };

/** Done, with the proof: the record, and what it looks like now. */
export type Confirmation = {
  readonly kind: 'confirmed';
  readonly document: DocumentRef;
  /** Snapshots read on the way; the echo of our own write is recognised by them. */
  readonly snapshots: readonly DocumentSnapshot[];
  /** From comparing with what was sent; empty when the same. */
  readonly differences: readonly Difference[];
};

/** What a writing call answers. */
export type WriteAnswer = Confirmation | Refusal | Failure;

/** What a probe by business key finds. `found` says whether the live document has our content. */
export type ProbeAnswer =
  | { readonly kind: 'found'; readonly document: DocumentRef; readonly snapshots: readonly DocumentSnapshot[]; readonly differences: readonly Difference[] }
  | { readonly kind: 'absent' }
  /** The system cannot tell, or what it holds under our key is not live or not ours. */
  | { readonly kind: 'undecidable'; readonly evidence: string }
  | Failure;

/** What became of one item: written (or the record has a later version), refused, or failed by itself. */
export type Shown = { readonly channelOrder: string } & ({ readonly kind: 'shown' } | Refusal | Failure);

/** What a call that shows many records answers; an item that is missing counts as failed. */
export type ShowAnswer = { readonly kind: 'answered'; readonly items: readonly Shown[] } | Failure;
