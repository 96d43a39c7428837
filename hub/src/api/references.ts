import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { csvColumns, type ListedReference, listReferences, referenceKinds, referenceLimits } from '../reference/index.ts';
import { actorOf, clientOf } from './access.ts';
import type { Resource, ResourceDeps } from './app.ts';
import { operation } from './operation.ts';
import { pageParameters, pageRowsUsual, readCursor, writeCursor } from './paging.ts';
import { Refused } from './problem.ts';
import { problemOfValidation } from './problem-of-validation.ts';
import { answerCsv, countOutcomes, emptySummary, type LoadedBy, loadInParts, openCsv } from './reference-load.ts';
import { ReferenceInput, type RowDeps, readRow, refusedRow } from './reference-row.ts';
import { named } from './schemas.ts';

const strict = { additionalProperties: false } as const;
const plain = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '^[^\\u0000-\\u001f\\u007f]+$' });

const Filters = Type.Object(
  {
    kind: Type.Optional(Type.Enum([...referenceKinds])),
    system: Type.Optional({ ...plain(referenceLimits.systemCharsMax), description: 'The system on either side.' }),
    name: Type.Optional({ ...plain(referenceLimits.nameCharsMax), description: 'The name on either side; of `system`, where that is said too.' }),
    on: Type.Optional(Type.String({ format: 'date', description: 'Only those that count on this day.' })),
    ...pageParameters,
  },
  strict,
);
const Why = Type.Object({ reason: Type.Optional({ ...plain(1_000), description: 'For the audit.' }) }, strict);
const Rows = Type.Object({ rows: Type.Array(ReferenceInput, { minItems: 1, maxItems: referenceLimits.requestRowsMax }) }, strict);
/** The same without a look at the rows, which are answered one by one. */
const AnyRows = Type.Object({ rows: Type.Array(Type.Unknown(), { minItems: 1, maxItems: referenceLimits.requestRowsMax }) }, strict);

/** Answers that may wait for a reader who writes first and reads later. */
const answersWaitingMax = 20_000;

/** Cross-references: what one system calls a thing that another calls otherwise. */
export const references: Resource = (app, deps) => {
  const rowDeps: RowDeps = { check: deps.compiler.body(ReferenceInput), systems: systemsOf(deps) };
  const checkRows = deps.compiler.body(AnyRows);
  app.get<{ Querystring: Static<typeof Filters> }>('/v1/references', listOperation, async (request) => {
    const { limit = pageRowsUsual, cursor, ...filters } = request.query;
    const after = readCursor(cursor, [isText, isText, isText, isText, isText, isDay]);
    const found = await listReferences({ ...filters, limit: limit + 1, ...(after && { after }) }, { pool: deps.database.pool });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return { references: page.map(view), next: last ? writeCursor(placeOf(last)) : null };
  });
  app.register(async (door) => {
    door.addContentTypeParser('text/csv', (_request, payload, done) => done(null, payload));
    door.put<{ Querystring: Static<typeof Why>; Body: unknown }>(
      '/v1/references',
      // The rows are judged one by one, each with its own answer.
      { ...loadOperation, validatorCompiler: ({ schema, httpPart }) => (httpPart === 'querystring' ? deps.compiler.text(schema as object) : () => true) },
      async (request, reply) => {
        const by = { actor: actorOf(clientOf(request)), reason: request.query.reason ?? 'no reason was given' };
        if (request.body instanceof Readable) {
          const csv = await openCsv(request.body);
          const answers = answerCsv(csv, { ...rowDeps, request, by, deps });
          reply.header('content-type', 'application/x-ndjson; charset=utf-8');
          return reply.send(Readable.from(answers, { objectMode: true, highWaterMark: answersWaitingMax }));
        }
        if (!checkRows(request.body)) throw new Refused(problemOfValidation(checkRows.errors ?? []));
        return loadRows((request.body as Static<typeof AnyRows>).rows, by, { request, rowDeps, deps });
      },
    );
  });
};

async function loadRows(
  inputs: readonly unknown[],
  by: LoadedBy,
  { request, rowDeps, deps }: { readonly request: FastifyRequest; readonly rowDeps: RowDeps; readonly deps: ResourceDeps },
) {
  const read = inputs.map((input) => readRow(input, rowDeps));
  const outcomes = [
    ...(await loadInParts(
      read.flatMap((one) => (one.kind === 'row' ? [one.row] : [])),
      by,
      deps,
    )),
  ];
  const rows = read.map((one, index) => {
    const row = index + 1;
    if (one.kind === 'row') return { row, status: 200, outcome: outcomes.shift() };
    return { row, ...refusedRow(one.problem, `urn:crossdock:request:${request.id}:${row}`) };
  });
  const summary = emptySummary();
  countOutcomes(
    summary,
    rows.map((row) => ('outcome' in row && row.outcome ? row.outcome : 'refused')),
  );
  return { rows, summary };
}

/** Every system of the landscape, those that are only channels included. */
function systemsOf({ systems, landscape }: ResourceDeps): ReadonlySet<string> {
  return new Set([...systems.all.map(({ id }) => id), ...landscape.channels.map(({ system }) => system)]);
}

function view({ isDefault, changedAt, ...reference }: ListedReference) {
  return { ...reference, default: isDefault, changedAt: changedAt.toISOString() };
}

function placeOf({ kind, from, to, validFrom }: ListedReference): readonly string[] {
  return [from.name, from.system, kind, to.system, to.name, validFrom ?? '-infinity'];
}

function isText(part: string): boolean {
  return part.length > 0;
}

function isDay(part: string): boolean {
  return part === '-infinity' || (/^\d{4}-\d\d-\d\d$/.test(part) && !Number.isNaN(Date.parse(part)));
}

const listOperation = operation({
  id: 'listReferences',
  summary: 'Cross-references, filtered and paged; a name is met on either side',
  tag: 'references',
  access: 'references:read',
  query: Filters,
  answers: {
    200: {
      when: 'A page; `next` is null on the last.',
      schema: Type.Object({ references: Type.Array(named('ReferenceView')), next: Type.Union([Type.String(), Type.Null()]) }),
    },
  },
  refuses: ['invalid-parameter'],
});

const loadOperation = operation({
  id: 'loadReferences',
  summary: 'Make cross-references so: created, changed or removed by their key, answered row by row',
  description: `The key of a row is kind, both names and the first day; what is so already changes nothing. Up to ${referenceLimits.requestRowsMax} rows as JSON, or a file as text/csv (RFC 4180, UTF-8, up to ${referenceLimits.fileRowsMax} rows) with the columns ${csvColumns.map((column) => `\`${column}\``).join(', ')} named in its first line. A file is loaded as it comes, ${referenceLimits.transactionRowsMax} rows a transaction, and answered as application/x-ndjson: a line \`{"line", "status", "problem"}\` for each that is refused, and \`{"summary"}\` at the end, or \`{"stoppedAtLine", "status", "problem"}\` when loading could not go on; then send the file again. Orders that wait for one of the names go on by themselves.`,
  tag: 'references',
  access: 'references:write',
  query: Why,
  body: Rows,
  takes: { type: 'text/csv', says: 'Rows by the columns that the first line names.' },
  answers: {
    200: {
      when: 'What became of each row; a refused one stops no other.',
      schema: Type.Object({
        rows: Type.Array(
          Type.Object({
            row: Type.Integer(),
            status: Type.Integer(),
            outcome: Type.Optional(Type.Enum(['created', 'updated', 'removed', 'unchanged'])),
            problem: Type.Optional(named('Problem')),
          }),
        ),
        summary: named('LoadSummary'),
      }),
    },
  },
  refuses: ['missing-field', 'unknown-field', 'invalid-value', 'bad-value', 'not-utf8', 'unsupported-media-type', 'invalid-parameter'],
});
