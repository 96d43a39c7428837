import { afterEach, expect, it } from 'vitest';
import { layOut, type PlantedRepository } from './planted-repository.ts';
import { runTool } from './run-tool.ts';

let repository: PlantedRepository | undefined;
afterEach(() => repository?.remove());

const config = (more: string) =>
  `import { ClosingLine } from '../../tools/closing-line.ts';\nexport default { test: { include: ['**/*.test.ts'], reporters: [new ClosingLine()], ${more} } };\n`;
const tests = (text: string) => `import { expect, it } from 'vitest';\n${text}`;
const good = tests("it('passes', () => expect(1).toBe(1));\n");

async function lastLine(files: Readonly<Record<string, string>>, more = ''): Promise<string> {
  repository = layOut({ 'vitest.config.ts': config(more), ...files });
  const { code, text } = await runTool(repository.folder, 'node_modules/vitest/vitest.mjs', ['run']);
  return `${code}: ${text.trimEnd().split('\n').at(-1)}`;
}

it('says what passed and what was skipped', async () => {
  expect(await lastLine({ 'good.test.ts': `${good}it.skip('waits', () => {});\nit.todo('comes later');\n` })).toBe('0: 1 passed, 0 failed, 2 skipped');
});

it('counts an import that fails, a late exception and a failed hook beside the failed tests', async () => {
  const files = {
    'good.test.ts': good,
    'bad.test.ts': tests("it('fails', () => expect(1).toBe(2));\n"),
    'import.test.ts': tests("import './gone.ts';\nit('never runs', () => expect(1).toBe(1));\n"),
    'late.test.ts': tests(
      "it('passes too early', () => {\n  setTimeout(() => { throw new Error('late'); }, 1);\n  return new Promise((resolve) => setTimeout(resolve, 50));\n});\n",
    ),
  };
  expect(await lastLine(files)).toBe('1: 2 passed, 3 failed, 0 skipped');
});

it('counts a set-up that breaks', async () => {
  const files = { 'good.test.ts': good, 'set-up.ts': "export const setup = () => { throw new Error('no server'); };\n" };
  expect(await lastLine(files, "globalSetup: './set-up.ts'")).toMatch(/^1: 0 passed, 1 failed/);
});
