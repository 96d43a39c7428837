import { Readable } from 'node:stream';
import { OrderRequest } from '@crossdock/canonical';
import type { FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { type AcceptDeps, acceptOrder, type BatchRow, batchLimits, readBatch } from '../intake/index.ts';
import { actorOf, clientOf } from './access.ts';
import { problemOf } from './answer-problem.ts';
import type { Resource, ResourceDeps } from './app.ts';
import { headerLimits } from './headers.ts';
import { operation } from './operation.ts';
import { type Problem, problemBody, Refused } from './problem.ts';
import { knownCode, problemCodes } from './problem-codes.ts';
import { problemOfValidation } from './problem-of-validation.ts';
import { readJson } from './read-json.ts';
import { keepRefusal } from './refusals.ts';
import { intakeDeps } from './resource-deps.ts';
import type { Check } from './validation.ts';

/** Rows that are being committed at the same time, and answers that may wait for a reader who writes first and reads later. */
export const batchFlow = { rowsAtOnce: 128, answersWaitingMax: 20_000 } as const;

const Row = Type.Object(
  { key: Type.String({ minLength: 1, maxLength: headerLimits.keyCharsMax, pattern: '^[\\x21-\\x7e]+$' }), order: OrderRequest },
  { additionalProperties: false },
);
type Row = Static<typeof Row>;

/** Many orders in one call: newline-delimited JSON in and out, row by row, in order, as they come. */
export const batch: Resource = (app, deps) => {
  const intake = intakeDeps(deps);
  const check = deps.compiler.body(Row);
  app.register(async (door) => {
    door.removeAllContentTypeParsers();
    door.addContentTypeParser(['application/x-ndjson', 'application/jsonl', 'application/ndjson'], (_request, payload, done) => done(null, payload));
    door.post<{ Body: Readable | undefined }>('/v1/orders/batch', batchOperation, (request, reply) => {
      if (!request.body) throw new Refused({ code: 'unsupported-media-type', field: 'Content-Type', detail: 'Send rows as application/x-ndjson.' });
      const answers = answerRows(request.body, (row) => takeRow(row, request, check, intake, deps));
      reply.header('content-type', 'application/x-ndjson; charset=utf-8');
      return reply.send(Readable.from(answers, { objectMode: true, highWaterMark: batchFlow.answersWaitingMax }));
    });
  });
};

/** Answers in the order of the rows, each as soon as it is there, while more are read; reads on only while few are under way. */
async function* answerRows(chunks: AsyncIterable<Uint8Array>, take: (row: BatchRow) => Promise<string>): AsyncGenerator<string> {
  const rows = readBatch(chunks);
  const underWay: Promise<string>[] = [];
  let reading: readonly Promise<IteratorResult<BatchRow>>[] = [rows.next()]; // the next row, or nothing after the last
  while (reading.length > 0 || underWay.length > 0) {
    const mayRead = underWay.length < batchFlow.rowsAtOnce;
    const came: IteratorResult<BatchRow> | string = await Promise.race([...underWay.slice(0, 1), ...(mayRead ? reading : [])]);
    if (typeof came === 'string') {
      void underWay.shift();
      yield came;
    } else if (came.done) reading = [];
    else {
      underWay.push(take(came.value));
      reading = came.value.row >= batchLimits.rowsMax ? [] : [rows.next()];
    }
  }
}

async function takeRow(row: BatchRow, request: FastifyRequest, check: Check, intake: AcceptDeps, deps: ResourceDeps): Promise<string> {
  try {
    return await acceptRow(row, request, check, intake, deps);
  } catch (error) {
    const problem = problemOf(error, request, deps);
    deps.tally.refuse('/v1/orders/batch', problem.code);
    if (problemCodes[problem.code].class === 'data') await remember(problem, row, request, deps);
    const status = problemCodes[problem.code].status;
    return line({ row: row.row, key: keyOf(row), status, problem: problemBody(problem, `urn:crossdock:request:${request.id}:${row.row}`) });
  }
}

async function acceptRow({ row, bytes, isTooLong }: BatchRow, request: FastifyRequest, check: Check, intake: AcceptDeps, deps: ResourceDeps): Promise<string> {
  if (row >= batchLimits.rowsMax)
    throw new Refused({ code: 'too-many-rows', detail: `A batch has fewer than ${batchLimits.rowsMax} rows; this one and what follows was not read.` });
  if (isTooLong) throw new Refused({ code: 'body-too-large', detail: `A row has at most ${batchLimits.rowBytesMax} bytes.` });
  const { key, order } = readRow(bytes, check);
  const client = clientOf(request);
  const accepted = await acceptOrder(
    { client: client.id, key, channel: client.id, order, actor: actorOf(client), causation: `request:${request.id}:${row}` },
    intake,
  );
  switch (accepted.kind) {
    case 'accepted':
      deps.tally.accept(client.id, accepted.isReplay);
      return `{"row":${row},"key":${JSON.stringify(key)},"status":202,"replayed":${accepted.isReplay},"acceptance":${accepted.text}}\n`;
    case 'key-reused':
      throw new Refused({ code: 'idempotency-key-reused', field: 'key', detail: `The key was used for order ${accepted.firstId} with another body.` });
    case 'malformed':
      throw new Refused({ code: accepted.code, field: `order.${accepted.field}`, detail: accepted.detail });
    case 'declined':
      throw new Refused({ code: knownCode(accepted.code), detail: accepted.detail, ...(accepted.field !== undefined && { field: `order.${accepted.field}` }) });
    default:
      return accepted satisfies never;
  }
}

function readRow(bytes: Uint8Array, check: Check): Row {
  const read = readJson(bytes);
  if (read.kind === 'refused') throw new Refused(read.problem);
  if (!check(read.value)) throw new Refused(problemOfValidation(check.errors ?? []));
  return read.value as Row; // just checked
}

/** The row's own key where it can be read, so that the sender finds its row. */
function keyOf({ bytes, isTooLong }: BatchRow): string | null {
  const read = isTooLong ? undefined : readJson(bytes);
  const key = read?.kind === 'read' && typeof read.value === 'object' && read.value !== null && 'key' in read.value ? read.value.key : null;
  return typeof key === 'string' ? key.slice(0, headerLimits.keyCharsMax) : null;
}

async function remember(problem: Problem, { row, bytes }: BatchRow, request: FastifyRequest, deps: ResourceDeps): Promise<void> {
  const refusal = { client: actorOf(clientOf(request)), entry: `/v1/orders/batch row ${row}`, problem, raw: bytes };
  await keepRefusal(refusal, { pool: deps.database.pool, newId: deps.newId, clock: deps.clock }).catch((error: Error) => deps.onError(error, 'refusals'));
}

function line(answer: object): string {
  return `${JSON.stringify(answer)}\n`;
}

const batchOperation = operation({
  id: 'submitBatch',
  summary: 'Submit many orders in one call, answered row by row',
  description: `Newline-delimited JSON, each row \`{"key": …, "order": …}\` with a key of its own that works like Idempotency-Key. Answers come in the order of the rows while the batch is still being sent, so read while you send. A bad row stops no other. A row has at most ${batchLimits.rowBytesMax} bytes, a batch fewer than ${batchLimits.rowsMax} rows.`,
  tag: 'orders',
  access: 'orders:write',
  takes: { type: 'application/x-ndjson', says: 'Rows `{"key": …, "order": OrderRequest}`, one a line.' },
  answers: {
    200: {
      when: 'One line per row: `{"row", "key", "status": 202, "replayed", "acceptance"}`, or `{"row", "key", "status", "problem"}`.',
      type: 'application/x-ndjson',
      schema: Type.String(),
    },
  },
  refuses: ['unsupported-media-type'],
});
