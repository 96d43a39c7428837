import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';

const bootstrap = new URL('../../../bootstrap.mjs', import.meta.url);
const lock = {
  lockfileVersion: 3,
  packages: {
    '': { name: 'a-clone' },
    part: { name: 'part', version: '0.0.0' },
    'node_modules/left': { version: '1.0.0', integrity: 'sha512-left' },
    'node_modules/part': { resolved: 'part', link: true },
    'node_modules/elsewhere': { version: '1.0.0', integrity: 'sha512-elsewhere', optional: true, os: ['no-such-system'] },
  },
};
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

/** A clone into which somebody has installed by hand; the npm that the start would use fails, and says so. */
function installed(found: Record<string, object> = lock.packages): {
  readonly folder: string;
  readonly start: () => { readonly said: string; readonly code: number | null };
} {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crossdock-adopt-'));
  folders.push(folder);
  const write = (name: string, text: string) => {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  };
  fs.copyFileSync(bootstrap, path.join(folder, 'bootstrap.mjs'));
  write('package-lock.json', JSON.stringify(lock));
  write('program.mjs', "console.log('the program runs');");
  write('npm-cli.js', "console.log('npm was called'); process.exit(1);");
  for (const name of ['left', 'part']) write(`node_modules/${name}/package.json`, '{}');
  write('node_modules/.package-lock.json', JSON.stringify({ lockfileVersion: 3, packages: found }));
  const env = { npm_execpath: path.join(folder, 'npm-cli.js') };
  return {
    folder,
    start: () => {
      const { stdout, stderr, status } = spawnSync(process.execPath, ['bootstrap.mjs', 'program.mjs'], { cwd: folder, env, encoding: 'utf8' });
      return { said: stdout + stderr, code: status };
    },
  };
}

it('starts with what somebody has installed by hand, and installs nothing again', () => {
  const { start } = installed();
  expect(start()).toEqual({ said: 'the program runs\n', code: 0 });
  expect(start()).toEqual({ said: 'the program runs\n', code: 0 });
});

it.each([
  ['of another version', { ...lock.packages, 'node_modules/left': { version: '0.9.0', integrity: 'sha512-left' } }],
  ['with other content', { ...lock.packages, 'node_modules/left': { version: '1.0.0', integrity: 'sha512-other' } }],
  ['incomplete', { 'node_modules/part': lock.packages['node_modules/part'] }],
] as const)('installs anew where what is there is %s', (_, found) => {
  expect(installed(found).start()).toMatchObject({ said: expect.stringContaining('npm was called'), code: 1 });
});

it('installs anew where a package has been removed since', () => {
  const { folder, start } = installed();
  fs.rmSync(path.join(folder, 'node_modules/left'), { recursive: true });
  expect(start()).toMatchObject({ said: expect.stringContaining('npm was called'), code: 1 });
});
