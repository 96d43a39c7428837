import type { Scope } from '@crossdock/connector-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Client, Identity } from '../platform/index.ts';
import { Refused } from './problem.ts';

/**
 * Who may use a route: a client with that scope, anybody with any key (`any-key`), everybody (`open`), whoever can sign
 * (`signed`: the connector checks), or this machine (`local`). A route without one is not registered.
 */
export type Access = Scope | 'any-key' | 'open' | 'signed' | 'local';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    takes?: { readonly type: string; readonly says: string };
  }
  interface FastifyRequest {
    client: Client | null;
  }
}

/** The client of a request that the guard has let in. */
export function clientOf(request: FastifyRequest): Client {
  const { client } = request;
  if (!client) throw new Error(`${request.method} ${request.url} was let in without a client.`);
  return client;
}

/** The client, if the request has shown a valid key. */
export function knownClient(request: FastifyRequest): Client | undefined {
  return request.client ?? undefined;
}

/** How the audit names a client. */
export function actorOf(client: Client): string {
  return `client:${client.id}`;
}

type Hook = (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => void;

/** Looks at the key before anything of the body is read. */
export function guard(deps: { readonly identity: Identity; readonly pagesFor: 'this-machine' | 'everybody' }): Hook {
  return (request, _reply, done) => {
    const access = request.routeOptions.config.access ?? 'any-key';
    if (access === 'open' || access === 'signed') return done();
    if (access === 'local') return done(deps.pagesFor === 'everybody' || isFromHere(request) ? undefined : notLocal());
    const client = deps.identity.clientOf(request.headers.authorization);
    if (!client) return done(new Refused({ code: 'unauthenticated', detail: whyUnknown(request) }));
    request.client = client;
    if (access !== 'any-key' && !client.scopes.has(access)) return done(new Refused({ code: 'missing-scope', detail: `This needs the scope ${access}.` }));
    done();
  };
}

function whyUnknown(request: FastifyRequest): string {
  return request.headers.authorization === undefined ? 'The header Authorization is missing.' : 'The key in the header Authorization is not valid.';
}

function notLocal(): Refused {
  return new Refused({ code: 'not-local', detail: 'This page is shown to the machine that runs the hub only.' });
}

const hereAddresses: ReadonlySet<string | undefined> = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const hereNames = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Asked from this machine itself: not through a proxy, and not by a web page that gave its own name our address. */
function isFromHere(request: FastifyRequest): boolean {
  const { headers } = request;
  const isProxied = headers['x-forwarded-for'] !== undefined || headers['forwarded'] !== undefined || headers['via'] !== undefined;
  return hereAddresses.has(request.socket.remoteAddress) && !isProxied && hereNames.test(headers.host ?? '');
}
