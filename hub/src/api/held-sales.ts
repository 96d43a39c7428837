import { type Static, Type } from 'typebox';
import { listHeldSales } from '../systems/index.ts';
import type { Resource } from './app.ts';
import { findException } from './find-exception.ts';
import { operation } from './operation.ts';
import { pageParameters, pageRowsUsual, readCursor, writeCursor } from './paging.ts';

const SalesPage = Type.Object(pageParameters, { additionalProperties: false });

/** What an exception for too many sales at once holds, so that a person sees which of them are meant. */
export const heldSales: Resource = (app, deps) => {
  const { pool } = deps.database;
  app.get<{ Params: { id: string }; Querystring: Static<typeof SalesPage> }>('/v1/exceptions/:id/sales', salesOperation, async (request) => {
    const { lot } = (await findException(request.params.id, pool)).target;
    const { limit = pageRowsUsual, cursor } = request.query;
    const [after] = readCursor(cursor, [isName]) ?? [];
    const found = lot === undefined ? [] : await listHeldSales({ lot, limit: limit + 1, ...(after !== undefined && { after }) }, { pool });
    const sales = found.slice(0, limit);
    const last = found.length > limit ? sales.at(-1) : undefined;
    return { sales, next: last ? writeCursor([last.channelOrder]) : null };
  });
};

const isName = (text: string): boolean => text.length > 0;

const HeldSale = Type.Object({
  channelOrder: Type.String({ description: "The channel's own id of the sale." }),
  would: Type.Enum(['order', 'change', 'cancellation'], {
    description: 'What it would become: an order, or a change or cancellation of the one that there is.',
  }),
  order: Type.Union([Type.String({ format: 'uuid' }), Type.Null()]),
  customer: Type.Union([Type.String(), Type.Null()]),
  purchaseOrder: Type.Union([Type.String(), Type.Null()]),
  messages: Type.Integer({ description: 'How many messages about it are held.' }),
  firstReceivedAt: Type.String({ format: 'date-time' }),
  lastReceivedAt: Type.String({ format: 'date-time' }),
});

const salesOperation = operation({
  id: 'listHeldSales',
  summary: "The sales that an exception holds because of their channel's cap",
  description: 'As their newest messages have them. None where the exception holds no sales, or once all are decided.',
  tag: 'exceptions',
  access: 'orders:read',
  params: Type.Object({ id: Type.String() }),
  query: SalesPage,
  answers: {
    200: {
      when: "A page, by the channel's own ids; `next` is null on the last.",
      schema: Type.Object({ sales: Type.Array(HeldSale), next: Type.Union([Type.String(), Type.Null()]) }),
    },
  },
  refuses: ['exception-not-found', 'invalid-parameter'],
});
