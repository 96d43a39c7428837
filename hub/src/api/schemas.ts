import { ChangeRequest, OrderRequest, QuoteRequest, Reference, wishes } from '@crossdock/canonical';
import { type Static, type TSchema, Type } from 'typebox';
import { NextStep, OrderView } from '../insight/index.ts';
import { QuoteValidation } from '../promise/index.ts';
import { referenceKinds } from '../reference/index.ts';
import { problemCodes } from './problem-codes.ts';

const strict = { additionalProperties: false } as const;
const text = Type.String();
const instant = Type.String({ format: 'date-time' });
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** A schema by its name in the description; what it stands for is the type argument. */
export function named<T>(name: NamedSchema) {
  return Type.Unsafe<T>({ $ref: `${name}#` });
}

/** RFC 9457, with what must happen next. */
const Problem = Type.Object({
  type: Type.String({ format: 'uri-reference' }),
  title: text,
  status: Type.Integer(),
  detail: Type.String({ description: 'For the person who must act.' }),
  instance: Type.String({ format: 'uri-reference', description: 'This one answer; name it when you report it.' }),
  class: Type.Enum(['data', 'business', 'conflict', 'auth', 'throttled', 'transient'], {
    description: 'transient and throttled: the same request may be sent again.',
  }),
  code: Type.Enum(Object.keys(problemCodes)),
  field: Type.Optional(Type.String({ description: 'The place in what was sent, e.g. lines[0].quantity.value.' })),
  owner: Type.Enum(['sender', 'customer-service', 'master-data', 'integration', 'operations'], { description: 'Who must act.' }),
  remedy: Type.String({ description: 'What that person does.' }),
  faults: Type.Optional(
    Type.Array(Type.Object({ code: text, class: text, field: Type.Optional(text), detail: text, owner: text, remedy: text }), {
      description: 'Everything that is wrong, where a request is told all at once.',
    }),
  ),
});

/** The answer to an accepted order: it holds only what cannot change, so a retry gets the same bytes. */
const Acceptance = Type.Object(
  { id: text, references: Type.Array(Reference), receivedAt: instant, links: Type.Object({ self: text, timeline: text }, strict) },
  strict,
);

/** What became of an order within the time that the sender waited. */
const Outcome = Type.Object(
  {
    kind: Type.Enum(['accepted', 'partly-accepted', 'held', 'stopped', 'cancelled', 'completed', 'pending'], {
      description: 'pending: the wait was over first. partly-accepted: the rest is held or stopped. stopped: a system refused, or nobody can tell.',
    }),
    order: Type.Unsafe<OrderView>({ $ref: 'OrderView#' }),
  },
  strict,
);

const AcceptanceWithOutcome = Type.Object({ acceptance: Type.Unsafe({ $ref: 'Acceptance#' }), outcome: Type.Unsafe({ $ref: 'Outcome#' }) }, strict);

/** The answer to a change or cancel request, wish by wish. */
const ChangeAnswer = Type.Object(
  {
    id: text,
    order: text,
    items: Type.Array(
      Type.Object(
        {
          line: Type.Optional(text),
          schedule: Type.Optional(text),
          wish: Type.Enum([...wishes]),
          decision: Type.Enum(['done', 'pending', 'declined']),
          reason: Type.Optional(text),
          quantity: Type.Optional(text),
        },
        strict,
      ),
    ),
    links: Type.Object({ order: text }, strict),
  },
  strict,
);

/** The body of `POST /v1/orders/{id}/cancellation`. */
export const CancellationRequest = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 500, pattern: '^[^\\u0000-\\u001f\\u007f]+$' }) }, strict);
export type CancellationRequest = Static<typeof CancellationRequest>;

const StoryEntry = Type.Object({
  kind: Type.Enum(['event', 'steps']),
  seq: Type.Integer(),
  at: instant,
  actor: text,
  type: Type.Optional(text),
  text: Type.Optional(text),
  count: Type.Optional(Type.Integer()),
  steps: Type.Optional(Type.Array(text)),
});

const ExceptionView = Type.Object({
  id: text,
  order: orNull(text),
  class: text,
  severity: Type.Enum(['high', 'normal', 'low']),
  owner: text,
  assignee: orNull(text),
  summary: text,
  cause: Type.String({ description: 'Root cause shared by many orders.' }),
  evidence: Type.Array(text),
  verdict: Type.String({ description: 'Whether doing the step again is safe, and why.' }),
  remedies: Type.Array(Type.Object({ name: text, href: text }, strict)),
  target: Type.Record(Type.String(), Type.Unknown(), { description: 'What the remedies act on.' }),
  openedAt: instant,
  dueAt: instant,
  escalatedAt: orNull(instant),
  closedAt: orNull(instant),
  closedBy: orNull(text),
});

const EffectView = Type.Object({
  order: text,
  key: text,
  op: text,
  system: text,
  grade: orNull(Type.Enum(['A', 'B', 'C'])),
  status: Type.Enum(['ready', 'claimed', 'doubt', 'confirmed', 'refused', 'failed', 'withdrawn', 'abandoned']),
  dueAt: orNull(instant),
  reference: orNull(text),
  attempt: Type.Integer(),
  wasInDoubt: Type.Boolean(),
  leaseUntil: orNull(instant),
  insertedAt: instant,
  settledAt: orNull(instant),
});

const LaneView = Type.Object({
  limiter: text,
  slots: Type.Integer(),
  perSecond: orNull(Type.Number()),
  state: Type.Enum(['running', 'paused', 'breaker-open', 'half-open']),
  pausedBy: orNull(text),
  pausedWhy: orNull(text),
  pausedAt: orNull(instant),
  openUntil: orNull(instant),
  lastError: orNull(text),
  ready: Type.Integer(),
  claimed: Type.Integer(),
  doubt: Type.Integer(),
  oldestDueAt: orNull(instant),
});

const SystemView = Type.Object({
  id: text,
  name: text,
  owner: text,
  vendor: text,
  grades: Type.Record(Type.String(), Type.Enum(['A', 'B', 'C'])),
  lanes: Type.Array(LaneView),
  showing: orNull(
    Type.Object(
      { waiting: Type.Integer(), failing: Type.Integer(), leftAlone: Type.Integer(), oldestSince: orNull(instant), lastError: orNull(text) },
      {
        description:
          "The channel's own records that wait to be written with the state of their orders, and how many are left alone because somebody said so; null where the system has none.",
      },
    ),
  ),
  calls: orNull(
    Type.Object(
      { used: Type.Integer(), max: Type.Integer(), at: instant, stopped: Type.Array(text) },
      {
        description:
          'Calls made and allowed within the system’s own period, as it said last to this node; `stopped`: what waits for more. Null where the system has no such limit or has not told it yet.',
      },
    ),
  ),
});

const SystemName = Type.Object({ system: text, name: text }, strict);

const ReferenceView = Type.Object({
  kind: Type.Enum([...referenceKinds]),
  from: SystemName,
  to: SystemName,
  validFrom: Type.Optional(Type.String({ format: 'date', description: 'The first day; since ever where it is absent.' })),
  validUntil: Type.Optional(Type.String({ format: 'date', description: 'The last day; for ever where it is absent.' })),
  default: Type.Boolean(),
  changedAt: instant,
  changedBy: text,
});

const LoadSummary = Type.Object({
  rows: Type.Integer(),
  created: Type.Integer(),
  updated: Type.Integer(),
  removed: Type.Integer(),
  unchanged: Type.Integer(),
  refused: Type.Integer(),
});

const SubscriptionView = Type.Object({
  id: text,
  url: text,
  mode: Type.Enum(['stream', 'latest']),
  types: Type.Array(text),
  position: Type.Integer(),
  createdAt: instant,
  secrets: Type.Enum(['one', 'rotating']),
  status: Type.Enum(['active', 'failing', 'disabled']),
  since: orNull(instant),
  why: orNull(text),
});

const CloudEvent = Type.Object({
  specversion: text,
  id: text,
  source: text,
  type: text,
  subject: text,
  time: Type.Optional(instant),
  datacontenttype: text,
  sequence: text,
  position: Type.Optional(text),
  causation: Type.Optional(text),
  traceparent: Type.Optional(text),
  dataref: Type.Optional(text),
  data: Type.Optional(Type.Unknown()),
});

const schemas = {
  Problem,
  OrderRequest,
  ChangeRequest,
  CancellationRequest,
  QuoteRequest,
  QuoteValidation,
  Acceptance,
  Outcome,
  AcceptanceWithOutcome,
  ChangeAnswer,
  NextStep,
  OrderView,
  StoryEntry,
  ExceptionView,
  EffectView,
  SystemView,
  ReferenceView,
  LoadSummary,
  SubscriptionView,
  CloudEvent,
} as const;
type NamedSchema = keyof typeof schemas;

/** The schemas of the description under their names. */
export const namedSchemas: readonly object[] = Object.entries(schemas).map(([name, schema]) => ({ $id: name, ...schema }));
