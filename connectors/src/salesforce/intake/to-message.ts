import type { ChannelWish, InboundMessage } from '@crossdock/connector-kit';
import { shipToOf, toOrderRequest } from './map.ts';
import { type Sale, textAt } from './sale.ts';
import type { Intake } from './settings.ts';
import type { Asked } from './touch.ts';
import { Unreadable } from './unreadable.ts';

/** Why a sale is looked at: it changed, or somebody asked for something. `id`: the record that was touched. */
export type Occasion = { readonly messageId: string; readonly at: number; readonly raw: string; readonly id: string } & (
  | { readonly kind: 'sale' }
  | { readonly kind: 'asked'; readonly asked: Asked; readonly request: string; readonly reason: string }
);

/** What a sale, as it is now, asks for; undefined: it is not there (any more). Never throws. */
export function toMessage(occasion: Occasion, sale: Sale | undefined, intake: Intake): InboundMessage {
  const id = occasion.kind === 'asked' ? occasion.messageId : `${occasion.messageId}:${sale?.id ?? occasion.id}`;
  const raw = JSON.stringify({ event: occasion.raw, sale: sale ?? null });
  try {
    const wish = occasion.kind === 'asked' ? askedWish(occasion, sale, intake) : changedWish(occasion, sale, intake);
    return typeof wish === 'string' ? { id, raw, kind: 'ignored', why: wish } : { id, raw, kind: 'wish', wish };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const request = occasion.kind === 'asked' && occasion.request !== '' ? { request: occasion.request } : {};
    const record = sale === undefined ? {} : { channelOrderId: sale.id, ...request };
    return { id, raw, kind: 'unreadable', field: error.field, why: `${saleName(occasion, sale)}: ${error.message}`, ...record };
  }
}

const saleName = ({ id }: Occasion, sale: Sale | undefined): string =>
  sale === undefined ? id : `${sale.kind} ${textAt(sale.head, 'QuoteNumber') ?? textAt(sale.head, 'OrderNumber') ?? ''} (${sale.id})`;

/** Its own state decides. A text says why it is of no interest. */
function changedWish({ id, at }: Occasion, sale: Sale | undefined, intake: Intake): ChannelWish | string {
  if (sale === undefined) return cancelled(id, 'deleted in Salesforce', at);
  const tooOld = reasonToLeave(sale, intake);
  if (tooOld !== undefined) return tooOld;
  switch (sale.state) {
    case 'cancelled':
      return cancelled(sale.id, `its status in Salesforce is ${sale.status}`, at);
    case 'other':
      return `its status is ${sale.status}`;
    case 'accepted':
      return sale.lines.length === 0 && sale.kind === 'order' ? cancelled(sale.id, 'every line was taken off the order', at) : changedTo(sale, at, intake);
    default:
      return sale.state satisfies never;
  }
}

function askedWish({ id, asked, at, request: name, reason }: Extract<Occasion, { kind: 'asked' }>, sale: Sale | undefined, intake: Intake): ChannelWish {
  const request = name === '' ? {} : { request: name };
  if (asked === 'cancel') return { ...cancelled(sale?.id ?? id, reason || 'asked for in Salesforce', at), ...request };
  if (sale === undefined) throw new Unreadable('Record_Id__c', `is ${id}: the org has no such quote or order, or the user may not see it`);
  if (asked === 'change') return { ...changedTo(sale, at, intake), ...request };
  return { kind: 'order-placed', channelOrderId: sale.id, order: toOrderRequest(withLines(sale), intake) };
}

function changedTo(sale: Sale, at: number, intake: Intake): Extract<ChannelWish, { kind: 'order-changed' }> {
  const order = toOrderRequest(withLines(sale), intake);
  const shipTo = shipToOf(sale.head, intake.mapping[sale.kind].fields.shipTo, intake);
  const lines = sale.lines.map(({ id, quantity }) => ({ line: id, quantity }));
  return { kind: 'order-changed', channelOrderId: sale.id, lines, ...(shipTo === undefined ? {} : { shipTo }), at: instant(at), order };
}

function withLines(sale: Sale): Sale {
  if (sale.lines.length === 0) throw new Unreadable(sale.kind === 'quote' ? 'QuoteLineItems' : 'OrderItems', 'are none: a sale has a line at least');
  return sale;
}

function reasonToLeave({ head }: Sale, { salesSince }: Intake): string | undefined {
  const created = textAt(head, 'CreatedDate');
  return salesSince !== undefined && created !== undefined && Date.parse(created) < Date.parse(salesSince)
    ? `created at ${created}, before ${salesSince}`
    : undefined;
}

const cancelled = (channelOrderId: string, why: string, at: number): Extract<ChannelWish, { kind: 'order-cancelled' }> => ({
  kind: 'order-cancelled',
  channelOrderId,
  reason: `Cancelled in Salesforce: ${why}`,
  at: instant(at),
});

const instant = (ms: number): string => new Date(ms).toISOString();
