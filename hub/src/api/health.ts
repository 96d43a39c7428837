import { Type } from 'typebox';
import type { Resource } from './app.ts';
import { operation } from './operation.ts';

/** Whether the process lives, whether it can do its work, and what it offers. */
export const health: Resource = (app, deps) => {
  app.get('/healthz', healthOperation, async () => ({ status: 'alive' }));
  app.get('/readyz', readyOperation, async (_request, reply) => {
    const readiness = await deps.readiness();
    return reply.code(readiness.ready ? 200 : 503).send(readiness);
  });
  app.get('/openapi.json', descriptionOperation, async () => app.swagger());
};

const Readiness = Type.Object({ ready: Type.Boolean(), checks: Type.Record(Type.String(), Type.String()) });

const healthOperation = operation({
  id: 'health',
  summary: 'Whether the process lives',
  tag: 'operations',
  access: 'open',
  answers: { 200: { when: 'It does.', schema: Type.Object({ status: Type.String() }) } },
  refuses: [],
});

const readyOperation = operation({
  id: 'readiness',
  summary: 'Whether traffic should be sent here',
  tag: 'operations',
  access: 'open',
  answers: { 200: { when: 'Ready.', schema: Readiness }, 503: { when: 'Not ready; the checks say why.', schema: Readiness } },
  refuses: [],
});

const descriptionOperation = operation({
  id: 'description',
  summary: 'This description',
  tag: 'operations',
  access: 'open',
  answers: { 200: { when: 'OpenAPI 3.1.', schema: Type.Record(Type.String(), Type.Unknown()) } },
  refuses: [],
});
