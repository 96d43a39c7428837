import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { layOut, type PlantedRepository } from './planted-repository.ts';
import { type Ran, runTool } from './run-tool.ts';

/** Each with the file it is planted in, what it breaks, and the text. */
const violations: Readonly<Record<string, readonly [rule: string, text: string]>> = {
  'hub/src/orders/reads-the-time.ts': ['plugin', 'export const planted = new Date();\n'],
  'hub/src/engine/reads-milliseconds.ts': ['plugin', 'export const planted = Date.now();\n'],
  'hub/src/takes-the-clock-along.ts': ['plugin', 'export const planted = { now: Date.now };\n'],
  'hub/src/systems/measures.ts': ['plugin', 'export const planted = performance.now();\n'],
  'connectors/src/sap/reads-the-time.ts': ['plugin', 'export const planted = new Date();\n'],
  'packages/edi/src/reads-the-time.ts': ['plugin', 'export const planted = Date.now();\n'],
  'hub/src/flows/throws-dice.ts': ['plugin', 'export const planted = Math.random();\n'],
  'hub/src/engine/makes-an-id.ts': ['plugin', 'export const planted = crypto.randomUUID();\n'],
  'hub/src/intake/makes-an-id.ts': ['plugin', "import { randomUUID } from 'node:crypto';\n\nexport const planted = randomUUID();\n"],
  'hub/src/systems/glues-sql.ts': ['plugin', sql("'select * from refs where value = ' + row.id")],
  'hub/src/systems/fills-sql.ts': ['plugin', sql('`select * from refs where value = ${row.id}`')],
  'hub/src/insight/fills-sql.ts': ['plugin', sql('`\n  update refs\n  set value = ${row.id}`')],
  'hub/src/events/calls-out.ts': ['lint/style/noRestrictedGlobals', "export const planted = (): Promise<Response> => fetch('http://127.0.0.1/');\n"],
  'connectors/src/sap/calls-out.ts': ['lint/style/noRestrictedImports', "import { request } from 'undici';\n\nexport const planted = request;\n"],
  'hub/src/systems/calls-out.ts': ['lint/style/noRestrictedImports', "import { request } from 'node:http';\n\nexport const planted = request;\n"],
  'hub/src/api/opens-a-socket.ts': ['lint/style/noRestrictedImports', "import { connect } from 'node:net';\n\nexport const planted = connect;\n"],
  'hub/src/api/reads-the-environment.ts': ['lint/style/noProcessEnv', 'export const planted = process.env;\n'],
  'hub/src/api/prints.ts': ['lint/suspicious/noConsole', "export const planted = (): void => console.log('planted');\n"],
  'hub/src/api/default-export.ts': ['lint/style/noDefaultExport', 'export default 1;\n'],
  'hub/src/api/enumeration.ts': ['lint/style/noEnum', 'export enum Planted {\n  one = 1,\n}\n'],
  'hub/src/api/any.ts': ['lint/suspicious/noExplicitAny', 'export const planted = (value: any): unknown => value;\n'],
  'hub/src/api/insists.ts': ['lint/style/noNonNullAssertion', 'export const planted = (list: readonly string[]): string => list[0]!;\n'],
  'hub/src/api/index.ts': ['lint/performance/noReExportAll', "export * from './prints.ts';\n"],
  'hub/src/api/forgets-a-promise.ts': [
    'lint/nursery/noFloatingPromises',
    'const work = async (): Promise<void> => {};\nexport const planted = (): void => {\n  work();\n};\n',
  ],
  'hub/src/api/forgets-a-case.ts': [
    'lint/nursery/useExhaustiveSwitchCases',
    "export function planted(kind: 'a' | 'b'): number {\n  switch (kind) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n}\n",
  ],
  'hub/src/api/circle-one.ts': ['lint/suspicious/noImportCycles', "import { two } from './circle-two.ts';\n\nexport const one = (): unknown => two;\n"],
  'hub/src/api/circle-two.ts': ['lint/suspicious/noImportCycles', "import { one } from './circle-one.ts';\n\nexport const two = (): unknown => one;\n"],
  'hub/src/api/CamelCase.ts': ['lint/style/useFilenamingConvention', 'export const planted = 1;\n'],
  'hub/src/api/unformatted.ts': ['format', 'export const planted = "1"\n'],
  'hub/src/api/skips.unit.test.ts': ['lint/suspicious/noSkippedTests', "import { it } from 'vitest';\n\nit.skip('says nothing', () => {});\n"],
  'hub/src/api/alone.unit.test.ts': [
    'lint/suspicious/noFocusedTests',
    "import { expect, it } from 'vitest';\n\nit.only('is alone', () => expect(1).toBe(1));\n",
  ],
};

/** The same acts, where they belong. */
const rightful: Readonly<Record<string, string>> = {
  'hub/src/platform/clock.ts': 'export const planted = (): Date => new Date();\n',
  'hub/src/platform/ids.ts': 'export const planted = (): string => crypto.randomUUID();\n',
  'hub/src/hub.ts': 'export const planted = { random: Math.random };\n',
  'hub/src/orders/given-a-time.ts': 'export const planted = (at: string): Date => new Date(at);\n',
  'hub/src/systems/whole-sql.ts': sql('`select * from refs where value = $1 limit ${limits.rowsMax}`, [row.id]'),
  'packages/connector-kit/src/transport.ts': "import { Agent } from 'undici';\n\nexport const planted = Agent;\n",
  'hub/src/api/types-alone.ts': "import type { IncomingMessage } from 'node:http';\n\nexport type Planted = IncomingMessage;\n",
  'hub/src/api/now.unit.test.ts': "import { expect, it } from 'vitest';\n\nit('may look at the clock', () => expect(Date.now()).toBeGreaterThan(0));\n",
  'hub/src/main.ts': 'export const planted = process.env;\n',
};

function sql(text: string): string {
  const known = 'declare const pool: { query: (text: string, values?: readonly unknown[]) => void };\ndeclare const row: { readonly id: string };\n';
  return `${known}const limits = { rowsMax: 100 };\nexport const planted = (): unknown => [pool.query(${text}), limits];\n`;
}

let repository: PlantedRepository;
let ran: Ran;
let reported: readonly { readonly file: string; readonly rule: string }[];

beforeAll(async () => {
  repository = layOut(rightful, ['biome.json', 'tools/lint', '.gitignore']);
  for (const [file, [, text]] of Object.entries(violations)) repository.plant(file, text);
  ran = await biome();
  reported = [...ran.text.matchAll(/^::error title=([^,]+),file=([^,]+),/gm)].map(([, rule = '', file = '']) => ({
    file: path.relative(repository.folder, file),
    rule,
  }));
});
afterAll(() => repository.remove());

const biome = () =>
  runTool(repository.folder, 'node_modules/@biomejs/biome/bin/biome', ['check', '.', '--error-on-warnings', '--reporter=github', '--max-diagnostics=none']);

it.each(Object.entries(violations).map(([file, [rule]]) => [file, rule] as const))('goes red for %s: %s', (file, rule) => {
  expect(ran.code).toBe(1);
  expect(reported.filter((each) => each.file === file).map((each) => each.rule)).toContain(rule);
});

it('leaves alone what stands where it belongs, and is green when the violations are gone', async () => {
  expect(reported.filter((each) => each.file in rightful)).toEqual([]);
  repository.weed();
  expect(await biome()).toMatchObject({ code: 0 });
});
