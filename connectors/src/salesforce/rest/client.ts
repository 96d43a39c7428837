import { answerShape, type Call, type Failure, type Refusal, unreadableAnswer } from '@crossdock/connector-kit';
import { Type } from 'typebox';
import { type Budget, createBudget, type Purpose } from '../limits/limits.ts';
import type { SalesforceAccess, SalesforceSettings } from '../settings.ts';
import { type Row, toRow } from '../values.ts';
import { createSessions, type Session } from './auth.ts';
import { type ApiError, meaningOf } from './classify.ts';
import { composite } from './composite.ts';
import { type ObjectDescription, readDescription } from './describe.ts';
import { type Ask, createAsk, type Got } from './rest.ts';

/** Reading an org. What fails does so as a value, but for `query`, which throws CallFailed. */
export type SalesforceClient = {
  /** The records of a query, page after page. */
  readonly query: (soql: string, call: Call) => AsyncIterable<Row>;
  /** All of them, at most `rowsMax`. */
  readonly rows: (soql: string, call: Call) => Promise<Got<readonly Row[]>>;
  /** In the order of the ids; undefined for one that is not there (any more). */
  readonly retrieve: (object: string, ids: readonly string[], fields: readonly string[], call: Call) => Promise<Got<readonly (Row | undefined)[]>>;
  /** Undefined: the user sees no such object. */
  readonly describe: (object: string, call: Call) => Promise<Got<ObjectDescription | undefined>>;
  /** For the Pub/Sub API; `refused` is a token that was refused there. */
  readonly accessToken: (call: Call, refused?: string) => Promise<Session | Failure>;
  /** What an error of the API amounts to. */
  readonly classify: (error: ApiError) => Refusal | Failure;
  readonly ask: Ask;
};

/** A failure where a value cannot carry it. */
export class CallFailed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** One org: a client for each purpose, and what is known of its limits. */
export type Org = { readonly for: (purpose: Purpose) => SalesforceClient; readonly budget: Budget };

/** The most rows and pages of one query. A page has up to 2,000 rows, fewer when they are wide. */
export const queryLimits = { rowsMax: 50_000, pagesMax: 500 } as const;
/** The most records of one retrieve (REST API guide, sObject Collections). */
const retrieveMax = 2_000;

/** Makes the clients of one org. Throws an Error that names the setting when the key or the address is wrong. */
export function createOrg({ budget: limits, ...access }: SalesforceAccess & Pick<SalesforceSettings, 'budget'>): Org {
  const [sessions, budget] = [createSessions(access), createBudget(limits)];
  const clientFor = (purpose: Purpose): SalesforceClient => {
    const ask = createAsk({ access, sessions, budget }, purpose);
    return {
      ask,
      query: (soql, call) => pagesOf(ask, soql, call),
      rows: (soql, call) => allRows(ask, soql, call),
      retrieve: (object, ids, fields, call) => retrieve(ask, { object, ids, fields }, call),
      describe: (object, call) => describe(ask, access.apiVersion, object, call),
      accessToken: (call, refused) => (refused === undefined ? sessions.open(call) : sessions.renew(refused, call)),
      classify: meaningOf,
    };
  };
  const clients = { orders: clientFor('orders'), status: clientFor('status'), bulk: clientFor('bulk') };
  return { for: (purpose) => clients[purpose], budget };
}

const RecordPart = Type.Object({ attributes: Type.Optional(Type.Unknown()) });
const PagePart = Type.Object({
  done: Type.Boolean(),
  records: Type.Array(RecordPart),
  nextRecordsUrl: Type.Optional(Type.Union([Type.String(), Type.Null()])),
});
const readPage = answerShape(PagePart);

async function* pagesOf(ask: Ask, soql: string, call: Call): AsyncGenerator<Row> {
  let path: string | undefined = `/query?${new URLSearchParams({ q: soql })}`;
  for (let page = 0; path !== undefined; page += 1) {
    if (page === queryLimits.pagesMax) throw new CallFailed(tooMuch(`more than ${queryLimits.pagesMax} pages`, soql));
    const got: Got<{ readonly done: boolean; readonly records: readonly unknown[]; readonly nextRecordsUrl?: string | null }> = await ask(
      { method: 'GET', path, commits: false, read: readPage },
      call,
    );
    if (got.kind === 'failed') throw new CallFailed(got);
    for (const record of got.value.records) yield toRow(record) ?? {};
    path = got.value.done ? undefined : (got.value.nextRecordsUrl ?? undefined);
  }
}

async function allRows(ask: Ask, soql: string, call: Call): Promise<Got<readonly Row[]>> {
  const rows: Row[] = [];
  try {
    for await (const row of pagesOf(ask, soql, call)) {
      if (rows.length === queryLimits.rowsMax) return tooMuch(`more than ${queryLimits.rowsMax} records`, soql);
      rows.push(row);
    }
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    return error.failure;
  }
  return { kind: 'got', value: rows };
}

const shownCharsMax = 200;

const tooMuch = (what: string, soql: string): Failure => ({
  kind: 'failed',
  class: 'poison',
  message: `a query brings ${what}; it has to be narrower: ${soql.slice(0, shownCharsMax)}`,
});

const readRecords = answerShape(Type.Array(Type.Union([RecordPart, Type.Null()])));

type Wanted = { readonly object: string; readonly ids: readonly string[]; readonly fields: readonly string[] };

async function retrieve(ask: Ask, { object, ids, fields }: Wanted, call: Call): Promise<Got<readonly (Row | undefined)[]>> {
  const found: (Row | undefined)[] = [];
  for (let from = 0; from < ids.length; from += retrieveMax) {
    const body = { ids: ids.slice(from, from + retrieveMax), fields };
    const got = await ask({ method: 'POST', path: `/composite/sobjects/${object}`, body, commits: false, read: readRecords }, call);
    if (got.kind === 'failed') return got;
    found.push(...got.value.map(toRow));
  }
  return { kind: 'got', value: found };
}

/** As a subrequest, because 404 is an answer here: the object does not exist, or the user may not see it. */
async function describe(ask: Ask, version: string, object: string, call: Call): Promise<Got<ObjectDescription | undefined>> {
  const got = await composite(ask, version, [{ method: 'GET', path: `/sobjects/${object}/describe` }], call);
  if (got.kind === 'failed') return got;
  const [answer] = got.value;
  if (answer === undefined || answer.status === 404) return { kind: 'got', value: undefined };
  const read = readDescription(answer.body);
  return read.kind === 'read' ? { kind: 'got', value: read.value } : unreadableAnswer(read, { commits: false });
}
