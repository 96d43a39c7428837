import { createHash, randomUUID } from 'node:crypto';
import type { Customer } from '@crossdock/canonical';
import type { Policy } from '@crossdock/connector-kit';
import { type RecordChannel, recordChannelConnector, startRecordChannel } from '@crossdock/connector-kit/contract';
import { createSimulatedErp } from '@crossdock/connectors';
import { landscape as example } from '@crossdock/landscape';
import { type SimulatedErp, startSimulatedErp } from '@crossdock/simulators';
import type pg from 'pg';
import { inject } from 'vitest';
import { applyRemedy, listExceptions } from './exceptions/index.ts';
import { type HubCore, type HubOptions, startCore } from './hub.ts';
import { verify } from './insight/index.ts';
import { createAgain, loadReferences } from './reference/index.ts';
import { shortTimings } from './showing-testing.ts';
import { pauseLane, resumeLane } from './systems/index.ts';

/** A simulated ERP, a CRM with records of its own whose names for customers its orders bear, and as many nodes as the test starts. */
export type NewCustomersScene = {
  readonly erp: SimulatedErp;
  readonly crm: RecordChannel;
  readonly startNode: (more?: NodeOptions) => Promise<CustomersNode>;
  readonly close: () => Promise<void>;
};

type NodeOptions = Pick<HubOptions, 'hooks'> & { readonly createCustomer?: Policy['createCustomer']; readonly isWorking?: boolean };

/** One node, and what people and channels do with it. */
export type CustomersNode = {
  readonly core: HubCore;
  readonly place: (customer: Customer) => Promise<string>;
  /** A person loads what the ERP calls the customer. */
  readonly load: (name: string, to: string) => Promise<unknown>;
  readonly again: (name: string) => Promise<boolean>;
  /** A person chooses a remedy of the oldest open exception. */
  readonly remedy: (remedy: 'resend' | 'accept-difference') => ReturnType<typeof applyRemedy>;
  readonly cancel: (order: string) => Promise<unknown>;
  readonly pauseErp: () => Promise<unknown>;
  readonly resumeErp: () => Promise<unknown>;
  readonly stop: () => Promise<void>;
};

/** All that the ERP wants to know of a customer. */
export const hillside = (id: string, more: Partial<Customer> = {}): Customer => ({
  id,
  name: 'Hillside Homes',
  address: { street: 'Main Street 1', city: 'Springfield', region: 'IL', postalCode: '62701', country: 'US' },
  email: 'orders@hillside.example',
  ...more,
});

/** Starts the systems over the test's database; no node yet. */
export async function startScene(pool: pg.Pool): Promise<NewCustomersScene> {
  const database = (await pool.query('select current_database() as n')).rows[0].n;
  const [erp, crm] = [await startSimulatedErp(), await startRecordChannel()];
  const cores: HubCore[] = [];
  const stop = async (core: HubCore) => {
    if (cores.includes(core)) await core.stop();
    cores.splice(cores.indexOf(core), 1);
  };
  return {
    erp,
    crm,
    startNode: async (more = {}) => {
      const core = await startNode(database, { erp, crm }, more);
      cores.push(core);
      return { ...handsOn(core), stop: () => stop(core) };
    },
    close: async () => {
      for (const core of [...cores]) await stop(core);
      await erp.close();
      await crm.close();
    },
  };
}

type Systems = Pick<NewCustomersScene, 'erp' | 'crm'>;

async function startNode(database: string, { erp, crm }: Systems, { createCustomer = 'create', isWorking = true, hooks }: NodeOptions): Promise<HubCore> {
  const system = (id: string) => ({ id, name: id, connector: id, settings: {}, limiters: { default: { concurrency: 4 } }, owner: 'integration' });
  const core = await startCore({
    connection: { ...inject('postgres'), database },
    landscape: {
      ...example,
      policy: { ...example.policy, createCustomer },
      systems: [system('erp'), system('crm')],
      routes: [{ system: 'erp', warehouse: 'EDC' }],
    },
    connectors: new Map([
      ['erp', createSimulatedErp({ system: 'erp', url: erp.url, token: erp.token, settleMs: 200, callMsMax: 1_000 })],
      ['crm', recordChannelConnector({ url: crm.url })],
    ]),
    log: () => undefined,
    timings: { ...shortTimings, takeOverEveryMs: 100, pauseAllowanceMs: 200 },
    ...(hooks && { hooks }),
  });
  if (isWorking) core.startWork();
  return core;
}

function handsOn(core: HubCore): Omit<CustomersNode, 'stop'> {
  const { engine, clock, database } = core;
  const means = { transact: database.transact, clock };
  const by = { actor: 'client:test', reason: 'test' };
  return {
    core,
    place: (customer) => place(core, customer),
    load: (name, to) =>
      loadReferences(
        { rows: [{ kind: 'customer', from: { system: 'crm', name }, to: { system: 'erp', name: to }, isDefault: false, remove: false }], ...by },
        means,
      ),
    remedy: (choice) => remedy(core, choice),
    again: (name) => createAgain({ from: 'crm', name, to: 'erp' }, means),
    cancel: (order) => {
      const head = { at: clock.now().toISOString(), causation: 'request:2', ...by };
      return engine.submit({ subjectId: order, command: { ...head, kind: 'cancel', changeId: 'C-1' } });
    },
    pauseErp: () => pauseLane({ system: 'erp', ...by }, means),
    resumeErp: () => resumeLane({ system: 'erp', ...by }, means),
  };
}

async function remedy({ engine, database, clock }: HubCore, choice: 'resend' | 'accept-difference'): ReturnType<typeof applyRemedy> {
  const [exception] = await listExceptions({ state: 'open', limit: 1 }, database);
  if (!exception) throw new Error('No exception is open.');
  const { transact } = database;
  return applyRemedy(
    exception,
    { remedy: choice },
    { actor: 'client:test', causation: 'request:3', reason: 'test' },
    {
      submit: engine.submit,
      probeNow: () => Promise.resolve(),
      effectOf: () => Promise.resolve(undefined),
      leaveRecordAlone: () => Promise.reject(new Error('no record is written in this test')),
      decideLot: () => Promise.reject(new Error('nothing is held in this test')),
      createAgain: ({ from, name, system: to }) => createAgain({ from, name, to }, { transact }),
      transact,
      clock,
    },
  );
}

async function place({ engine, registry }: HubCore, customer: Customer): Promise<string> {
  const { steps, can, keepsInvoices } = registry.capabilitiesOf('erp', undefined);
  const key = randomUUID();
  const accepted = await engine.accept({
    client: 'crm',
    key,
    fingerprint: createHash('sha256').update(key).digest(),
    channel: 'crm',
    order: { customer, currency: 'USD', lines: [{ item: 'HS-1006', quantity: { value: '2', unit: 'EA' }, price: { amount: '14.10', currency: 'USD' } }] },
    routes: [
      { system: 'erp', warehouse: 'EDC', steps, can, keepsInvoices, isAsked: true, tell: { system: 'crm', orderId: `Q-${key}`, takesShipments: false } },
    ],
    routeOfSchedule: [0],
    isShipComplete: false,
    naming: { from: 'crm', kinds: ['customer'] },
    actor: 'client:crm',
    causation: 'request:1',
  });
  if (accepted.kind !== 'accepted') throw new Error(JSON.stringify(accepted));
  return accepted.id;
}

/** The customers that the hub had made in the ERP, as the ERP's own book has them. */
export function madeIn({ erp }: Pick<NewCustomersScene, 'erp'>) {
  return (erp.book().documents.customer ?? []).filter(({ reference }) => reference !== undefined);
}

/** For which customers the ERP has orders, in the order of their numbers. */
export function soldTo({ erp }: Pick<NewCustomersScene, 'erp'>): readonly string[] {
  return (erp.book().documents['sales-order'] ?? []).map(({ customer }) => customer);
}

/** Reasons of the open exceptions. */
export async function troubles(pool: pg.Pool): Promise<readonly { readonly class: string; readonly summary: string; readonly subject_id: string }[]> {
  return (await pool.query('select class, summary, subject_id from exceptions where closed_at is null order by opened_at, key')).rows;
}

/** What `verify` finds. */
export async function brokenIn(core: HubCore): Promise<readonly object[]> {
  const found: object[] = [];
  for await (const one of verify(core.database, { orders: 0, events: 0, effects: 0 })) found.push(one);
  return found;
}
