import openapiTypescript, { astToString } from 'openapi-typescript';
import { expect, it } from 'vitest';

const description = new URL('../../../docs/reference/openapi.json', import.meta.url);

it('has the types of the API description as it is checked in (npm run generate:client writes them)', async () => {
  const types = astToString(await openapiTypescript(description, { alphabetize: true }));
  await expect(`// Made from docs/reference/openapi.json by npm run generate:client.\n\n${types}`).toMatchFileSnapshot('schema.ts');
});
