import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { startTestApi, type TestApi, testKeys } from '../api/api-testing.ts';
import { test } from '../testing/database-test.ts';
import { type CliDeps, exitCodes, readClientKey, runCli, storeClientKey } from './index.ts';

const examples = new URL('../../../examples/', import.meta.url).pathname;

type Ran = { readonly code: number; readonly out: string; readonly err: string };
type Terminal = { readonly api: TestApi; readonly home: string; readonly run: (...argv: string[]) => Promise<Ran>; readonly close: () => Promise<void> };

async function openTerminal(database: Parameters<typeof startTestApi>[0], more: Partial<CliDeps> = {}): Promise<Terminal> {
  const api = await startTestApi(database);
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'crossdock-cli-'));
  const run = async (...argv: string[]): Promise<Ran> => {
    const printed = { out: '', err: '' };
    const code = await runCli(argv, {
      url: api.url,
      key: testKeys.all,
      home,
      out: (text) => {
        printed.out += `${text}\n`;
      },
      err: (text) => {
        printed.err += `${text}\n`;
      },
      now: () => new Date(),
      start: () => Promise.resolve(0),
      openDatabase: () => Promise.resolve({ database: api.database, close: () => Promise.resolve() }),
      doctorChecks: () =>
        Promise.resolve([{ name: 'system erp', system: 'erp', connector: 'simulated-erp', run: () => Promise.resolve({ kind: 'ok', says: 'answers' }) }]),
      ...more,
    });
    return { code, ...printed };
  };
  const close = async () => {
    fs.rmSync(home, { recursive: true });
    await api.stop();
  };
  return { api, home, run, close };
}

test('an order is submitted from a file and found by its PO number; the same file again is the same order', async ({ database }) => {
  const { run, close } = await openTerminal(database);
  const first = await run('submit', `${examples}order.json`, '--wait', '0');
  expect(first).toMatchObject({ code: exitCodes.done, out: expect.stringMatching(/^accepted as order [0-9a-f-]{36}\n$/) });
  const again = await run('submit', `${examples}order.json`, '--wait', '0');
  expect(again.out).toBe(`${first.out.trim()} (it had been submitted before)\n`);
  const where = await run('where', 'PO-1001');
  expect(where.code).toBe(exitCodes.done);
  expect(where.out).toMatch(
    /^PO-1001 of C-ACME: received\n {2}order .+\n {2}where .+\n {2}next {3}Create in erp\.\n {2}who {4}crossdock\n {2}by {5}\S+ \(.+\)\n$/,
  );
  expect(JSON.parse((await run('where', 'PO-1001', '--json')).out)).toMatchObject([{ purchaseOrder: 'PO-1001', next: { who: 'crossdock' } }]);
  await close();
});

test('what the hub refuses is said with field, owner and remedy, and exits 1', async ({ database }) => {
  const { run, home, close } = await openTerminal(database);
  const file = path.join(home, 'bad.json');
  fs.writeFileSync(file, '{"customer":{"id":"C"},"currency":"USD","lines":[{"item":"x","quantity":{"value":"-1","unit":"EA"}}]}');
  const refused = await run('submit', file);
  expect(refused).toMatchObject({ code: exitCodes.found, out: '' });
  expect(refused.err).toMatch(/invalid-quantity[\s\S]+field {3}lines\[0\]\.quantity\.value[\s\S]+owner {3}sender[\s\S]+remedy/);
  expect(await run('where', 'nobody-knows')).toMatchObject({ code: exitCodes.found, err: 'No order is known by nobody-knows.\n' });
  await close();
});

test('a batch is answered row by row, and a bad row stops no other', async ({ database }) => {
  const { run, close } = await openTerminal(database);
  const batch = await run('submit', `${examples}batch.ndjson`);
  expect(batch.code).toBe(exitCodes.found);
  expect(batch.out.match(/^row \d .+: accepted/gm)).toHaveLength(3);
  expect(batch.out).toMatch(/row 3 batch-2026-11-21-3: .+invalid-quantity[\s\S]+order\.lines\[0\]\.quantity\.value/);
  await close();
});

test('verify and audit verify print the rows that break something and exit 1', async ({ database }) => {
  const { run, close } = await openTerminal(database);
  await run('submit', `${examples}order.json`, '--wait', '0');
  expect(await run('verify')).toMatchObject({ code: exitCodes.done, out: expect.stringMatching(/^verify: 1 orders, \d+ events, \d+ effects, 0 broken\n$/) });
  expect(await run('audit', 'verify')).toMatchObject({
    code: exitCodes.done,
    out: expect.stringMatching(/^audit: 1 orders, \d+ links, 0 operator actions, 0 broken\n$/),
  });
  await database.query(`update events set actor = 'somebody'`);
  expect(await run('audit', 'verify')).toMatchObject({ code: exitCodes.found, out: expect.stringMatching(/^chain-recomputes {2}\S+ {2}link 1 does not hold/) });
  const found = await run('verify', '--json');
  expect(found.code).toBe(exitCodes.found);
  expect(JSON.parse(found.out.split('\n')[0] ?? '')).toMatchObject({ invariant: 'chain-recomputes', subject: expect.any(String) });
  await close();
});

test('upgrade --plan changes nothing and says how many orders it looked at', async ({ database }) => {
  const { run, close } = await openTerminal(database);
  await run('submit', `${examples}order.json`, '--wait', '0');
  expect(await run('upgrade', '--plan')).toMatchObject({ code: exitCodes.done, out: 'upgrade: 1 open orders, 0 of older flows, 0 keys would change\n' });
  expect(await run('upgrade')).toMatchObject({ code: exitCodes.usage });
  await close();
});

test('doctor calls a server bad that loses what was acknowledged, and asks the systems', async ({ database }) => {
  const { run, close } = await openTerminal(database);
  const { code, out } = await run('doctor');
  expect(code).toBe(exitCodes.found); // the test's server runs without fsync
  expect(out).toMatch(/^bad +durability: fsync off/m);
  expect(out).toMatch(/^ok +migrations: (\d+) of \1 applied$/m);
  expect(out).toMatch(/^ok +system erp: answers$/m);
  expect(await run('doctor', 'erp')).toMatchObject({
    code: exitCodes.done,
    out: expect.stringMatching(/^ok +system erp: answers\ndoctor: 1 checks, 0 bad, 0 warnings\n$/),
  });
  expect(await run('doctor', 'simulated-erp')).toEqual(await run('doctor', 'erp'));
  expect(await run('doctor', 'crm')).toMatchObject({ code: exitCodes.usage, err: expect.stringContaining('no system crm') });
  await close();
});

test('help says how every command is used, and a wrong use exits 2', async ({ database }) => {
  const { run, close } = await openTerminal(database);
  for (const name of ['start', 'submit', 'where', 'verify', 'doctor', 'audit', 'upgrade']) {
    expect((await run('help', name)).out).toMatch(`crossdock ${name}`);
    expect((await run(name, '--help')).out).toBe((await run('help', name)).out);
    expect(await run(name, '--no-such-option')).toMatchObject({ code: exitCodes.usage, err: expect.stringMatching('no-such-option') });
  }
  expect(await run()).toMatchObject({ code: exitCodes.usage, out: expect.stringMatching('Exit codes') });
  expect(await run('fly')).toMatchObject({ code: exitCodes.usage });
  expect(await run('where')).toMatchObject({ code: exitCodes.usage });
  expect(await run('submit', '/no/such/file')).toMatchObject({ code: exitCodes.usage });
  await close();
});

test('a hub that does not answer, and a missing key, exit 3 in words', async ({ database }) => {
  const silent = await openTerminal(database, { url: 'http://127.0.0.1:9' });
  expect(await silent.run('where', 'x')).toMatchObject({
    code: exitCodes.unreachable,
    err: expect.stringMatching(/^The hub at http:\/\/127\.0\.0\.1:9 does not answer: /),
  });
  await silent.close();
  const keyless = await openTerminal(database, { key: undefined });
  expect(await keyless.run('where', 'x')).toMatchObject({ code: exitCodes.unreachable, err: expect.stringMatching(/^No key: set CROSSDOCK_KEY/) });
  storeClientKey(keyless.home, testKeys.all);
  expect(await keyless.run('where', 'x')).toMatchObject({ code: exitCodes.found });
  expect(readClientKey(keyless.home)).toBe(testKeys.all);
  expect(fs.statSync(path.join(keyless.home, 'client-key')).mode & 0o777).toBe(0o600);
  await keyless.close();
});

test('cross-references are loaded from a file and shown from either side; a refused line is named and exits 1', async ({ database }) => {
  const { run, home, close } = await openTerminal(database);
  const file = path.join(home, 'names.csv');
  const good = ['kind,from_system,from_name,to_system,to_name,default', 'item,wms,A-1,erp,HS-1,true', 'item,wms,A-2,erp,HS-1,'];
  fs.writeFileSync(file, good.join('\n'));
  expect(await run('references', 'load', file)).toEqual({
    code: exitCodes.done,
    out: '2 rows: 2 created, 0 updated, 0 removed, 0 unchanged, 0 refused\n',
    err: '',
  });
  fs.writeFileSync(file, [...good, 'item,mars,A-3,erp,HS-3,'].join('\n'));
  const again = await run('references', 'load', file, '--reason', 'new range');
  expect(again.code).toBe(exitCodes.found);
  expect(again.out).toMatch(/^line 4: .+unknown-system[\s\S]+field {3}from_system[\s\S]+3 rows: .+ 2 unchanged, 1 refused\n$/);
  const shown = await run('references', 'show', 'HS-1');
  expect(shown.code).toBe(exitCodes.done);
  expect(shown.out).toMatch(/^item A-1 of wms is HS-1 in erp \(default\); client:all, \S+\nitem A-2 of wms is HS-1 in erp; client:all, \S+\n$/);
  expect(await run('references', 'show', 'HS-1', '--system', 'wms')).toMatchObject({ code: exitCodes.found, err: 'No cross-reference has HS-1.\n' });
  expect(await run('references', 'load', path.join(home, 'none.csv'))).toMatchObject({ code: exitCodes.usage });
  expect(await run('references', 'lose', file)).toMatchObject({ code: exitCodes.usage });
  fs.writeFileSync(file, 'item,wms,A-1,erp,HS-1');
  expect(await run('references', 'load', file)).toMatchObject({ code: exitCodes.found, err: expect.stringMatching('unknown-field') });
  await close();
});
