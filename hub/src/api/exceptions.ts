import type { FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import {
  applyRemedy,
  assignException,
  countCauses,
  fixableFields,
  listExceptions,
  listNotes,
  noOrder,
  noteException,
  type OpenOrClosedException,
  type RemedyChoice,
  remedyNames,
} from '../exceptions/index.ts';
import { isUuid } from '../platform/index.ts';
import { createAgain } from '../reference/index.ts';
import { decideLot, instructionOf, isShowKey, leaveRecordAlone, markShownOrders, probeNow } from '../systems/index.ts';
import { actorOf, clientOf } from './access.ts';
import type { Resource } from './app.ts';
import { findException } from './find-exception.ts';
import { operation } from './operation.ts';
import { isInstant, pageParameters, pageRowsUsual, readCursor, writeCursor } from './paging.ts';
import { Refused } from './problem.ts';
import { knownCode } from './problem-codes.ts';
import { named } from './schemas.ts';

const strict = { additionalProperties: false } as const;
const plain = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f]+$' });
const reason = plain(1_000);

const Filters = Type.Object(
  {
    class: Type.Optional(plain(60)),
    owner: Type.Optional(plain(60)),
    cause: Type.Optional(plain(500)),
    order: Type.Optional(Type.String({ format: 'uuid' })),
    open: Type.Optional(Type.Boolean({ description: 'Open ones by due time (the default), or closed ones newest first.' })),
    ...pageParameters,
  },
  strict,
);
const heldOrdersMax = 1_000;
const RemedyBody = Type.Object(
  {
    reason,
    field: Type.Optional(Type.Enum([...fixableFields], { description: 'fix-value: what is corrected.' })),
    channelOrders: Type.Optional(
      Type.Array(plain(200), {
        minItems: 1,
        maxItems: heldOrdersMax,
        uniqueItems: true,
        description: "release and discard: only these sales, by the channel's own ids; left out: all that are held.",
      }),
    ),
    line: Type.Optional(plain(40)),
    value: Type.Optional(plain(200)),
    document: Type.Optional(
      Type.Object(
        { id: plain(200), number: Type.Optional(plain(200)), version: Type.Optional(plain(200)) },
        { ...strict, description: "confirm-by-hand: the system's document." },
      ),
    ),
  },
  strict,
);
const AssignBody = Type.Object({ assignee: Type.Union([plain(200), Type.Null()]), reason }, strict);
const NoteBody = Type.Object({ note: plain(2_000) }, strict);
const Params = Type.Object({ id: Type.String() });
const causesMax = 200;

type ById = { Params: { id: string } };

/** The queue of work for people, and what they can do about it. */
export const exceptions: Resource = (app, deps) => {
  const { pool } = deps.database;
  const find = (request: FastifyRequest<ById>) => findException(request.params.id, pool);
  app.get<{ Querystring: Static<typeof Filters> }>('/v1/exceptions', listOperation, async (request) => {
    const { open = true, limit = pageRowsUsual, cursor, ...filters } = request.query;
    const [at, id] = readCursor(cursor, [isInstant, isUuid]) ?? [];
    const found = await listExceptions(
      { ...filters, state: open ? 'open' : 'closed', limit: limit + 1, ...(at !== undefined && id !== undefined && { after: { at, id } }) },
      { pool },
    );
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return { exceptions: page.map(view), next: last ? writeCursor([last.dueAt.toISOString(), last.id]) : null };
  });
  app.get('/v1/exceptions/causes', causesOperation, async () => ({ causes: await countCauses({ limit: causesMax }, { pool }) }));
  app.get<ById>('/v1/exceptions/:id', readOperation, async (request) => {
    const exception = await find(request);
    return { ...view(exception), notes: await listNotes({ id: exception.id }, { pool }) };
  });
  app.post<{ Params: { id: string; remedy: string }; Body: Static<typeof RemedyBody> }>(
    '/v1/exceptions/:id/remedies/:remedy',
    remedyOperation,
    async (request) => {
      const exception = await find(request);
      const by = { actor: actorOf(clientOf(request)), causation: `request:${request.id}`, reason: request.body.reason };
      const result = await applyRemedy(exception, choiceOf(request.params.remedy, request.body), by, {
        submit: deps.engine.submit,
        probeNow: (order, key) => probeNow({ order, key }, { pool }),
        createAgain: ({ from, name, system: to }) => createAgain({ from, name, to }, { transact: deps.database.transact }),
        effectOf: (order, key) => instructionOf({ order, key }, { pool }),
        leaveRecordAlone,
        transact: deps.database.transact,
        clock: deps.clock,
        decideLot,
      });
      if (result.kind === 'unknown-order') throw new Refused({ code: 'order-not-found', detail: 'The exception belongs to no order.' });
      if (result.kind === 'declined')
        throw new Refused({ code: knownCode(result.code), detail: result.detail, ...(result.field !== undefined && { field: result.field }) });
      return view(await find(request));
    },
  );
  app.post<{ Params: { id: string }; Body: Static<typeof AssignBody> }>('/v1/exceptions/:id/assignment', assignOperation, async (request) => {
    const { id } = await find(request);
    const { assignee, reason: why } = request.body;
    const done = await assignException(
      { id, assignee, reason: why, actor: actorOf(clientOf(request)) },
      {
        transact: deps.database.transact,
        clock: deps.clock,
        onAssigned: (client, { order, key }) => (isShowKey(key) ? Promise.resolve() : markShownOrders(client, [order])),
      },
    );
    if (done === 'not-open') throw new Refused({ code: 'nothing-to-remedy', detail: 'The exception is closed.' });
    return view(await find(request));
  });
  app.post<{ Params: { id: string }; Body: Static<typeof NoteBody> }>('/v1/exceptions/:id/notes', noteOperation, async (request, reply) => {
    const { id } = await find(request);
    await noteException({ id, actor: actorOf(clientOf(request)), reason: request.body.note }, { transact: deps.database.transact, clock: deps.clock });
    return reply.code(201).send({ notes: await listNotes({ id }, { pool }) });
  });
};

function view(exception: OpenOrClosedException) {
  const { id, order, remedies, ...rest } = exception;
  return { ...rest, id, order: order === noOrder ? null : order, remedies: remedies.map((name) => ({ name, href: `/v1/exceptions/${id}/remedies/${name}` })) };
}

/** The remedy in the path with the values that it needs. */
function choiceOf(name: string, body: Static<typeof RemedyBody>): RemedyChoice {
  const remedy = remedyNames.find((known) => known === name);
  switch (remedy) {
    case undefined:
      throw new Refused({ code: 'remedy-not-offered', detail: `There is no remedy ${name}.` });
    case 'fix-value':
      if (body.field === undefined) throw missing('field');
      if (body.value === undefined) throw missing('value');
      return { remedy, field: body.field, value: body.value, ...(body.line !== undefined && { line: body.line }) };
    case 'release':
    case 'discard':
      return { remedy, ...(body.channelOrders && { channelOrders: body.channelOrders }) };
    case 'confirm-by-hand':
      if (body.document === undefined) throw missing('document');
      return { remedy, document: body.document };
    default:
      return { remedy };
  }
}

function missing(field: string): Refused {
  return new Refused({ code: 'missing-field', field, detail: `${field} is missing.` });
}

const listOperation = operation({
  id: 'listExceptions',
  summary: 'Work for people, filtered and paged',
  tag: 'exceptions',
  access: 'orders:read',
  query: Filters,
  answers: {
    200: {
      when: 'A page; `next` is null on the last.',
      schema: Type.Object({ exceptions: Type.Array(named('ExceptionView')), next: Type.Union([Type.String(), Type.Null()]) }),
    },
  },
  refuses: ['invalid-parameter'],
});

const causesOperation = operation({
  id: 'countCauses',
  summary: 'Open exceptions grouped by root cause: fix once, release all',
  tag: 'exceptions',
  access: 'orders:read',
  answers: {
    200: {
      when: `The ${causesMax} largest groups.`,
      schema: Type.Object({
        causes: Type.Array(
          Type.Object({
            cause: Type.String(),
            class: Type.String(),
            owner: Type.String(),
            orders: Type.Integer(),
            example: Type.String(),
            firstDueAt: Type.String({ format: 'date-time' }),
          }),
        ),
      }),
    },
  },
  refuses: [],
});

const Notes = Type.Array(
  Type.Object({ at: Type.String({ format: 'date-time' }), actor: Type.String(), action: Type.String(), target: Type.String(), reason: Type.String() }),
);

const readOperation = operation({
  id: 'readException',
  summary: 'One exception with its notes',
  tag: 'exceptions',
  access: 'orders:read',
  params: Params,
  answers: {
    200: {
      when: 'The exception; `notes` holds what was noted and done about it.',
      schema: Type.Intersect([named('ExceptionView'), Type.Object({ notes: Notes })]),
    },
  },
  refuses: ['exception-not-found'],
});

const remedyOperation = operation({
  id: 'applyRemedy',
  summary: 'Do something about an exception',
  description: `One of ${remedyNames.map((name) => `\`${name}\``).join(', ')}, as the exception offers. fix-value needs \`field\` and \`value\` (and \`line\`), and sends again what was refused for the old value; confirm-by-hand needs \`document\`; release and discard take \`channelOrders\`. A remedy whose cause is gone is declined, never done twice.`,
  tag: 'exceptions',
  access: 'exceptions:write',
  params: Type.Object({ id: Type.String(), remedy: Type.String() }),
  body: RemedyBody,
  answers: { 200: { when: 'Done; the exception as it is now.', schema: named('ExceptionView') } },
  refuses: [
    'exception-not-found',
    'remedy-not-offered',
    'nothing-to-remedy',
    'bad-value',
    'unknown-line',
    'point-of-no-return',
    'name-missing',
    'order-closed',
    'declined',
    'order-not-found',
    'missing-field',
    'invalid-value',
  ],
});

const assignOperation = operation({
  id: 'assignException',
  summary: 'Give an exception to somebody, or back to its owner',
  tag: 'exceptions',
  access: 'exceptions:write',
  params: Params,
  body: AssignBody,
  answers: { 200: { when: 'Assigned.', schema: named('ExceptionView') } },
  refuses: ['exception-not-found', 'nothing-to-remedy', 'missing-field', 'invalid-value'],
});

const noteOperation = operation({
  id: 'noteException',
  summary: 'Add a note to an exception',
  tag: 'exceptions',
  access: 'exceptions:write',
  params: Params,
  body: NoteBody,
  answers: { 201: { when: 'Noted.', schema: Type.Object({ notes: Notes }) } },
  refuses: ['exception-not-found', 'missing-field', 'invalid-value'],
});
