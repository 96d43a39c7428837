import { afterAll, beforeAll, expect, it } from 'vitest';
import { layOut, type PlantedRepository } from './planted-repository.ts';
import { runTool } from './run-tool.ts';

const manifest = (name: string, more: object = {}) => JSON.stringify({ name, type: 'module', ...more });
const workspace = (name: string) => manifest(name, { exports: { '.': './src/index.ts' } });

let repository: PlantedRepository;

beforeAll(() => {
  repository = layOut(
    {
      'package.json': manifest('planted', { workspaces: ['hub', 'packages/*', 'connectors', 'simulators', 'landscape', 'tests', 'bench'] }),
      'packages/canonical/package.json': workspace('@crossdock/canonical'),
      'packages/canonical/src/index.ts': 'export const door = 1;\n',
      'hub/package.json': manifest('@crossdock/hub', { dependencies: { pg: '*' } }),
      'hub/src/main.ts': "import pg from 'pg';\nimport { ship } from './orders/index.ts';\nship(pg);\n",
      'hub/src/orders/index.ts': "export { ship } from './ship.ts';\n",
      'hub/src/orders/ship.ts': 'export const ship = (what: unknown) => what;\n',
    },
    ['knip.json'],
  );
});
afterAll(() => repository.remove());

const knip = () => runTool(repository.folder, 'node_modules/knip/bin/knip.js', ['--no-progress', '--no-config-hints']);

it.each([
  ['a file that nothing imports', 'hub/src/orders/forgotten.ts', 'export const forgotten = 1;\n', /Unused files.*hub\/src\/orders\/forgotten\.ts/s],
  [
    'an export that nothing imports',
    'hub/src/orders/ship.ts',
    'export const ship = (what: unknown) => what;\nexport const planted = 1;\n',
    /Unused exports.*planted/s,
  ],
  [
    'a dependency that nothing imports',
    'hub/package.json',
    manifest('@crossdock/hub', { dependencies: { pg: '*', fastify: '*' } }),
    /Unused dependencies.*fastify/s,
  ],
  [
    'a dependency that no package.json names',
    'hub/src/orders/ship.ts',
    "import * as fastify from 'fastify';\nexport const ship = (what: unknown) => [what, fastify];\n",
    /Unlisted dependencies.*fastify/s,
  ],
])('goes red for %s, and green again', async (_, file, text, said) => {
  repository.plant(file, text);
  const red = await knip();
  repository.weed();
  const green = await knip();
  expect(red.text).toMatch(said);
  expect(red.code).toBe(1);
  expect(green).toMatchObject({ code: 0 });
});
