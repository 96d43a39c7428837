import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import './provided-context.ts';
import { type Clone, freePorts, holdPort, makeClone, processesOf, type Typed } from './clone.ts';

const installMsMax = 240_000;
const startMsMax = 60_000;
const stopMsMax = 40_000;
const readyText = 'Ctrl-C stops it';
const demoOrders = 8;
/** The PO number of the quote that the demonstration accepts in Salesforce. */
const quotePo = 'PO-1009';
/** npm's shell dies of the Ctrl-C itself, once the hub has ended; which of the two npm reports differs from shell to shell. */
const endOfNpm = [0, 130, 'SIGINT'];

const settings = ['PORT', 'ERP_PORT', 'WMS_PORT', 'CRM_PORT', 'CRM_BUS_PORT'] as const;

let clone: Clone;
let env: Readonly<Record<string, string>>;
let ports: readonly number[];

beforeAll(async () => {
  clone = makeClone();
  ports = await freePorts(settings.length);
  env = { ...Object.fromEntries(settings.map((name, index) => [name, String(ports[index])])), CROSSDOCK_HOME: path.join(clone.folder, 'home') };
}, startMsMax);

afterAll(async () => {
  for (const each of processesOf(clone.folder)) process.kill(Number.parseInt(each, 10), 'SIGKILL');
  await sleep(500);
  clone.remove();
}, installMsMax); // what was installed is removed, hundreds of megabytes

const npmStart = () => clone.type('npm', ['start'], env);

async function ready(typed: Typed, msMax: number): Promise<void> {
  await typed.until(readyText, msMax);
  const answer = await fetch(`http://127.0.0.1:${env['PORT']}/readyz`);
  expect(answer.status).toBe(200);
}

/** Nothing of it runs any more and its ports are free. The database server may need a moment to close. */
async function nothingIsLeft(): Promise<void> {
  for (const end = performance.now() + stopMsMax; processesOf(clone.folder).length > 0 && performance.now() < end; await sleep(100));
  expect(processesOf(clone.folder)).toEqual([]);
  for (const port of ports) await (await holdPort(port)).release();
}

type Order = { readonly id: string; readonly purchaseOrder: string; readonly status: string };

/** The orders of a reference, as the command line's key sees them. */
async function ordersOf(reference: string): Promise<readonly Order[]> {
  const key = fs.readFileSync(path.join(env['CROSSDOCK_HOME'] ?? '', 'client-key'), 'utf8').trim();
  const answer = await fetch(`http://127.0.0.1:${env['PORT']}/v1/orders?reference=${reference}`, { headers: { authorization: `Bearer ${key}` } });
  return ((await answer.json()) as { readonly orders: readonly Order[] }).orders;
}

const orderOf = async (reference: string): Promise<Order | undefined> => (await ordersOf(reference))[0];

type Quote = { readonly Status: string; readonly Purchase_Order_Number__c: string | null; readonly Hub_Status__c: string | null };

/** What the sales representative's page shows of the accepted quotes; its address is among what was printed. */
async function acceptedQuotes(said: string): Promise<readonly Quote[]> {
  const [, desk] = /stand-in crm +(\S+)/.exec(said) ?? [];
  const answer = await fetch(`${desk}/records/Quote`, { headers: { authorization: 'Bearer crm-token' } });
  return ((await answer.json()) as { readonly records: readonly Quote[] }).records.filter(({ Status }) => Status === 'Accepted');
}

let first: Order | undefined;
let firstOfQuote: Order | undefined;

it('installs itself, starts everything and brings the example orders to rest, a quote of Salesforce among them, with npm start alone', {
  timeout: installMsMax + startMsMax,
}, async () => {
  const typed = npmStart();
  await ready(typed, installMsMax);
  const said = typed.said();
  expect(said).toMatch(/Installing: \d+ of \d+ packages/);
  expect(typed.printed()).not.toMatch(/Installing|Installed|First start/); // a stand-in's first line is read by programs
  const addresses = [...said.matchAll(/(?:status page|stand-in erp|stand-in wms|stand-in crm) +(http:\S+)/g)].map(([, address]) => address ?? '');
  const pages = await Promise.all(addresses.map(async (address) => (await fetch(address)).status));
  expect(pages).toEqual([200, 200, 200, 200]);
  expect(said).toContain(`http://127.0.0.1:${env['PORT']}/openapi.json`);
  expect(said).toContain(`${demoOrders} orders are accepted`);
  expect(said).toMatch(/all well +PO-1001 {2}delivered|all well +PO-1001 {2}completed/);
  expect(said).toMatch(/a quote accepted in Salesforce PO-1009 {2}(delivered|completed)/);
  expect(said).toMatch(/and back on that quote +delivered: 1 line, 1 shipment, 1 invoice/);
  expect(await acceptedQuotes(said)).toMatchObject([{ Purchase_Order_Number__c: quotePo, Hub_Status__c: 'delivered' }]);
  firstOfQuote = await orderOf(quotePo);
  first = await orderOf('PO-1001');
  expect(first?.purchaseOrder).toBe('PO-1001');
  typed.interrupt();
  expect(endOfNpm).toContain(await typed.ended(stopMsMax));
  expect(typed.said().trimEnd().endsWith('Stopped.')).toBe(true);
  await nothingIsLeft();
});

it('finds its data again at the second start, and ends to the last process when all of it is killed with -9', { timeout: 2 * startMsMax }, async () => {
  const typed = npmStart();
  await ready(typed, startMsMax);
  expect(typed.said()).not.toContain('Installing');
  expect((await orderOf('PO-1001'))?.id).toBe(first?.id);
  expect((await ordersOf(quotePo)).map(({ id }) => id)).toEqual([firstOfQuote?.id]);
  expect(await acceptedQuotes(typed.said())).toMatchObject([{ Purchase_Order_Number__c: quotePo, Hub_Status__c: 'delivered' }]);
  typed.killGroup();
  await typed.ended(stopMsMax);
  await nothingIsLeft();
});

it('starts again after kill -9 with the same orders, and stops on SIGTERM', { timeout: 2 * startMsMax }, async () => {
  const typed = npmStart();
  await ready(typed, startMsMax);
  expect((await orderOf('PO-1001'))?.id).toBe(first?.id);
  process.kill(typed.pid, 'SIGTERM');
  await typed.ended(stopMsMax);
  await nothingIsLeft();
});

it('takes a Ctrl-C that comes two or three times, as npm and impatient people send it, for one', { timeout: 2 * startMsMax }, async () => {
  const typed = clone.type('node', ['bootstrap.mjs', 'hub/src/main.ts', 'start'], env);
  await ready(typed, startMsMax);
  for (let n = 0; n < 3; n += 1, await sleep(20)) typed.interrupt();
  expect(await typed.ended(stopMsMax)).toBe(0);
  expect(typed.said().trimEnd().endsWith('Stopped.')).toBe(true);
  await nothingIsLeft();
});

it('reaches its own Salesforce past a proxy that the environment names', { timeout: 3 * startMsMax }, async () => {
  const nobody = 'http://127.0.0.1:9';
  const home = path.join(clone.folder, 'home-behind-proxy');
  const typed = clone.type('node', ['bootstrap.mjs', 'hub/src/main.ts', 'start'], { ...env, CROSSDOCK_HOME: home, https_proxy: nobody, http_proxy: nobody });
  await ready(typed, 2 * startMsMax);
  expect(typed.said()).toMatch(/and back on that quote +delivered/);
  typed.interrupt();
  expect(await typed.ended(stopMsMax)).toBe(0);
  await nothingIsLeft();
});

it.each(settings)('says which port is taken and that %s chooses another, and leaves nothing behind', { timeout: 2 * startMsMax }, async (name) => {
  const held = await holdPort(Number(env[name]));
  const typed = npmStart();
  expect(await typed.ended(startMsMax)).toBe(1);
  await held.release();
  expect(typed.said()).toContain(`Port ${held.port} is in use on this machine. Stop the program that uses it, or set ${name} to a free port.`);
  await nothingIsLeft();
});

it('says all that is wrong with the environment at once, before anything starts', { timeout: startMsMax }, async () => {
  const typed = clone.type('npm', ['start'], { ...env, PORT: 'http', CROSSDOCK_ROLE: 'boss' });
  expect(await typed.ended(startMsMax)).toBe(1);
  expect(typed.said()).toContain('PORT must be a number');
  expect(typed.said()).toContain('CROSSDOCK_ROLE must be one of');
});

it('uses the server that DATABASE_URL names instead of its own', { timeout: 3 * startMsMax }, async () => {
  const server = inject('postgres');
  const admin = new pg.Client(server);
  await admin.connect();
  const name = `first_run_${process.pid}`;
  await admin.query(`create database ${name}`);
  const home = path.join(clone.folder, 'home-of-url');
  const url = `postgres://${server.user}@localhost/${name}?host=${encodeURIComponent(server.host)}&port=${server.port}`;
  const typed = clone.type('npm', ['start'], { ...env, CROSSDOCK_HOME: home, DATABASE_URL: url });
  try {
    await ready(typed, startMsMax);
    const database = new pg.Client({ ...server, database: name });
    await database.connect();
    const { rows } = await database.query("select count(*)::int as n from subjects where kind = 'order'");
    await database.end();
    expect(rows).toEqual([{ n: demoOrders + 1 }]); // and that of the quote
    expect(fs.existsSync(path.join(home, 'postgres'))).toBe(false);
    typed.interrupt();
    expect(endOfNpm).toContain(await typed.ended(stopMsMax));
    expect(typed.said().trimEnd().endsWith('Stopped.')).toBe(true);
    await nothingIsLeft();
  } finally {
    typed.killGroup();
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  }
});
