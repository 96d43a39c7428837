import type { FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import {
  createSubscription,
  deleteSubscription,
  enableSubscription,
  endRotation,
  getSubscription,
  listFailingDeliveries,
  listSubscriptions,
  replaySubscription,
  rotateSecret,
  type Scope,
  type Subscription,
  subscriptionLimits,
  typePatternsMax,
} from '../events/index.ts';
import { clientOf } from './access.ts';
import type { Resource } from './app.ts';
import { operation } from './operation.ts';
import { Refused } from './problem.ts';
import { named } from './schemas.ts';

const strict = { additionalProperties: false } as const;
const CreateBody = Type.Object(
  {
    url: Type.String({
      minLength: 1,
      maxLength: subscriptionLimits.urlCharsMax,
      description: 'Where messages are sent; the hub refuses addresses that it must not call.',
    }),
    mode: Type.Enum(['stream', 'latest'], { description: 'stream: every event in order. latest: what the order is now, whenever something happened to it.' }),
    types: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), {
      minItems: 1,
      maxItems: typePatternsMax,
      description: 'Event types or families, e.g. `order.shipped`, `order.*`, `*`.',
    }),
    from: Type.Optional(Type.Integer({ minimum: 0, description: 'Events after this position of the feed; absent: from now on.' })),
  },
  strict,
);
const ReplayBody = Type.Object({ from: Type.Integer({ minimum: 0 }) }, strict);
const Params = Type.Object({ id: Type.String() });
const Secret = Type.Object({
  subscription: named('SubscriptionView'),
  secret: Type.String({ description: 'Standard Webhooks secret; shown here and never again.' }),
});

type ById = { Params: { id: string } };

/** Signed webhooks: each client sees and touches its own. */
export const subscriptions: Resource = (app, deps) => {
  const { pool, transact } = deps.database;
  const { newSecret, guard } = deps.events;
  app.post<{ Body: Static<typeof CreateBody> }>('/v1/subscriptions', createOperation, async (request, reply) => {
    const answer = await createSubscription({ ...request.body, client: clientOf(request).id }, { transact, newId: deps.newId, newSecret, guard });
    if (answer.outcome === 'refused')
      throw new Refused({ code: answer.field === 'url' ? 'address-refused' : 'invalid-value', field: answer.field, detail: answer.why });
    reply.header('location', `/v1/subscriptions/${answer.subscription.id}`).code(201);
    return { subscription: view(answer.subscription), secret: answer.secret };
  });
  app.get('/v1/subscriptions', listOperation, async (request) => ({
    subscriptions: (await listSubscriptions({ scope: scopeOf(request) }, { pool })).map(view),
  }));
  app.get<ById>('/v1/subscriptions/:id', readOperation, async (request) => {
    const subscription = await getSubscription(which(request), { pool });
    if (!subscription) throw notFound(request.params.id);
    const failing = await listFailingDeliveries(which(request), { pool });
    return { subscription: view(subscription), failing };
  });
  app.delete<ById>('/v1/subscriptions/:id', deleteOperation, async (request, reply) => {
    if ((await deleteSubscription(which(request), { transact })) === 'not-found') throw notFound(request.params.id);
    return reply.code(204).send();
  });
  app.post<ById>('/v1/subscriptions/:id/enable', enableOperation, async (request) =>
    view(done(await enableSubscription(which(request), { transact }), request).subscription),
  );
  app.post<ById>('/v1/subscriptions/:id/secret', rotateOperation, async (request) => {
    const { subscription, secret } = done(await rotateSecret(which(request), { transact, newSecret }), request);
    return { subscription: view(subscription), secret };
  });
  app.delete<ById>('/v1/subscriptions/:id/previous-secret', endRotationOperation, async (request) =>
    view(done(await endRotation(which(request), { transact }), request).subscription),
  );
  app.post<{ Params: { id: string }; Body: Static<typeof ReplayBody> }>('/v1/subscriptions/:id/replay', replayOperation, async (request) => {
    const answer = await replaySubscription({ ...which(request), from: request.body.from }, { transact });
    if (answer.outcome === 'refused') throw new Refused({ code: 'invalid-value', field: answer.field, detail: answer.why });
    return view(done(answer, request).subscription);
  });
};

function scopeOf(request: FastifyRequest): Scope {
  return { kind: 'client', client: clientOf(request).id };
}

function which(request: FastifyRequest<ById>): { readonly id: string; readonly scope: Scope } {
  return { id: request.params.id, scope: scopeOf(request) };
}

function notFound(id: string): Refused {
  return new Refused({ code: 'subscription-not-found', detail: `You have no subscription ${id}.` });
}

function done<T extends { readonly outcome: 'done' }>(answer: T | { readonly outcome: 'not-found' }, request: FastifyRequest<ById>): T {
  if (answer.outcome === 'not-found') throw notFound(request.params.id);
  return answer;
}

function view({ client: _client, health, ...rest }: Subscription) {
  switch (health.status) {
    case 'active':
      return { ...rest, status: health.status, since: null, why: null };
    case 'failing':
      return { ...rest, status: health.status, since: health.since, why: null };
    case 'disabled':
      return { ...rest, status: health.status, since: health.at, why: health.why };
    default:
      return health satisfies never;
  }
}

const common = { tag: 'subscriptions', access: 'subscriptions:write' } as const;
const one = { 200: { when: 'The subscription.', schema: named('SubscriptionView') } } as const;

const createOperation = operation({
  ...common,
  id: 'createSubscription',
  summary: 'Have events sent to an address of yours, signed',
  description:
    'Messages are CloudEvents, signed by the Standard Webhooks specification, in order per order, retried for days, and disabled with notice when nobody takes them.',
  body: CreateBody,
  answers: { 201: { when: 'Made.', schema: Secret } },
  refuses: ['address-refused', 'invalid-value', 'missing-field', 'unknown-field', 'wrong-type'],
});
const listOperation = operation({
  ...common,
  id: 'listSubscriptions',
  summary: 'Your subscriptions',
  answers: { 200: { when: 'All of them.', schema: Type.Object({ subscriptions: Type.Array(named('SubscriptionView')) }) } },
  refuses: [],
});
const readOperation = operation({
  ...common,
  id: 'readSubscription',
  summary: 'One subscription, with what it holds back and why',
  params: Params,
  answers: {
    200: {
      when: 'The subscription.',
      schema: Type.Object({
        subscription: named('SubscriptionView'),
        failing: Type.Array(
          Type.Object({ subject: Type.String(), attempts: Type.Integer(), nextAt: Type.String({ format: 'date-time' }), lastError: Type.String() }),
        ),
      }),
    },
  },
  refuses: ['subscription-not-found'],
});
const deleteOperation = operation({
  ...common,
  id: 'deleteSubscription',
  summary: 'End a subscription',
  params: Params,
  answers: { 204: { when: 'Ended.' } },
  refuses: ['subscription-not-found'],
});
const enableOperation = operation({
  ...common,
  id: 'enableSubscription',
  summary: 'Take up a disabled subscription where it stood',
  params: Params,
  answers: one,
  refuses: ['subscription-not-found'],
});
const rotateOperation = operation({
  ...common,
  id: 'rotateSecret',
  summary: 'A new secret; messages carry both signatures until the rotation ends',
  params: Params,
  answers: { 200: { when: 'The new secret.', schema: Secret } },
  refuses: ['subscription-not-found'],
});
const endRotationOperation = operation({
  ...common,
  id: 'endRotation',
  summary: 'Forget the old secret',
  params: Params,
  answers: one,
  refuses: ['subscription-not-found'],
});
const replayOperation = operation({
  ...common,
  id: 'replaySubscription',
  summary: 'Send everything after a position again, under the same ids',
  params: Params,
  body: ReplayBody,
  answers: one,
  refuses: ['subscription-not-found', 'invalid-value', 'missing-field'],
});
