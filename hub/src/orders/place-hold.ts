import { afterMinutes, type Decision } from './decision.ts';
import { holdId, ownerOfHold } from './hold.ts';
import type { HoldKind } from './order.ts';

/** A reason why something must not go on; `system` absent: the hub's own policy. */
export type Cause = { readonly kind: HoldKind; readonly line?: string; readonly reason: string; readonly cause: string; readonly system?: string };

/** Places a hold unless it is there already or a person has overridden it. Answers the hold's id. */
export function placeHold(decision: Decision, cause: Cause): string {
  const order = decision.order();
  const there = order.holds.find((hold) => isSameCause(hold, cause));
  if (there) return there.id;
  const usual = holdId(cause.kind, cause.line);
  // Two systems may object to the same: each has to withdraw its own objection.
  const id = order.holds.some((hold) => hold.id === usual) ? `${usual}@${cause.system ?? ''}` : usual;
  if (order.overrides.includes(id)) return id;
  decision.emit({
    type: 'order.hold-placed',
    owner: ownerOfHold(cause.kind),
    hold: { id, ...cause, placedAt: decision.at, recheckAt: afterMinutes(decision.at, decision.rules.holdRecheckMinutes) },
  });
  return id;
}

/** Whether a hold has the same kind, line and system. */
export function isSameCause(hold: Pick<Cause, 'kind' | 'line' | 'system'>, cause: Pick<Cause, 'kind' | 'line' | 'system'>): boolean {
  return hold.kind === cause.kind && hold.line === cause.line && hold.system === cause.system;
}
