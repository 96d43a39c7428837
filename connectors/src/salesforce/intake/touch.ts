import type { InboundMessage } from '@crossdock/connector-kit';
import { type BusEvent, type ChangeEvent, type PublishedEvent, textIn } from '../pubsub/event-type.ts';
import { kindOf } from '../show/place.ts';
import type { Intake } from './settings.ts';

/** What people ask for by a platform event. */
export type Asked = 'submit' | 'change' | 'cancel';

/** What an event says of one sale. `messageId` is the same however often the event comes. */
export type Touch = { readonly messageId: string; readonly at: number; readonly raw: string } & (
  | { readonly kind: 'sale'; readonly id: string }
  /** A line, whose sale has to be looked up. */
  | { readonly kind: 'line'; readonly object: LineObject; readonly id: string }
  | { readonly kind: 'asked'; readonly id: string; readonly asked: Asked; readonly request: string; readonly reason: string }
);

/** What an event amounts to: touches, a message at once, or that records have to be queried because it names none. */
export type Told = { readonly touches: readonly Touch[]; readonly messages: readonly InboundMessage[]; readonly isOverflow: boolean };

/** Lines, and the field by which they name their head. */
export const lineObjects = { QuoteLineItem: 'QuoteId', OrderItem: 'OrderId' } as const;
export type LineObject = keyof typeof lineObjects;

const nothing: Told = { touches: [], messages: [], isOverflow: false };

/** Reads one event; `eventId` is the bus's own. */
export function readTouches(event: BusEvent, eventId: string, intake: Intake): Told {
  return event.kind === 'change' ? readChange(event, eventId, intake) : readRequest(event, intake);
}

/** The objects whose changes can make or change a sale, by the org's trigger. */
export function watchedObjects({ trigger, mapping }: Pick<Intake, 'trigger' | 'mapping'>): { readonly head: string; readonly line: LineObject } | undefined {
  switch (trigger) {
    case 'quote-accepted':
      return { head: mapping.quote.object, line: 'QuoteLineItem' };
    case 'order-activated':
      return { head: mapping.order.object, line: 'OrderItem' };
    case 'platform-event':
      return undefined;
    default:
      return trigger satisfies never;
  }
}

function readChange(event: ChangeEvent, eventId: string, intake: Intake): Told {
  const watched = watchedObjects(intake);
  const { object, recordIds, changeType, transactionKey, changed, at } = event;
  const isHead = object === watched?.head;
  if (watched === undefined || !(isHead || object === watched.line) || isOwnEcho(event, intake)) return nothing;
  if (changeType === 'GAP_OVERFLOW') return { ...nothing, isOverflow: true };
  const raw = JSON.stringify({ ...event, changed: [...changed] });
  const key = transactionKey || eventId;
  if (changed.size > 0 && ![...changed].some((field) => matters(field, intake))) {
    const why = `nothing of ${object} changed that an order is made of`;
    return { ...nothing, messages: [{ id: `${key}:${eventId}`, raw, kind: 'ignored', why }] };
  }
  const touches = recordIds.map((id): Touch => {
    const touch = { messageId: key, at, raw, id };
    return isHead ? { ...touch, kind: 'sale' } : { ...touch, kind: 'line', object: watched.line };
  });
  return { ...nothing, touches };
}

/** Changes of ours have our name in their origin, whichever user the org knows us as. */
const isOwnEcho = ({ changeOrigin }: ChangeEvent, { clientName }: Intake): boolean => changeOrigin.split(';').includes(`client=${clientName}`);

const ordinary: ReadonlySet<string> = new Set([
  ...['Status', 'StatusCode', 'AccountId', 'ContactId', 'QuoteId', 'Description', 'ShippingName', 'ShippingAddress', 'ShipToContactId', 'CurrencyIsoCode'],
  ...['Quantity', 'UnitPrice', 'Discount', 'Product2Id', 'PricebookEntryId', 'ServiceDate', 'OriginalOrderItemId', 'QuoteLineItemId'],
]);

/** Whether an order is made of this field, by its top-level name. */
function matters(field: string, { mapping: { quote, order }, currencyField }: Intake): boolean {
  const mapped = [quote, order].flatMap(({ fields: { purchaseOrder, requestedDate, shipTo } }) => [purchaseOrder, requestedDate, shipTo]);
  return ordinary.has(field) || field === currencyField || mapped.includes(field);
}

const asks: ReadonlySet<string> = new Set<Asked>(['submit', 'change', 'cancel']);
const isAsked = (kind: string): kind is Asked => asks.has(kind);

/** `Order_Submit__e`: the request's own name makes the same request one message, however often it is sent. */
function readRequest({ at, body, name }: PublishedEvent, { trigger }: Intake): Told {
  const [id, kind, request, reason] = ['Record_Id__c', 'Kind__c', 'Request_Id__c', 'Reason__c'].map((field) => textIn(body, field).trim());
  const raw = JSON.stringify({ name, ...body }, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  const messageId = `asked:${id}:${kind}:${request}`;
  const unreadable = (field: string, why: string): Told => ({
    ...nothing,
    messages: [{ id: messageId, raw, kind: 'unreadable', field, why: `${field} ${why}` }],
  });
  if (id === undefined || kindOf(id) === undefined) return unreadable('Record_Id__c', `is ${id || 'empty'}: no id of a quote or an order`);
  if (kind === undefined || !isAsked(kind)) return unreadable('Kind__c', `is ${kind || 'empty'}; it can be ${[...asks].join(', ')}`);
  if (kind === 'submit' && trigger !== 'platform-event') {
    return { ...nothing, messages: [{ id: messageId, raw, kind: 'ignored', why: `what makes a sale an order here is another thing: ${trigger}` }] };
  }
  return { ...nothing, touches: [{ messageId, at, raw, kind: 'asked', id, asked: kind, request: request ?? '', reason: reason ?? '' }] };
}
