import swagger from '@fastify/swagger';
import fastify, { type FastifyInstance } from 'fastify';
import { guard } from './access.ts';
import { answerProblems } from './answer-problem.ts';
import { takeJsonBodies } from './body.ts';
import type { ApiDeps } from './deps.ts';
import { description } from './description.ts';
import { namedSchemas } from './schemas.ts';
import { createTally, type Tally } from './tally.ts';
import { type Compiler, createCompiler } from './validation.ts';

/** Longest waits of the server, in ms: for a whole request to arrive (a batch streams for long), and for the next one on an open connection. */
export const serverLimits = { requestMsMax: 300_000, keepAliveMs: 72_000, paramCharsMax: 200 } as const;

/** What every resource gets: the API's dependencies, the counters and the compiler of schemas. */
export type ResourceDeps = ApiDeps & { readonly tally: Tally; readonly compiler: Compiler };

/** Adds one resource's routes. */
export type Resource = (app: FastifyInstance, deps: ResourceDeps) => void;

/** Names for requests that nobody else gives: one of this process, and a count; a fresh id each would cost more than reading most bodies. */
function requestNames(process: string): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `${process}.${count}`;
  };
}

/** The HTTP server with these resources; not listening yet. */
export async function createApp(resources: readonly Resource[], deps: ApiDeps): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    requestTimeout: serverLimits.requestMsMax,
    keepAliveTimeout: serverLimits.keepAliveMs,
    genReqId: requestNames(deps.newId()),
    routerOptions: { maxParamLength: serverLimits.paramCharsMax },
    exposeHeadRoutes: false,
  });
  const compiler = createCompiler(namedSchemas);
  const tally = createTally(deps.metrics);
  // Headers are documented by schema and read by hand: compiling them would cost every request.
  app.setValidatorCompiler(({ schema, httpPart }) => {
    if (httpPart === 'headers') return () => true;
    return httpPart === 'body' ? compiler.body(schema as object) : compiler.text(schema as object);
  });
  app.setSerializerCompiler(() => JSON.stringify); // what handlers return is ours and whole; the schemas describe it
  for (const schema of namedSchemas) app.addSchema(schema);
  app.decorateRequest('client', null).decorateRequest('rawBody', null);
  takeJsonBodies(app);
  answerProblems(app, { ...deps, tally });
  app.addHook('onRequest', guard(deps));
  // A body that was not sent has no members: so the answer names the first that is missing.
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.routeOptions.schema?.body !== undefined && request.rawBody === null) request.body ??= {};
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    tally.request(request.method, request.routeOptions.url ?? 'unknown', reply.statusCode);
    done();
  });
  app.addHook('onRoute', (route) => {
    if (route.config?.access === undefined) throw new Error(`${String(route.method)} ${route.url} does not say who may use it.`);
  });
  await app.register(swagger, description());
  for (const add of resources) add(app, { ...deps, tally, compiler });
  return app;
}
