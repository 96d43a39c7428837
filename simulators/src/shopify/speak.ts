import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RetryAfter } from '../faults.ts';
import type { Serving } from '../stand-in/index.ts';
import { type AdminAnswer, type AdminGround, type Asked, ask, broken, notFound, throttled, unauthorized } from './admin-api.ts';
import { writeJson } from './json.ts';

const bodyBytesMax = 2_000_000;
const retryAfterSeconds = 2;
const versionShape = /^(\d{4}-(01|04|07|10)|unstable)$/;

/** Whether a request is for the Admin API; everything else on the system's address is the common machinery's. */
export const isForAdminApi = (request: IncomingMessage): boolean => (request.url ?? '').startsWith('/admin/');

/** Answers one request as Shopify's Admin API does, with the faults in force; never rejects. */
export async function speakAdminApi(serving: Serving, ground: AdminGround, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
    const [, version = '', path = ''] = /^\/admin\/api\/([^/]+)\/(.+)$/.exec(url.pathname) ?? [];
    const body = await readBody(request);
    if (!versionShape.test(version)) return send(response, '', notFound);
    const asked = ask(ground, { method: request.method ?? '', url, path, body });
    if (request.headers['x-shopify-access-token'] !== serving.token) return send(response, version, unauthorized);
    if (asked === undefined) return send(response, version, notFound);
    await serveAsked(serving, asked, (answer) => (answer === 'cut' ? response.destroy() : send(response, version, answer)));
  } catch (error) {
    send(response, '', { status: 500, json: { errors: error instanceof Error ? error.message : String(error) } });
  }
}

async function serveAsked(
  { traffic, dice, latencyMs, retryAfter, cursor, later }: Serving,
  asked: Asked,
  reply: (answer: AdminAnswer | 'cut') => void,
): Promise<void> {
  const cap = traffic.arrive(asked.name);
  try {
    const plan = dice.planRequest(asked.name, asked.effect);
    if (cap === 'above the cap') return reply(throttled(asked.protocol, waitOf(retryAfter)));
    if (plan.before.kind === 'throttled') {
      dice.count('throttle');
      return reply(throttled(asked.protocol, waitOf(plan.before.retryAfter)));
    }
    if (plan.before.kind === 'unauthorized') {
      dice.count('unauthorized');
      return reply(unauthorized);
    }
    if (plan.slowMs > 0) dice.count('slow');
    await pause(latencyMs + plan.slowMs);
    const isTrackingDropped = plan.dropped === 'tracking';
    if (typeof plan.after === 'object') {
      dice.count('lateCommit');
      later(plan.after.lateMs, () => asked.answer(isTrackingDropped));
      if (plan.after.caller === 'hang') await pause(plan.after.lateMs);
      return reply('cut');
    }
    const before = cursor();
    const answer = asked.answer(isTrackingDropped);
    const fault = cursor() > before ? plan.after : 'answer';
    if (isTrackingDropped && cursor() > before) dice.count('silentFieldDrop');
    if (fault === 'drop') dice.count('dropAfterCommit');
    if (fault === 'error') dice.count('errorAfterCommit');
    reply(fault === 'drop' ? 'cut' : fault === 'error' ? broken(asked.protocol) : answer);
  } finally {
    traffic.leave();
  }
}

/** Retry-After; Shopify writes its seconds with a decimal. */
function waitOf(retryAfter: RetryAfter): string | undefined {
  if (retryAfter === 'none') return undefined;
  return retryAfter === 's' ? retryAfterSeconds.toFixed(1) : new Date(Date.now() + retryAfterSeconds * 1000).toUTCString();
}

function send(response: ServerResponse, version: string, { status, headers, json }: AdminAnswer): void {
  if (response.headersSent || response.destroyed) return;
  const text = writeJson(json);
  const common = { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text), 'x-shopify-shop-api-call-limit': '1/40' };
  response.writeHead(status, { ...common, ...(version === '' ? {} : { 'x-shopify-api-version': version }), ...headers }).end(text);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > bodyBytesMax) throw new Error(`a body may have ${bodyBytesMax} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

const pause = (ms: number): Promise<void> => (ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve());
