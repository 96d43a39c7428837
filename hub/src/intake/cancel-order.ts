import type { RequestCancellation } from '../orders/index.ts';
import type { Clock } from '../platform/index.ts';
import { type ChangeAnswer, type ChangeDeps, type Requester, requestOnce } from './request-change.ts';

/** A wish to cancel the whole order. */
export type CancelOrder = Requester & {
  readonly reason: string;
  /** Set where a channel's record was cancelled. */
  readonly channel?: NonNullable<RequestCancellation['channel']>;
};

/** Has everything cancelled that is not picked yet. */
export function cancelOrder(what: CancelOrder, deps: ChangeDeps & { readonly clock: Clock }): Promise<ChangeAnswer> {
  const { reason, channel, actor, causation } = what;
  const at = deps.clock.now().toISOString();
  return requestOnce(
    what,
    { cancellation: reason },
    (changeId) => ({ kind: 'cancel', changeId, reason, ...(channel && { channel }), at, actor, causation }),
    deps,
  );
}
