import type { InboundMessage } from '@crossdock/connector-kit';
import { at, jsonOf, maybeList, type Part, readId, readInstant, Unreadable } from './read.ts';
import { digestOf, type Intake, readWish } from './wish.ts';

/** One order of a polled page: its message, when it changed ('' where that cannot be read), and a mark of the state that it shows. */
export type Polled = { readonly message: InboundMessage; readonly changedAt: string; readonly mark: string };

/** What of an order can change once it is placed. */
const changingFields = ['cancelled_at', 'financial_status', 'fulfillment_status', 'note', 'shipping_address', 'refunds', 'fulfillments'] as const;
const changingLineFields = ['id', 'quantity', 'current_quantity', 'discount_allocations'] as const;
const markChars = 16;

/**
 * Reads one order of a page. The message's id holds the order, the instant of its change and a digest of what it says, so that the
 * same state is one message however often overlapping windows bring it, and two changes within one second are two.
 */
export function readPolled(part: Part, intake: Intake): Polled {
  const raw = jsonOf(part);
  const reading = readWish(part, 'polled', intake);
  const [id, changedAt] = [orElse(() => readId(at(part, 'id')), 'unknown'), orElse(() => readInstant(at(part, 'updated_at')), '')];
  const said = reading.kind === 'unreadable' ? raw : JSON.stringify(reading);
  const message = { id: `order:${id}@${changedAt}#${digestOf(said)}`, raw, ...reading };
  return { message, changedAt, mark: digestOf(`${id} ${changedAt} ${stateOf(part)}`).slice(0, markChars) };
}

function stateOf(order: Part): string {
  return orElse(() => {
    const lines = maybeList(at(order, 'line_items')).flatMap((line) => changingLineFields.map((name) => jsonOf(at(line, name))));
    return [...changingFields.map((name) => jsonOf(at(order, name))), ...lines].join(' ');
  }, jsonOf(order));
}

function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) return otherwise;
    throw error;
  }
}
