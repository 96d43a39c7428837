import type { Change, ChangeDecision, Order } from '../orders/index.ts';
import type { WantedException } from './wants.ts';

const fromChannel = 'channel:';

/**
 * Where a channel shows something that was declined here: it has told its customer otherwise, and nobody there waits for our
 * answer. A later word about the same thing, or a person who accepts the difference, ends it.
 */
export function exceptionsOfChanges(order: Order): readonly WantedException[] {
  return order.changes.flatMap((change, index): readonly WantedException[] => {
    const pin = `change:${change.id}`;
    if (!change.by.startsWith(fromChannel) || order.pins.includes(pin)) return [];
    const later = order.changes.slice(index + 1);
    const declined = change.items.filter((item) => item.decision === 'declined' && !later.some((one) => isAboutThis(one, item)));
    return declined.length === 0 ? [] : [ofDeclined(order, change, { declined, pin })];
  });
}

function isAboutThis(later: Change, item: ChangeDecision): boolean {
  if (later.kind === 'cancellation') return true;
  return later.items.some((one) => one.line === item.line && topicOf(one) === topicOf(item));
}

/** Less, more and nothing any more are one topic. */
function topicOf({ wish }: ChangeDecision): string {
  return wish === 'cancel' ? 'quantity' : wish;
}

type Declined = { readonly declined: readonly ChangeDecision[]; readonly pin: string };

const linesNamedMax = 10;

function ofDeclined(order: Order, { kind, by }: Change, { declined, pin }: Declined): WantedException {
  const system = by.slice(fromChannel.length);
  const texts = [...new Set(declined.map(({ line, reason = '' }) => (line === undefined ? reason : `Line ${line}: ${reason}`)))];
  const more = texts.length > linesNamedMax ? [`and ${texts.length - linesNamedMax} more.`] : [];
  return {
    key: pin,
    class: 'change-declined',
    severity: 'high',
    owner: 'customer-service',
    summary: `${system} has ${kind === 'change' ? 'changed' : 'cancelled'} this order for its customer, but here it was declined. ${[...texts.slice(0, linesNamedMax), ...more].join(' ')}`,
    cause: `${system}:change-declined`,
    evidence: texts,
    remedies: order.closed ? ['accept-difference'] : ['accept-difference', 'cancel'],
    verdict: 'Nothing was sent for what was declined.',
    target: { pin },
  };
}
