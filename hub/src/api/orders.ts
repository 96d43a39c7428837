import type { OrderRequest } from '@crossdock/canonical';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { findOrders, foundOrdersMax, orderStory, showOrders } from '../insight/index.ts';
import { acceptOrder } from '../intake/index.ts';
import { actorOf, clientOf } from './access.ts';
import type { Resource, ResourceDeps } from './app.ts';
import { contentProblems } from './content-problems.ts';
import { idempotencyKeyOf, SubmitHeaders, waitSecondsOf } from './headers.ts';
import { operation } from './operation.ts';
import { OrderParams, orderIdOf } from './order-params.ts';
import { Refused } from './problem.ts';
import { knownCode } from './problem-codes.ts';
import { intakeDeps, showDeps } from './resource-deps.ts';
import { named } from './schemas.ts';
import type { Waiter } from './wait-for-outcome.ts';

/** Problems that a malformed order is refused with. */
export const orderProblems = [
  ...contentProblems,
  'missing-idempotency-key',
  'invalid-parameter',
  'body-too-large',
  'unsupported-media-type',
  'currency-mix',
  'quantity-differs',
  'unit-differs',
  'line-exists',
  'schedule-exists',
  'no-route',
  'idempotency-key-reused',
] as const;

const json = 'application/json; charset=utf-8';

/** Submit, find, read and follow orders. */
export function orders(waiter: Waiter): Resource {
  return (app, deps) => {
    const intake = intakeDeps(deps);
    const show = showDeps(deps);
    app.post<{ Body: OrderRequest }>('/v1/orders', submitOperation, (request, reply) => submit(request, reply, intake, waiter, deps));
    app.get<{ Querystring: { reference: string; system?: string; kind?: string } }>('/v1/orders', findOperation, async (request) => ({
      orders: await showOrders(await findOrders(request.query, { pool: deps.database.pool }), show),
    }));
    app.get<{ Params: { id: string } }>('/v1/orders/:id', readOperation, async (request) => {
      const [order] = await showOrders([orderIdOf(request)], show);
      if (!order) throw new Refused({ code: 'order-not-found', detail: `There is no order ${request.params.id}.` });
      return order;
    });
    app.get<{ Params: { id: string }; Querystring: { after?: number } }>('/v1/orders/:id/timeline', timelineOperation, async (request) => {
      const entries = await orderStory({ id: orderIdOf(request), after: request.query.after ?? 0 }, { pool: deps.database.pool });
      if (entries.length === 0 && request.query.after === undefined)
        throw new Refused({ code: 'order-not-found', detail: `There is no order ${request.params.id}.` });
      return { order: request.params.id, entries };
    });
  };
}

async function submit(
  request: FastifyRequest<{ Body: OrderRequest }>,
  reply: FastifyReply,
  intake: ReturnType<typeof intakeDeps>,
  waiter: Waiter,
  deps: ResourceDeps,
): Promise<FastifyReply> {
  const client = clientOf(request);
  const key = idempotencyKeyOf(request);
  const accepted = await acceptOrder(
    { client: client.id, key, channel: client.id, order: request.body, actor: actorOf(client), causation: `request:${request.id}` },
    intake,
  );
  switch (accepted.kind) {
    case 'accepted':
      break;
    case 'key-reused':
      throw new Refused({
        code: 'idempotency-key-reused',
        field: 'Idempotency-Key',
        detail: `The key ${key} was used for order ${accepted.firstId} with another body.`,
      });
    case 'malformed':
      throw new Refused({ code: accepted.code, field: accepted.field, detail: accepted.detail });
    case 'declined':
      throw new Refused({ code: knownCode(accepted.code), detail: accepted.detail, ...(accepted.field !== undefined && { field: accepted.field }) });
    default:
      return accepted satisfies never;
  }
  deps.tally.accept(client.id, accepted.isReplay);
  if (accepted.isReplay) reply.header('idempotency-replayed', 'true');
  reply.header('location', `/v1/orders/${accepted.id}`).header('content-type', json);
  const seconds = waitSecondsOf(request);
  if (seconds === 0) return reply.code(202).send(accepted.text);
  const outcome = await waiter.wait(accepted.id, seconds);
  reply.header('preference-applied', `wait=${seconds}`).code(outcome.kind === 'pending' ? 202 : 200);
  return reply.send(`{"acceptance":${accepted.text},"outcome":${JSON.stringify(outcome)}}`);
}

const submitOperation = operation({
  id: 'submitOrder',
  summary: 'Submit an order',
  description:
    'Accepted means committed: from here on it is not lost. What is malformed is refused naming the field; what is well formed but unknown to the master data is accepted and held. The same key with the same body is the same order, whenever and however often it comes.',
  tag: 'orders',
  access: 'orders:write',
  headers: SubmitHeaders,
  body: named<OrderRequest>('OrderRequest'),
  answers: {
    200: { when: 'With `Prefer: wait`: an outcome came within the wait.', schema: named('AcceptanceWithOutcome') },
    202: {
      when: 'Accepted; with `Prefer: wait` the shape is that of 200, with the state so far.',
      schema: Type.Union([named('Acceptance'), named('AcceptanceWithOutcome')]),
    },
  },
  refuses: [...orderProblems, 'duplicate-purchase-order'],
});

const findOperation = operation({
  id: 'findOrders',
  summary: 'Find orders by any reference',
  description: `A PO number, an ERP document, a tracking number, an invoice, the channel's own number, our id or code. At most ${foundOrdersMax}, newest first.`,
  tag: 'orders',
  access: 'orders:read',
  query: Type.Object(
    {
      reference: Type.String({ minLength: 1, maxLength: 200 }),
      system: Type.Optional(Type.String({ maxLength: 200 })),
      kind: Type.Optional(Type.String({ maxLength: 60 })),
    },
    { additionalProperties: false },
  ),
  answers: { 200: { when: 'The orders; none is an empty list.', schema: Type.Object({ orders: Type.Array(named('OrderView')) }) } },
  refuses: ['invalid-parameter'],
});

const readOperation = operation({
  id: 'readOrder',
  summary: 'Where an order is, what is next, who must act, by when; quantities per line and schedule',
  tag: 'orders',
  access: 'orders:read',
  params: OrderParams,
  answers: { 200: { when: 'The order.', schema: named('OrderView') } },
  refuses: ['order-not-found'],
});

const timelineOperation = operation({
  id: 'readTimeline',
  summary: 'What happened to an order, in business words',
  description: 'Oldest first; technical steps in a row are folded into one entry.',
  tag: 'orders',
  access: 'orders:read',
  params: OrderParams,
  query: Type.Object(
    { after: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647, description: 'Only what came after this `seq`.' })) },
    { additionalProperties: false },
  ),
  answers: { 200: { when: 'The story so far.', schema: Type.Object({ order: Type.String(), entries: Type.Array(named('StoryEntry')) }) } },
  refuses: ['order-not-found', 'invalid-parameter'],
});
