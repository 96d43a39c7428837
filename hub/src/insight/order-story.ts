import type { LineQuantity, OrderEvent, Received } from '../orders/index.ts';
import type { Queryable } from '../platform/index.ts';

/** Most events that one telling of a story reads. */
export const storyEventsMax = 2_000;

/** One thing that happened, in business words. `steps`: technical steps in a row, folded, their texts in order. */
export type StoryEntry =
  | { readonly kind: 'event'; readonly seq: number; readonly at: string; readonly actor: string; readonly type: string; readonly text: string }
  | { readonly kind: 'steps'; readonly seq: number; readonly at: string; readonly actor: string; readonly count: number; readonly steps: readonly string[] };

type Row = { readonly seq: number; readonly type: string; readonly at: Date; readonly actor: string; readonly body: string };

/** Tells what happened to an order, oldest first, after `after` (0: from the beginning); internal events are folded. */
export async function orderStory(
  { id, after }: { readonly id: string; readonly after: number },
  { pool }: { readonly pool: Queryable },
): Promise<readonly StoryEntry[]> {
  const { rows } = await pool.query<Row>('select seq, type, at, actor, body from events where subject_id = $1 and seq > $2 order by seq limit $3', [
    id,
    after,
    storyEventsMax,
  ]);
  return tell(rows.map((row) => ({ ...row, event: eventOf(row) })));
}

/** The event in a row. An erased body leaves the type alone. */
export function eventOf({ type, body }: Pick<Row, 'type' | 'body'>): OrderEvent {
  return { ...(body === '' ? {} : (JSON.parse(body) as object)), type } as OrderEvent; // written by the engine and by nobody else
}

/** Folds runs of internal events. Pure. */
export function tell(
  happened: readonly { readonly seq: number; readonly at: Date; readonly actor: string; readonly event: OrderEvent }[],
): readonly StoryEntry[] {
  const story: StoryEntry[] = [];
  for (const { seq, at, actor, event } of happened) {
    const text = wordsFor(event);
    if (!event.type.startsWith('internal.')) {
      story.push({ kind: 'event', seq, at: at.toISOString(), actor, type: event.type, text });
      continue;
    }
    const last = story.at(-1);
    if (last?.kind === 'steps') story[story.length - 1] = { ...last, count: last.count + 1, steps: [...last.steps, text] };
    else story.push({ kind: 'steps', seq, at: at.toISOString(), actor, count: 1, steps: [text] });
  }
  return story;
}

function placesOf({ order: { slots = [] } }: Received): string {
  return slots.length === 0 ? '' : ` Goes to ${slots.map((slot) => slot.name).join(', ')}.`;
}

/** An event in a sentence that the order desk understands. */
export function wordsFor(event: OrderEvent): string {
  switch (event.type) {
    case 'order.received':
      return `Received from ${event.order.channel}: ${event.order.lines.length} lines for ${event.order.customer}${event.order.purchaseOrder === undefined ? '' : `, PO ${event.order.purchaseOrder}`}.${placesOf(event)}`;
    case 'order.validated':
      return `Validated by ${event.systems.join(', ')}.`;
    case 'order.hold-placed':
      return `Hold placed (${event.hold.kind}): ${event.hold.reason} Owner: ${event.owner}.`;
    case 'order.hold-cleared':
      return `Hold cleared (${event.id}): ${event.reason}`;
    case 'order.accepted':
      return `Accepted by ${event.system} as ${event.number}.`;
    case 'order.released':
      return `Released to ${event.system}: ${quantities(event.lines)}.`;
    case 'order.allocated':
    case 'order.backordered':
    case 'order.picked':
    case 'order.packed':
    case 'order.shipped':
    case 'order.delivered':
    case 'order.invoiced': {
      const word = event.type.slice('order.'.length);
      const assumed = event.assumed ? ' (assumed: nobody reported it)' : '';
      const name = event.document.number ?? event.document.id;
      const tracking = event.tracking && event.tracking.length > 0 ? `, tracking ${event.tracking.join(', ')}` : '';
      return `${capital(word)}${assumed}: ${quantities(event.lines)}${name === '' ? '' : ` by ${name} of ${event.document.system}`}${tracking}.`;
    }
    case 'order.paid':
      return `Paid: ${event.invoices.join(', ')}.`;
    case 'order.change-requested':
      return `${event.change.kind === 'change' ? 'Change' : 'Cancellation'} requested by ${event.change.by}: ${event.change.items.map((item) => `${item.wish}${item.line === undefined ? '' : ` of line ${item.line}`} ${item.decision}`).join(', ')}.`;
    case 'order.changed':
      return `Changed: ${event.lines.map((line) => `line ${line.line}/${line.schedule} ordered ${line.ordered}, cancelled ${line.cancelled}`).join('; ')}${event.shipTo ? ' ship-to' : ''}.`;
    case 'order.change-declined':
      return `Change declined: ${[...event.lines.map((line) => `line ${line.line}: ${line.reason}`), ...(event.shipTo ? [`ship-to: ${event.shipTo.reason}`] : [])].join('; ')}`;
    case 'order.cancelled':
      return `Cancelled ${event.whole ? 'as a whole' : quantities(event.lines)}: ${event.reason}`;
    case 'order.corrected':
      return `Corrected ${event.field}${event.line === undefined ? '' : ` of line ${event.line}`} from ${event.from ?? 'nothing'} to ${event.to}: ${event.reason}`;
    case 'order.line-added':
      return `Line ${event.line.id} added: ${event.line.item}.`;
    case 'order.difference-found':
      return `Another content found in ${event.difference.slot}: ${event.difference.text}`;
    case 'order.difference-settled':
      return `Difference in ${event.slot} settled: ${event.how}.`;
    case 'order.deadline-passed':
      return `Deadline passed: ${event.step}.`;
    case 'order.closed':
      return `Closed: ${event.as}.`;
    case 'internal.asked':
      return `Asked ${event.system}, round ${event.round}: ${event.why}.`;
    case 'internal.answered':
      return `${event.system} answered.`;
    case 'internal.named':
      return `Names found: ${event.names.map(({ kind, name, system, as }) => `${system} calls ${kind} ${name} ${as}`).join('; ')}.`;
    case 'internal.rechecked':
      return `Looked again at ${event.holdIds.join(', ')}.`;
    case 'internal.routed':
      return `${event.schedules.join(', ')} goes to ${event.slot.name}.`;
    case 'internal.unrouted':
      return `${event.schedules.join(', ')} taken out of ${event.slot}.`;
    case 'internal.confirmed':
      return `${event.key} confirmed: ${event.document.number ?? event.document.id}.`;
    case 'internal.refused':
      return `${event.key} refused: ${event.message}`;
    case 'internal.stopped':
      return `${event.key} stopped (${event.why}): ${event.message}`;
    case 'internal.reopened':
      return `${event.key} opened again: ${event.why}.`;
    case 'internal.revised':
      return `New content for ${event.slot}.`;
    case 'internal.voided':
      return `${event.slot} voided: ${event.why}.`;
    case 'internal.reported':
      return `${event.snapshot.system} reports ${event.snapshot.type} ${event.snapshot.number ?? event.snapshot.id}: ${event.snapshot.state}.`;
    case 'internal.pinned':
      return `Accepted as it is: ${event.reason}`;
    case 'internal.deadline-set':
      return 'Deadlines set.';
    case 'internal.awaited':
      return event.keys.length === 0 ? 'Nothing has to be waited for any more.' : `Waits for ${event.keys.join(', ')}, which may still land.`;
    case 'order.reopened':
      return `Opened again: ${event.why}.`;
    default:
      return event satisfies never;
  }
}

function quantities(lines: readonly LineQuantity[]): string {
  return lines.map((line) => `line ${line.line} ${line.quantity} ${line.unit}`).join(', ');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
