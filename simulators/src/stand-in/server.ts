import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { finished } from 'node:stream/promises';
import type { Dice, RetryAfter } from '../faults.ts';
import { Malformed } from './read.ts';
import { type Refusal, refusalStatus, refused } from './refusal.ts';
import { type Answer, type Call, type FindRoute, type Route, routeName } from './route.ts';
import type { Traffic } from './traffic.ts';

/** What a stand-in serves requests with. */
export type Serving = {
  readonly token: string;
  readonly latencyMs: number;
  readonly retryAfter: RetryAfter;
  readonly traffic: Traffic;
  readonly dice: Dice;
  readonly findRoute: FindRoute;
  /** The book's cursor: it moved if and only if something was committed. */
  readonly cursor: () => number;
  /** Does something later, unless the stand-in is closed or its book emptied before. */
  readonly later: (ms: number, work: () => void) => void;
  /** Opens or closes the system's address as the faults want it. */
  readonly settleDoors: () => Promise<void>;
};

/** Which of the two addresses a request came to. */
export type Door = 'system' | 'control';

const bodyBytesMax = 2_000_000;
/** Longer than any client keeps an idle connection, so that none dies by accident. */
const keepAliveMs = 75_000;
/** Twice the longest address that a stand-in takes, so that it refuses longer ones in its own words. */
const headerBytesMax = 65_536;
/** Sent in Retry-After. */
const retryAfterSeconds = 1;

/** Listens on an address; answers the server and its port. */
export async function listen(
  host: string,
  port: number,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ server: Server; port: number }> {
  const server = createServer({ keepAliveTimeout: keepAliveMs, maxHeaderSize: headerBytesMax }, handle);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return { server, port: (server.address() as AddressInfo).port };
}

/** Stops listening and ends every connection at once. */
export async function stopListening(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Answers one request from start to end; never rejects. */
export async function serve(serving: Serving, via: Door, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const { pathname, searchParams } = splitUrl(request.url ?? '/');
    const found = serving.findRoute(request.method ?? '', pathname);
    if (found === undefined || (via === 'control' && found.route.access === 'system')) {
      await readBody(request);
      return send(response, refused('no-such-route', `${request.method} ${pathname} is not offered here`));
    }
    const { route, params } = found;
    const asked = { param: (name: string) => params[name] ?? '', query: searchParams, ifMatch: ifMatchOf(request), dropped: undefined };
    if (route.access === 'system') return await serveSystem(serving, { route, asked, request, response });
    const body = await readBody(request);
    if (route.access !== 'open' && !isAuthorized(serving, request)) return send(response, refused('unauthorized', 'the bearer token is missing or wrong'));
    const answer = await route.answer({ ...asked, body: parsed(body) });
    if (via === 'control') await serving.settleDoors();
    send(response, answer);
    if (via === 'control' || route.path !== '/faults') return;
    await finished(response); // refusing connections would cut this very answer
    await serving.settleDoors();
  } catch (error) {
    send(response, refusalOf(error));
  }
}

type SystemRequest = {
  readonly route: Extract<Route, { readonly access: 'system' }>;
  readonly asked: Omit<Call, 'body'>;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
};

async function serveSystem(serving: Serving, { route, asked, request, response }: SystemRequest): Promise<void> {
  const { traffic, dice } = serving;
  const name = routeName(route);
  const cap = traffic.arrive(name);
  try {
    const plan = dice.planRequest(name, route.effect);
    const body = await readBody(request);
    if (cap === 'above the cap') return sendThrottled(response, serving.retryAfter);
    if (plan.before.kind === 'throttled') {
      dice.count('throttle');
      return sendThrottled(response, plan.before.retryAfter);
    }
    if (plan.before.kind === 'unauthorized') dice.count('unauthorized');
    if (plan.before.kind === 'unauthorized' || !isAuthorized(serving, request))
      return send(response, refused('unauthorized', 'the bearer token is missing or wrong'));
    if (plan.slowMs > 0) dice.count('slow');
    await sleep(serving.latencyMs + plan.slowMs);
    const call: Call = { ...asked, body: parsed(body), dropped: plan.dropped };
    if (typeof plan.after === 'object') return await commitLate(serving, { route, call, response, ...plan.after });
    answerNow(serving, { route, call, response, after: plan.after });
  } finally {
    traffic.leave();
  }
}

type Ready = { readonly route: SystemRequest['route']; readonly call: Call; readonly response: ServerResponse };

function answerNow({ dice, cursor }: Serving, { route, call, response, after }: Ready & { readonly after: 'answer' | 'drop' | 'error' }): void {
  const before = cursor();
  const answer = route.answer(call);
  const isCommitted = cursor() > before;
  if (isCommitted && call.dropped !== undefined) dice.count('silentFieldDrop');
  if (after === 'answer' || !isCommitted) {
    send(response, answer);
  } else if (after === 'drop') {
    dice.count('dropAfterCommit');
    response.destroy();
  } else {
    dice.count('errorAfterCommit');
    send(response, refused('internal', 'an unexpected error'));
  }
}

async function commitLate(
  { dice, later }: Serving,
  { route, call, response, lateMs, caller }: Ready & { readonly lateMs: number; readonly caller: 'drop' | 'hang' },
): Promise<void> {
  dice.count('lateCommit');
  const commit = () => {
    try {
      route.answer(call);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error; // what could not be read is never committed
    }
  };
  later(lateMs, commit);
  if (caller === 'hang') await sleep(lateMs);
  response.destroy();
}

function send(response: ServerResponse, answer: Answer): void {
  if (response.headersSent || response.destroyed) return;
  if (answer.outcome === 'page') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(answer.html);
    return;
  }
  const status = answer.outcome === 'refused' ? refusalStatus[answer.code] : answer.status;
  const text = JSON.stringify(answer.outcome === 'refused' ? problemOf(answer) : answer.body);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text) }).end(text);
}

function sendThrottled(response: ServerResponse, retryAfter: RetryAfter): void {
  const at = new Date(Date.now() + retryAfterSeconds * 1000).toUTCString();
  if (retryAfter !== 'none') response.setHeader('retry-after', retryAfter === 's' ? String(retryAfterSeconds) : at);
  send(response, refused('too-many-requests', 'more requests than this system takes'));
}

const problemOf = ({ code, message, field, more }: Refusal) => ({ code, message, ...(field === undefined ? {} : { field }), ...more });

/** What an error thrown while answering says to the caller. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof BodyTooLarge) return refused('body-too-large', error.message);
  if (error instanceof Malformed) return refused('malformed', error.message, error.field === '' ? {} : { field: error.field });
  return refused('internal', error instanceof Error ? error.message : String(error));
}

class BodyTooLarge extends Error {}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > bodyBytesMax) throw new BodyTooLarge(`a body may have ${bodyBytesMax} bytes`);
    parts.push(part);
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
}

function parsed(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new Malformed('', 'is not JSON');
  }
}

function splitUrl(url: string): { pathname: string; searchParams: URLSearchParams } {
  const mark = url.indexOf('?');
  return mark < 0
    ? { pathname: url, searchParams: new URLSearchParams() }
    : { pathname: url.slice(0, mark), searchParams: new URLSearchParams(url.slice(mark + 1)) };
}

/** If-Match as a version: quotes and the mark of a weak tag are taken off. */
const ifMatchOf = (request: IncomingMessage): string | undefined => request.headers['if-match']?.replace(/^W\//, '').replaceAll('"', '');

const isAuthorized = ({ token }: Serving, request: IncomingMessage): boolean => request.headers.authorization === `Bearer ${token}`;

const sleep = (ms: number): Promise<void> => (ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve());
