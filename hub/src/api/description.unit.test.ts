import fs from 'node:fs';
import { expect, it } from 'vitest';
import { offlineApi } from './api-testing.ts';
import { problemCodes } from './problem-codes.ts';

type Operation = {
  readonly operationId: string;
  readonly summary?: string;
  readonly security: readonly unknown[];
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
};

async function description() {
  const { app } = await offlineApi();
  const { body } = await app.inject({ method: 'GET', url: '/openapi.json' });
  return JSON.parse(body) as { openapi: string; paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, object> } };
}

it('is the one that is checked in (npm run generate:client writes it)', async () => {
  await expect(`${JSON.stringify(await description(), null, 2)}\n`).toMatchFileSnapshot('../../../docs/reference/openapi.json');
});

it('describes every route with a summary, who may use it, and the problems it answers with', async () => {
  const { openapi, paths } = await description();
  expect(openapi).toBe('3.1.0');
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
  expect(new Set(operations.map((operation) => operation.operationId)).size).toBe(operations.length);
  for (const { operationId, summary, security, responses } of operations) {
    expect({ operationId, summary }).toEqual({ operationId, summary: expect.stringMatching(/^.{10,}/) });
    expect({ operationId, problems: Object.keys(responses).filter((status) => status.startsWith('4') || status.startsWith('5')) }).toEqual({
      operationId,
      problems: expect.arrayContaining(security.length > 0 ? ['401', '403', '500', '503'] : ['500', '503']),
    });
  }
});

it('carries patterns, formats, enumerations and limits of the schemas that check the bodies', async () => {
  const { components } = await description();
  const { OrderRequest: order } = components.schemas as unknown as { OrderRequest: Record<'properties', Record<string, Record<string, unknown>>> & object };
  expect(order).toMatchObject({ additionalProperties: false, required: ['customer', 'currency', 'lines'] });
  expect(order.properties['requestedDate']).toMatchObject({ format: 'date' });
  expect(order.properties['currency']).toMatchObject({ enum: expect.arrayContaining(['USD', 'EUR']) });
  expect(order.properties['lines']).toMatchObject({
    maxItems: 5_000,
    items: { properties: { quantity: { properties: { value: { pattern: expect.any(String) } } } } },
  });
});

it('knows the same problems as docs/reference/errors.md', () => {
  const text = fs.readFileSync(new URL('../../../docs/reference/errors.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `([a-z0-9-]+)` +\| (\d+) +\| (\w+) +\| ([\w-]+) +\| (.+?) +\| (.+?) +\|$/gm)].map(
    ([, code, status, kind, owner, title, remedy]) => ({
      code,
      status: Number(status),
      class: kind,
      owner,
      title,
      remedy,
    }),
  );
  expect(rows).toEqual(
    Object.entries(problemCodes).map(([code, { status, class: kind, owner, title, remedy }]) => ({ code, status, class: kind, owner, title, remedy })),
  );
});
