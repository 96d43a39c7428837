import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { Serving } from '../../stand-in/index.ts';
import type { Org, Who } from '../org/index.ts';
import { answerOf, errorAnswer, notFound, Refused } from './answers.ts';
import type { Disturber } from './faults/disturb.ts';
import type { SalesforceFaults } from './faults/own-faults.ts';
import { findRoute, methodsOf, splitUrl } from './find-route.ts';
import { limitHeader, type Usage } from './limits/usage.ts';
import { isVersion, versionList } from './records/object-routes.ts';
import type { SfAnswer, SfRequest, SfRoute } from './route.ts';
import { routeNameOf } from './route-names.ts';
import { answerOAuth, type OAuth, tokenIn } from './sign-in/oauth.ts';
import type { Session } from './sign-in/sessions.ts';

/** What the API works on. */
export type SalesforceGround = {
  readonly org: Org;
  readonly oauth: OAuth;
  readonly usage: Usage;
  readonly routes: readonly SfRoute[];
  readonly disturbedBy: Disturber;
};

/** REST API guide, status codes: a longer URI is 414. */
const urlBytesMax = 16_384;
/** Above the largest upload that Bulk API 2.0 takes, so that it refuses in its own words. */
const bodyBytesMax = 160 * 1024 * 1024;

/** Whether a request is for the org; everything else on the system's address is the common machinery's. */
export const isForSalesforce = (request: IncomingMessage): boolean => /^\/(services|id)\//.test(request.url ?? '');

/** Answers one request as the platform does, with the faults in force; never rejects. */
export async function speakSalesforce(serving: Serving, ground: SalesforceGround, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const asked = readUrl(request);
    const cap = serving.traffic.arrive(asked.name);
    try {
      const body = await readBody(request);
      await serveAsked(serving, ground, { ...asked, request, body, cap }, (answer) => send(response, ground.usage, answer));
    } finally {
      serving.traffic.leave();
    }
  } catch (error) {
    send(response, ground.usage, answerOf(error));
  }
}

type Asked = {
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly request: IncomingMessage;
  readonly body: Buffer;
  readonly cap: 'within the cap' | 'above the cap';
};
type Reply = (answer: SfAnswer | 'cut') => void;

function readUrl(request: IncomingMessage): Pick<Asked, 'name' | 'method' | 'url'> {
  const url = request.url ?? '/';
  const sent = request.method === 'HEAD' ? 'GET' : (request.method ?? ''); // Node leaves the body of the answer away
  const method = splitUrl(url)?.query.get('_HttpMethod') ?? sent; // for clients that cannot send PATCH
  return { method, url, name: routeNameOf(method, url) };
}

async function serveAsked(serving: Serving, ground: SalesforceGround, asked: Asked, reply: Reply): Promise<void> {
  const { dice, latencyMs } = serving;
  const plan = dice.planRequest(asked.name, asked.method === 'GET' ? 'reads' : 'commits');
  if (dice.strikes(dice.faults().salesforce?.maintenance ?? 0)) {
    dice.count('maintenance');
    return reply(maintenancePage);
  }
  if (plan.slowMs > 0) dice.count('slow');
  await pause(latencyMs + plan.slowMs);
  if (asked.url.length > urlBytesMax) return reply(errorAnswer(414, 'URI_TOO_LONG', `The URI is longer than ${urlBytesMax} bytes.`));
  const isRest = asked.url.startsWith('/services/data');
  if (!isRest) return reply((await answerOAuth(ground.oauth, oauthRequest(asked))) ?? answerOf(notFound()));
  if (splitUrl(asked.url) === undefined) return reply(/^\/services\/data\/?(\?|$)/.test(asked.url) ? versionList() : answerOf(notFound()));
  if (asked.cap === 'above the cap' || plan.before.kind === 'throttled') {
    if (plan.before.kind === 'throttled') dice.count('throttle');
    return reply(errorAnswer(403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.'));
  }
  const token = tokenIn(asked.request.headers.authorization) ?? '';
  if (plan.before.kind === 'unauthorized') {
    dice.count('unauthorized');
    ground.oauth.sessions.end(token);
  }
  const session = ground.oauth.sessions.find(token);
  if (session === undefined)
    return reply({ ...errorAnswer(401, 'INVALID_SESSION_ID', 'Session expired or invalid'), headers: { 'www-authenticate': 'Token' } });
  if (!ground.usage.take()) return reply(errorAnswer(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'));
  const run = () => ground.disturbedBy(serving, () => answerRest(ground, asked, session));
  if (typeof plan.after !== 'object') return await answerNow(serving, run, plan.after, reply);
  const { lateMs, caller } = plan.after;
  dice.count('lateCommit');
  serving.later(lateMs, () => void run());
  if (caller === 'hang') await pause(lateMs);
  reply('cut');
}

async function answerNow({ dice, cursor }: Serving, run: () => Promise<SfAnswer>, after: 'answer' | 'drop' | 'error', reply: Reply): Promise<void> {
  const before = cursor();
  const answer = await run();
  countStruck(dice, dice.faults().salesforce ?? {}, answer);
  if (after === 'answer' || cursor() === before) return reply(answer);
  dice.count(after === 'drop' ? 'dropAfterCommit' : 'errorAfterCommit');
  reply(after === 'drop' ? 'cut' : errorAnswer(500, 'UNKNOWN_EXCEPTION', 'An unexpected error occurred.'));
}

/** Runs the route; never rejects. */
async function answerRest({ org, routes }: SalesforceGround, { method, url, request, body }: Asked, { userId }: Session): Promise<SfAnswer> {
  try {
    refuseMedia(request, body);
    const found = findRoute(routes, method, url);
    const { version, path } = splitUrl(url) ?? { version: '', path: '' };
    if (!isVersion(version)) return answerOf(notFound());
    if (found === undefined) return missing(routes, method, path);
    const asked: SfRequest = { ...found, method, headers: request.headers, body, org, who: whoOf(request, userId, version), instanceUrl: originOf(request) };
    return await found.route.run(asked);
  } catch (error) {
    return answerOf(error);
  }
}

/** Bodies are JSON; only the data of bulk jobs is not. Plain text is what `fetch` says of a body when nobody says what it is. */
function refuseMedia({ url = '', headers }: IncomingMessage, body: Buffer): void {
  const media = headers['content-type'] ?? 'application/json';
  if (body.length === 0 || /^(?:application\/(?:[\w.-]+\+)?json|text\/plain)\b/i.test(media) || splitUrl(url)?.path.startsWith('/jobs/') === true) return;
  throw new Refused(415, 'UNSUPPORTED_MEDIA_TYPE', `Content-Type header specified in HTTP request is not supported: ${media}`);
}

function missing(routes: readonly SfRoute[], method: string, path: string): SfAnswer {
  const offered = methodsOf(routes, path);
  if (offered.length === 0) return answerOf(notFound());
  const message = `HTTP Method '${method}' not allowed. Allowed are ${offered.join(',')}`;
  return { ...errorAnswer(405, 'METHOD_NOT_ALLOWED', message), headers: { allow: offered.join(',') } };
}

/** `Sforce-Call-Options: client=crossdock, defaultNamespace=x`: the client's name becomes part of changeOrigin. */
function whoOf(request: IncomingMessage, userId: string, apiVersion: string): Who {
  const options = [request.headers['sforce-call-options'] ?? []].flat().join(',');
  const client = /(?:^|[,;\s])client=([^,;]+)/i.exec(options)?.[1]?.trim();
  return {
    userId,
    apiVersion,
    ...(client === undefined ? {} : { client }),
    api: splitUrl(request.url ?? '')?.path.startsWith('/jobs/') === true ? 'bulk' : 'rest',
  };
}

function oauthRequest({ method, url, request, body }: Asked) {
  const [path = '', query = ''] = url.split('?');
  const text = body.toString('utf8');
  const form = new URLSearchParams(body.length > 0 ? text : query);
  return { method, path, form, text, authorization: request.headers.authorization, instanceUrl: originOf(request) };
}

const originOf = (request: IncomingMessage): string => `http://${request.headers.host ?? 'localhost'}`;

const errorCodes = {
  rowLock: 'UNABLE_TO_LOCK_ROW',
  validationRule: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
  failingTrigger: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
} as const;

/** Counts the faults of the org that this answer tells of, however deep in a composite. */
function countStruck(dice: Serving['dice'], faults: SalesforceFaults, { json }: SfAnswer): void {
  const inForce = Object.entries(errorCodes).filter(([fault]) => fault in faults);
  if (inForce.length === 0) return;
  const text = JSON.stringify(json ?? null);
  for (const [fault, code] of inForce) if (text.includes(code)) dice.count(fault);
}

const maintenancePage: SfAnswer = {
  status: 503,
  type: 'text/html; charset=UTF-8',
  text: '<!DOCTYPE html><html><head><title>Salesforce - Down for Maintenance</title></head><body><h1>We are down for maintenance.</h1><p>Sorry for the inconvenience. We will be back shortly.</p></body></html>',
};

function send(response: ServerResponse, usage: Usage, answer: SfAnswer | 'cut'): void {
  if (response.headersSent || response.destroyed) return;
  if (answer === 'cut') {
    response.destroy();
    return;
  }
  const { status, headers = {}, json, text, type } = answer;
  const body = text ?? (json === undefined ? undefined : JSON.stringify(json));
  const limit = (response.req.url ?? '').startsWith('/services/data/') ? limitHeader(usage) : {};
  const content = body === undefined ? {} : { 'content-type': type ?? 'application/json;charset=UTF-8', 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { ...limit, ...content, ...headers }).end(body);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > bodyBytesMax) throw new Refused(413, 'EXCEEDED_MAX_SIZE_REQUEST', `a body may have ${bodyBytesMax} bytes`);
    parts.push(part);
  }
  const whole = Buffer.concat(parts);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(whole, { maxOutputLength: bodyBytesMax }) : whole;
}

const pause = (ms: number): Promise<void> => (ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve());
