import type { ChangeRequest } from '@crossdock/canonical';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readOrders } from '../insight/index.ts';
import { type ChangeAnswer, cancelOrder, changeOrder, type Malformed, type Requester } from '../intake/index.ts';
import { actorOf, clientOf } from './access.ts';
import type { Resource } from './app.ts';
import { IdempotentHeaders, idempotencyKeyOf } from './headers.ts';
import { operation } from './operation.ts';
import { OrderParams, orderIdOf } from './order-params.ts';
import { Refused } from './problem.ts';
import { knownCode, type ProblemCode } from './problem-codes.ts';
import { intakeDeps } from './resource-deps.ts';
import { type CancellationRequest, named } from './schemas.ts';

/** Change and cancel orders; every wish is decided against its point of no return. */
export const changes: Resource = (app, deps) => {
  const intake = intakeDeps(deps);
  app.post<{ Params: { id: string }; Body: ChangeRequest }>('/v1/orders/:id/changes', changeOperation, async (request, reply) => {
    const who = requesterOf(request);
    const [stored] = await readOrders([who.subjectId], deps.database.pool);
    if (!stored) throw notFound(request.params.id);
    const origin = { customer: stored.order.customer, channel: stored.order.channel };
    return reply.send(answerText(await changeOrder({ ...who, request: request.body, origin }, intake), request, reply));
  });
  app.post<{ Params: { id: string }; Body: CancellationRequest }>('/v1/orders/:id/cancellation', cancelOperation, async (request, reply) => {
    const answer = await cancelOrder({ ...requesterOf(request), reason: request.body.reason }, intake);
    return reply.send(answerText(answer, request, reply));
  });
};

type ForOrder = FastifyRequest<{ Params: { id: string } }>;

function requesterOf(request: ForOrder): Requester {
  const client = clientOf(request);
  return { subjectId: orderIdOf(request), client: client.id, key: idempotencyKeyOf(request), actor: actorOf(client), causation: `request:${request.id}` };
}

function notFound(id: string): Refused {
  return new Refused({ code: 'order-not-found', detail: `There is no order ${id}.` });
}

function answerText(answer: ChangeAnswer | Malformed, request: ForOrder, reply: FastifyReply): string {
  switch (answer.kind) {
    case 'answered':
      reply.header('content-type', 'application/json; charset=utf-8').code(200);
      if (answer.isReplay) reply.header('idempotency-replayed', 'true');
      return answer.text;
    case 'malformed':
      throw new Refused({ code: answer.code, field: answer.field, detail: answer.detail });
    case 'declined':
      throw new Refused({ code: knownCode(answer.code), detail: answer.detail, ...(answer.field !== undefined && { field: answer.field }) });
    case 'key-reused':
      throw new Refused({ code: 'idempotency-key-reused', field: 'Idempotency-Key', detail: 'The key was used for another request.' });
    case 'unknown-order':
      throw notFound(request.params.id);
    default:
      return answer satisfies never;
  }
}

const shared = [
  'order-not-found',
  'order-closed',
  'point-of-no-return',
  'declined',
  'missing-idempotency-key',
  'idempotency-key-reused',
  'invalid-parameter',
] as const;
const malformed = [
  'malformed-json',
  'not-utf8',
  'too-deep',
  'duplicate-member',
  'forbidden-character',
  'missing-field',
  'unknown-field',
  'wrong-type',
  'invalid-value',
  'body-too-large',
  'unsupported-media-type',
] as const satisfies readonly ProblemCode[];

const changeOperation = operation({
  id: 'changeOrder',
  summary: 'Ask for changes: quantities, dates, lines, the ship-to',
  description:
    'Each wish is answered for itself: done, pending (the systems are asked), or declined with the reason. A wish about a line that does not exist refuses the whole request.',
  tag: 'orders',
  access: 'orders:write',
  params: OrderParams,
  headers: IdempotentHeaders,
  body: named<ChangeRequest>('ChangeRequest'),
  answers: { 200: { when: 'Decided, wish by wish.', schema: named('ChangeAnswer') } },
  refuses: [
    ...shared,
    ...malformed,
    'invalid-quantity',
    'invalid-amount',
    'invalid-date',
    'unknown-unit',
    'unknown-currency',
    'unknown-line',
    'line-exists',
    'currency-mix',
    'unit-differs',
    'schedule-missing',
    'named-twice',
    'quantity-differs',
    'schedule-exists',
    'no-route',
  ],
});

const cancelOperation = operation({
  id: 'cancelOrder',
  summary: 'Cancel whatever is not picked yet',
  description: 'Lines that are past their point of no return stay; when that is all of them, the request is declined.',
  tag: 'orders',
  access: 'orders:write',
  params: OrderParams,
  headers: IdempotentHeaders,
  body: named<CancellationRequest>('CancellationRequest'),
  answers: { 200: { when: 'Decided, line by line; no items when it was cancelled before.', schema: named('ChangeAnswer') } },
  refuses: [...shared, ...malformed],
});
