import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { layOut, type PlantedRepository, root } from './planted-repository.ts';

type Law = { readonly readImports: (folder: string) => Promise<{ readonly broken: readonly string[]; readonly imports: number }> };

const load = async <T>(file: string) => (await import(pathToFileURL(path.join(root, file)).href)) as T; // plain JavaScript, for it runs before anything is installed
const { readImports } = await load<Law>('tools/law.mjs');
const { modules } = await load<{ readonly modules: Readonly<Record<string, readonly string[]>> }>('architecture.mjs');

const doorOf = (module: string) => (module.startsWith('hub/') ? `${module}/index.ts` : `${module}/src/index.ts`);
const door = 'export const name = 1;\n';
const manifest = (name: string) => JSON.stringify({ name, type: 'module', exports: { '.': { '@crossdock/source': './src/index.ts' } } });

let repository: PlantedRepository;

beforeEach(() => {
  const workspaces = Object.keys(modules).filter((module) => !module.startsWith('hub/'));
  repository = layOut({
    ...Object.fromEntries(Object.keys(modules).map((module) => [doorOf(module), door])),
    ...Object.fromEntries(workspaces.map((module) => [`${module}/package.json`, manifest(`@crossdock/${path.basename(module)}`)])),
    'hub/src/main.ts': "import { name } from './engine/index.ts';\nexport const main = name;\n",
    'hub/src/engine/submit.ts': "import { name } from '../orders/index.ts';\nexport const submit = name;\n",
    'hub/src/orders/ship.ts': "import { name } from '@crossdock/canonical';\nexport const ship = name;\n",
    'connectors/src/netsuite/index.ts': door,
    'connectors/src/sap/index.ts': door,
  });
  const scope = path.join(repository.folder, 'node_modules/@crossdock');
  fs.mkdirSync(scope, { recursive: true });
  for (const module of workspaces) fs.symlinkSync(path.join(repository.folder, module), path.join(scope, path.basename(module)));
});
afterEach(() => repository.remove());

it('is green on a repository that keeps the law, having read its imports', async () => {
  expect(await readImports(repository.folder)).toMatchObject({ broken: [], imports: 3 });
});

const uses = (what: string) => `import { name } from '${what}';\nexport const planted = name;\n`;
const only = (module: string) => `${module} imports only what architecture.mjs allows`;

it.each([
  ['an import against the direction', 'hub/src/orders/planted.ts', uses('../engine/index.ts'), only('hub/src/orders')],
  ['a pure module that reaches for the database', 'hub/src/flows/planted.ts', uses('../platform/index.ts'), only('hub/src/flows')],
  [
    'a module that enters another not by its door',
    'hub/src/engine/planted.ts',
    "import { ship } from '../orders/ship.ts';\nexport const planted = ship;\n",
    only('hub/src/engine'),
  ],
  [
    'a module that imports the composition root',
    'hub/src/api/planted.ts',
    "import { main } from '../main.ts';\nexport const planted = main;\n",
    only('hub/src/api'),
  ],
  ['a package that knows the hub', 'packages/canonical/src/planted.ts', uses('../../../hub/src/orders/index.ts'), only('packages/canonical')],
  ['a connector that knows the hub', 'connectors/src/sap/planted.ts', uses('../../../hub/src/platform/index.ts'), only('connectors')],
  [
    'an import of a type alone',
    'hub/src/orders/planted.ts',
    "import type { name } from '../engine/index.ts';\nexport type Planted = typeof name;\n",
    only('hub/src/orders'),
  ],
  ['an import inside a function', 'hub/src/orders/planted.ts', "export const planted = () => import('../engine/index.ts');\n", only('hub/src/orders')],
  ['a connector that imports another', 'connectors/src/sap/planted.ts', uses('../netsuite/index.ts'), 'connectors know nothing of each other'],
  ['shipped code that imports a stand-in', 'hub/src/planted.ts', uses('@crossdock/simulators'), 'nothing that ships knows the tests or the stand-ins'],
  ['shipped code that imports what tests use', 'hub/src/planted.ts', uses('./testing/index.ts'), 'nothing that ships knows the tests or the stand-ins'],
  [
    'a decision that reads a file',
    'hub/src/flows/planted.ts',
    "import { readFileSync } from 'node:fs';\nexport const planted = readFileSync;\n",
    'what decides does no I/O',
  ],
  ['a decision that asks a database', 'hub/src/orders/planted.ts', "import pg from 'pg';\nexport const planted = pg;\n", 'what decides does no I/O'],
  ['a file that is not there', 'hub/src/api/planted.ts', uses('./gone.ts'), 'every import resolves'],
  ['a package that is not there', 'hub/src/api/planted.ts', uses('left-pad-of-nobody'), 'every import resolves'],
])('goes red for %s, and green again', async (_, file, text, rule) => {
  repository.plant(file, text);
  const { broken } = await readImports(repository.folder);
  expect(broken.filter((line) => line.startsWith(`${file} → `) && line.endsWith(`: ${rule}`))).toHaveLength(1);
  repository.weed();
  expect((await readImports(repository.folder)).broken).toEqual([]);
});

it('goes red for a module that nobody listed', async () => {
  repository.plant('hub/src/helpers/planted.ts', door);
  expect((await readImports(repository.folder)).broken).toEqual(['hub/src/helpers/planted.ts is in a module that architecture.mjs does not list']);
});

it('goes red for a circle of two files', async () => {
  repository.plant('hub/src/events/one.ts', "import { two } from './two.ts';\nexport const one = () => two;\n");
  repository.plant('hub/src/events/two.ts', "import { one } from './one.ts';\nexport const two = () => one;\n");
  const { broken } = await readImports(repository.folder);
  expect(broken).toContain('hub/src/events/one.ts → hub/src/events/two.ts: no cycles');
  expect(broken.every((line) => line.endsWith('no cycles'))).toBe(true);
});

it.each(Object.keys(modules))('goes red when %s, which the law names, has no file', async (module) => {
  fs.rmSync(path.join(repository.folder, module), { recursive: true });
  const { broken } = await readImports(repository.folder);
  expect(broken).toContain(`${module} is in architecture.mjs, but no file of it was read`);
});
