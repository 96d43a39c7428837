import { afterAll, beforeAll, expect, it } from 'vitest';
import { layOut, type PlantedRepository } from './planted-repository.ts';
import { type Ran, runTool } from './run-tool.ts';

const violations: Readonly<Record<string, string>> = {
  'unchecked-index.ts': 'export const planted = (list: readonly string[]): string => list[0];\n',
  'undefined-given.ts': 'type Given = { readonly name?: string };\nexport const planted: Given = { name: undefined };\n',
  'dotted-index.ts': 'export const planted = (map: Readonly<Record<string, string>>) => map.name;\n',
  'forgotten-case.ts':
    "export function planted(kind: 'a' | 'b'): number {\n  switch (kind) {\n    case 'a':\n      return 1;\n    default:\n      return kind satisfies never;\n  }\n}\n",
  'written-readonly.ts': 'export const planted = (what: { readonly name: string }) => {\n  what.name = "";\n};\n',
  'parameter-property.ts': 'export class Planted {\n  constructor(private readonly name: string) {}\n}\n',
  'type-as-value.ts': "import { Buffer, type Stats } from 'node:fs';\nexport type Planted = [Stats, typeof Buffer];\n",
  'implicit-any.ts': 'export const planted = (value) => value;\n',
};

let repository: PlantedRepository;
let ran: Ran;

beforeAll(async () => {
  repository = layOut({ 'hub/tsconfig.json': '{ "extends": "../tsconfig.base.json" }\n', 'hub/src/index.ts': 'export const door = 1;\n' }, [
    'tsconfig.base.json',
  ]);
  for (const [file, text] of Object.entries(violations)) repository.plant(`hub/src/${file}`, text);
  ran = await types();
});
afterAll(() => repository.remove());

const types = () => runTool(repository.folder, 'node_modules/typescript/bin/tsc', ['-b', 'hub']);

it.each(Object.keys(violations))('goes red for %s', (file) => {
  expect(ran.code).not.toBe(0);
  expect(ran.text).toContain(`hub/src/${file}`);
});

it('is green when the violations are gone', async () => {
  repository.weed();
  expect(await types()).toEqual({ code: 0, text: '' });
});
