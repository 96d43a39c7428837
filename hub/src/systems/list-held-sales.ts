import type { InboundMessage } from '@crossdock/connector-kit';
import type { Queryable } from '../platform/index.ts';

/** A sale that waits in a lot, as its newest message has it. */
export type HeldSale = {
  readonly channelOrder: string;
  /** What would come of it: an order, a change of the one that there is, or its cancellation. */
  readonly would: 'order' | 'change' | 'cancellation';
  /** The order that it has already. */
  readonly order: string | null;
  readonly customer: string | null;
  readonly purchaseOrder: string | null;
  readonly messages: number;
  readonly firstReceivedAt: Date;
  readonly lastReceivedAt: Date;
};

type Row = Pick<HeldSale, 'channelOrder' | 'order' | 'messages' | 'firstReceivedAt' | 'lastReceivedAt'> & { readonly message: string };

/** The sales of a lot that still wait, by the channel's own ids, from the one after `after` on. */
export async function listHeldSales(
  { lot, after = '', limit }: { readonly lot: string; readonly after?: string; readonly limit: number },
  { pool }: { readonly pool: Queryable },
): Promise<readonly HeldSale[]> {
  const { rows } = await pool.query<Row>({
    name: 'list-held-sales',
    text: `with sales as (
             select match_value as sale, count(*)::int as messages, min(received_at) as first_at, max(received_at) as last_at from inbox
             where lot = $1 and status = 'held' and match_value > $2 group by match_value order by match_value limit $3)
           select s.sale as "channelOrder", s.messages, s.first_at as "firstReceivedAt", s.last_at as "lastReceivedAt", m.message, k.subject_id as "order"
           from sales s
           cross join lateral (select source, message from inbox where lot = $1 and status = 'held' and match_value = s.sale
                               order by received_at desc, message_id desc, part desc limit 1) m
           left join idempotency k on k.client = 'channel:' || m.source and k.key = 'order:' || s.sale
           order by s.sale`,
    values: [lot, after, limit],
  });
  return rows.map(({ message, ...row }) => ({ ...row, ...wishIn(JSON.parse(message) as InboundMessage, row.order !== null) }));
}

function wishIn(message: InboundMessage, isKnown: boolean): Pick<HeldSale, 'would' | 'customer' | 'purchaseOrder'> {
  const wish = message.kind === 'wish' ? message.wish : undefined;
  const order = wish && 'order' in wish ? wish.order : undefined;
  return {
    would: wish?.kind === 'order-cancelled' ? 'cancellation' : isKnown ? 'change' : 'order',
    customer: order?.customer.id ?? null,
    purchaseOrder: order?.purchaseOrder ?? null,
  };
}
