import { answerShape, type Call } from '@crossdock/connector-kit';
import { LosslessNumber } from 'lossless-json';
import { Type } from 'typebox';
import { type Row, toRow, type Written } from '../values.ts';
import { type ApiError, errorsOf } from './classify.ts';
import type { Ask, Got } from './rest.ts';

/** A request within a request: its path is below `/services/data/vXX.X`. */
export type Subrequest = { readonly method: 'GET' | 'POST' | 'PATCH'; readonly path: string; readonly body?: unknown };

/** What a subrequest came to. */
export type SubAnswer = { readonly status: number; readonly body: unknown };

/** Limits of Salesforce (REST API guide: Composite, Composite Graph, sObject Collections). */
export const compositeLimits = { subrequestsMax: 25, queriesAndCollectionsMax: 5, recordsMax: 200, graphsMax: 75, nodesMax: 500 } as const;

const Sub = Type.Object({ httpStatusCode: Type.String({ pattern: '^[1-5]\\d\\d$' }), referenceId: Type.String(), body: Type.Unknown() });
const readComposite = answerShape(Type.Object({ compositeResponse: Type.Array(Sub) }));
const readGraphs = answerShape(
  Type.Object({
    graphs: Type.Array(
      Type.Object({ graphId: Type.String(), isSuccessful: Type.Boolean(), graphResponse: Type.Object({ compositeResponse: Type.Array(Sub) }) }),
    ),
  }),
);

/** Sends subrequests as one call, each in a transaction of its own, done in their order. The answers come in the same order. */
export async function composite(ask: Ask, version: string, subrequests: readonly Subrequest[], call: Call): Promise<Got<readonly SubAnswer[]>> {
  const body = { allOrNone: false, compositeRequest: subrequests.map((sub, index) => node(sub, version, index)) };
  const commits = subrequests.some(({ method }) => method !== 'GET');
  const got = await ask({ method: 'POST', path: '/composite', body, commits, read: readComposite }, call);
  if (got.kind === 'failed') return got;
  return inOrder(got.value.compositeResponse, subrequests.length, commits);
}

/** What became of a graph: all of it was done, or nothing was and these are the reasons. */
export type GraphAnswer = { readonly kind: 'done' } | { readonly kind: 'undone'; readonly errors: readonly ApiError[] };

/** Sends graphs as one call: each is done wholly or not at all, whatever becomes of the others. */
export async function compositeGraphs(ask: Ask, version: string, graphs: readonly (readonly Subrequest[])[], call: Call): Promise<Got<readonly GraphAnswer[]>> {
  const body = { graphs: graphs.map((nodes, index) => ({ graphId: `g${index}`, compositeRequest: nodes.map((sub, place) => node(sub, version, place)) })) };
  const got = await ask({ method: 'POST', path: '/composite/graph', body, commits: true, read: readGraphs }, call);
  if (got.kind === 'failed') return got;
  const answers = new Map(got.value.graphs.map((graph) => [graph.graphId, graph]));
  const told: GraphAnswer[] = [];
  for (const index of graphs.keys()) {
    const graph = answers.get(`g${index}`);
    if (graph === undefined) return missing('graphs', true);
    told.push(
      graph.isSuccessful ? { kind: 'done' } : { kind: 'undone', errors: graph.graphResponse.compositeResponse.flatMap(({ body: errors }) => errorsOf(errors)) },
    );
  }
  return { kind: 'got', value: told };
}

const node = ({ method, path, body }: Subrequest, version: string, index: number) => ({
  method,
  url: `/services/data/v${version}${path}`,
  referenceId: `r${index}`,
  ...(body === undefined ? {} : { body: withoutReferences(body) }),
});

/** Salesforce takes `@{name}` within a text for a reference to another subrequest's answer, and knows no way to escape it. */
function withoutReferences(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('@{', '@ {');
  if (Array.isArray(value)) return value.map(withoutReferences);
  if (typeof value !== 'object' || value === null || value instanceof LosslessNumber) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inside]) => [name, withoutReferences(inside)]));
}

type Told = { readonly httpStatusCode: string; readonly referenceId: string; readonly body: unknown };

function inOrder(told: readonly Told[], count: number, commits: boolean): Got<readonly SubAnswer[]> {
  const answers = new Map(told.map((one) => [one.referenceId, one]));
  const ordered: SubAnswer[] = [];
  for (let index = 0; index < count; index += 1) {
    const answer = answers.get(`r${index}`);
    if (answer === undefined) return missing('compositeResponse', commits);
    ordered.push({ status: Number(answer.httpStatusCode), body: answer.body });
  }
  return { kind: 'got', value: ordered };
}

const missing = (field: string, commits: boolean): Got<never> => ({
  kind: 'failed',
  class: commits ? 'in-doubt' : 'poison',
  message: `${field} of the answer cannot be understood: an answer is missing`,
});

/** A record to be written. */
export type WrittenRecord = { readonly [field: string]: Written };

/** What became of one record of a collection; `errors` is empty when it was written. */
export type RecordAnswer = { readonly id: string | undefined; readonly errors: readonly ApiError[] };

/** Upserts up to 200 records of one object by an external id, as a subrequest. */
export const upsertRecords = (object: string, key: string, records: readonly WrittenRecord[]): Subrequest => ({
  method: 'PATCH',
  path: `/composite/sobjects/${object}/${key}`,
  body: { allOrNone: false, records: records.map((record) => ({ attributes: { type: object }, ...record })) },
});

/** Updates up to 200 records by their ids; they may be of several objects. */
export const updateRecords = (records: readonly { readonly object: string; readonly fields: WrittenRecord }[]): Subrequest => ({
  method: 'PATCH',
  path: '/composite/sobjects',
  body: { allOrNone: false, records: records.map(({ object, fields }) => ({ attributes: { type: object }, ...fields })) },
});

const readResults = answerShape(
  Type.Array(Type.Object({ success: Type.Boolean(), id: Type.Optional(Type.Union([Type.String(), Type.Null()])), errors: Type.Optional(Type.Unknown()) })),
);
const unexplained: ApiError = { code: 'UNKNOWN', message: 'not written, and no reason was given', fields: [] };

/** The results of a collection, one for each record; a collection that was refused as a whole refused each of them. */
export function readRecordAnswers({ status, body }: SubAnswer, count: number): Got<readonly RecordAnswer[]> {
  const whole = errorsOf(body);
  if (status >= 300 && status < 500 && whole.length > 0) return { kind: 'got', value: Array.from({ length: count }, () => ({ id: undefined, errors: whole })) };
  if (status >= 300) return { kind: 'failed', class: 'in-doubt', message: `a collection was answered with ${status}` };
  const read = readResults(body);
  if (read.kind === 'unreadable')
    return { kind: 'failed', class: 'in-doubt', message: `body of compositeResponse cannot be understood: ${read.field} ${read.why}` };
  if (read.value.length !== count)
    return { kind: 'failed', class: 'in-doubt', message: `body of compositeResponse has ${read.value.length} results for ${count} records` };
  const answers = read.value.map(({ success, id, errors }): RecordAnswer => {
    const reasons = errorsOf(errors);
    return { id: id ?? undefined, errors: success ? [] : reasons.length > 0 ? reasons : [unexplained] };
  });
  return { kind: 'got', value: answers };
}

/** A query as a subrequest. It brings one page: `readFound` refuses more. */
export const find = (soql: string): Subrequest => ({ method: 'GET', path: `/query?${new URLSearchParams({ q: soql })}` });

const readPage = answerShape(Type.Object({ done: Type.Boolean(), records: Type.Array(Type.Unknown()) }));

/** The rows of a query's one page. */
export function readFound({ status, body }: SubAnswer): Got<readonly Row[]> {
  const [error] = errorsOf(body);
  if (status >= 300)
    return { kind: 'failed', class: status >= 500 ? 'transient' : 'poison', message: `a query was answered with ${status}: ${error?.message ?? ''}` };
  const read = readPage(body);
  if (read.kind === 'unreadable')
    return { kind: 'failed', class: 'poison', message: `body of compositeResponse cannot be understood: ${read.field} ${read.why}` };
  if (!read.value.done) return { kind: 'failed', class: 'poison', message: 'a query brings more than one page; it has to be narrower' };
  return { kind: 'got', value: read.value.records.map(toRow).filter((row) => row !== undefined) };
}

/** A text within a SOQL statement, in its quotes (SOQL reference, "Quoted string escape sequences"). */
export const quoted = (text: string): string =>
  `'${text
    .replace(/['\\]/g, (char) => `\\${char}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')}'`;
