import { expect } from 'vitest';
import { brokenIn, hillside, madeIn, soldTo, startScene, troubles } from './new-customers-testing.ts';
import { type CreationOutcome, creationId, settleCreation } from './reference/index.ts';
import { eventually } from './showing-testing.ts';
import { test } from './testing/database-test.ts';

const creations = "select status, attempt, ever_doubt from effects where op = 'create-customer'";
const waits = 'select from_name from cross_reference_waits';

test('two orders of one new account make one customer in the ERP, and both go on by themselves', async ({ database }) => {
  const scene = await startScene(database);
  const node = await scene.startNode();
  await Promise.all([node.place(hillside('ACCOUNT-1')), node.place(hillside('ACCOUNT-1'))]);
  await eventually(() => soldTo(scene).length).toBe(2);
  expect(madeIn(scene)).toMatchObject([
    { reference: 'crm:ACCOUNT-1', name: 'Hillside Homes', address: { city: 'Springfield', country: 'US' }, email: 'orders@hillside.example' },
  ]);
  const [customer] = madeIn(scene);
  expect(soldTo(scene)).toEqual([customer?.id, customer?.id]);
  expect(await troubles(database)).toEqual([]);
  expect((await database.query('select from_name, to_name, changed_by from cross_references')).rows).toEqual([
    { from_name: 'ACCOUNT-1', to_name: customer?.id, changed_by: 'system:customers' },
  ]);
  expect((await database.query("select reason from operator_actions where action = 'references:load'")).rows).toMatchObject([
    { reason: expect.stringContaining(`the hub has created customer ${customer?.id} in erp`) },
  ]);
  await node.place(hillside('ACCOUNT-1'));
  await eventually(() => soldTo(scene).length).toBe(3);
  expect(madeIn(scene)).toHaveLength(1);
  await eventually(() => brokenIn(node.core)).toEqual([]);
  await scene.close();
});

test('what the hub was not allowed to create waits for a person, as ever', async ({ database }) => {
  const scene = await startScene(database);
  const node = await scene.startNode({ createCustomer: 'hold' });
  const order = await node.place(hillside('ACCOUNT-1'));
  expect(await troubles(database)).toMatchObject([{ class: 'reference', subject_id: order, summary: expect.stringContaining('No cross-reference says') }]);
  expect((await database.query(creations)).rows).toEqual([]);
  await node.load('ACCOUNT-1', 'C-CEDAR');
  await eventually(() => soldTo(scene)).toEqual(['C-CEDAR']);
  expect(madeIn(scene)).toEqual([]);
  await scene.close();
});

test('a customer is created only in the systems that the policy names, and one that cannot is found at the start', async ({ database }) => {
  const scene = await startScene(database);
  await expect(scene.startNode({ createCustomer: { in: ['crm'] } })).rejects.toThrow('policy.createCustomer names crm');
  const node = await scene.startNode({ createCustomer: { in: ['erp'] } });
  await node.place(hillside('ACCOUNT-1'));
  await eventually(() => soldTo(scene).length).toBe(1);
  await scene.close();
});

test('while the customer is being created nobody is called, and the order says what it waits for', async ({ database }) => {
  const scene = await startScene(database);
  const node = await scene.startNode();
  await node.pauseErp();
  await eventually(() => node.core.lanes.state('erp', 'default')?.isPaused).toBe(true);
  const order = await node.place(hillside('ACCOUNT-1'));
  expect(await troubles(database)).toEqual([]);
  const held = 'Customer ACCOUNT-1 of crm is new in erp and is being created there.';
  await eventually(() => [...scene.crm.records.values()].map(({ status }) => status?.holds)).toMatchObject([[{ kind: 'reference', reason: held }]]);
  await eventually(() => brokenIn(node.core)).toEqual([]);
  await node.cancel(order);
  await node.resumeErp();
  await eventually(async () => (await database.query(creations)).rows).toMatchObject([{ status: 'withdrawn' }]);
  expect(madeIn(scene)).toEqual([]);
  await node.place(hillside('ACCOUNT-1'));
  await eventually(() => soldTo(scene).length).toBe(1);
  await scene.close();
});

test('a person who loads the name meanwhile is believed: no customer is created', async ({ database }) => {
  const scene = await startScene(database);
  const node = await scene.startNode();
  await node.pauseErp();
  await eventually(() => node.core.lanes.state('erp', 'default')?.isPaused).toBe(true);
  await node.place(hillside('ACCOUNT-1'));
  await node.load('ACCOUNT-1', 'C-CEDAR');
  await node.resumeErp();
  await eventually(() => soldTo(scene)).toEqual(['C-CEDAR']);
  await eventually(async () => (await database.query(creations)).rows).toMatchObject([{ status: 'withdrawn' }]);
  expect(madeIn(scene)).toEqual([]);
  expect(scene.erp.book().traffic.routes['POST /customers']).toBeUndefined();
  await scene.close();
});

test('a customer of whom any cross-reference says something is not new, though it does not count today', async ({ database }) => {
  const scene = await startScene(database);
  const node = await scene.startNode();
  await node.load('ACCOUNT-1', 'C-CEDAR');
  await database.query("update cross_references set valid_until = '2020-01-01'");
  await node.place(hillside('ACCOUNT-1'));
  expect(await troubles(database)).toMatchObject([{ class: 'reference', summary: expect.stringMatching(/^No cross-reference says .* on \d{4}-\d\d-\d\d\.$/) }]);
  expect((await database.query(creations)).rows).toEqual([]);
  await scene.close();
});

test('a "no" of the ERP is the reason that the order and its record show, once for all orders; tried again it is created', async ({ database }) => {
  const scene = await startScene(database);
  const node = await scene.startNode();
  const { address: _, ...nowhere } = hillside('ACCOUNT-1');
  const orders = [await node.place(nowhere), await node.place(nowhere)];
  const why = /^No cross-reference says .* erp does not take it as a new customer: missing-country: the taxes of a customer follow .* \(address.country\)$/;
  const expected = orders.map((subject_id) => ({ class: 'reference', subject_id, summary: expect.stringMatching(why) }));
  await eventually(() => troubles(database)).toMatchObject(expected);
  await eventually(() => [...scene.crm.records.values()].map(({ status }) => status?.exceptions.map(({ summary }) => why.test(summary)))).toEqual([
    [true],
    [true],
  ]);
  expect((await database.query('select remedies from exceptions where closed_at is null limit 1')).rows[0].remedies).toBe('["resend","fix-value","cancel"]');
  expect(await node.remedy('resend')).toEqual({ kind: 'decided' });
  await eventually(() => scene.erp.book().traffic.routes['POST /customers']).toBe(2);
  await eventually(() => troubles(database)).toMatchObject(expected);
  await node.place(hillside('ACCOUNT-1')); // a sale that tells the country
  await eventually(() => soldTo(scene).length).toBe(3);
  expect(madeIn(scene)).toHaveLength(1);
  await eventually(() => troubles(database)).toEqual([]);
  expect(await node.again('ACCOUNT-1')).toBe(false);
  await eventually(() => brokenIn(node.core)).toEqual([]);
  await scene.close();
});

test('a sale that does not say what the customer is called leads to no creation, and says so', async ({ database }) => {
  const scene = await startScene(database);
  const node = await scene.startNode();
  await node.place({ id: 'ACCOUNT-1' });
  expect(await troubles(database)).toMatchObject([
    { class: 'reference', summary: expect.stringContaining('the sale does not say what the customer is called') },
  ]);
  expect((await database.query(creations)).rows).toEqual([]);
  await scene.close();
});

test('a lost answer is no second customer: it is looked for before anything is sent again', async ({ database }) => {
  const scene = await startScene(database);
  scene.erp.setFaults({ dropAfterCommit: 1, only: ['POST /customers'] });
  const node = await scene.startNode();
  await node.place(hillside('ACCOUNT-1'));
  await eventually(() => soldTo(scene).length).toBe(1);
  expect(madeIn(scene)).toHaveLength(1);
  expect((await database.query(creations)).rows).toEqual([{ status: 'confirmed', attempt: 2, ever_doubt: true }]);
  expect(scene.erp.book().traffic.routes['POST /customers']).toBe(1);
  await scene.close();
});

test('a node that dies between the call and its settlement leaves one customer, found by the other node', async ({ database }) => {
  const scene = await startScene(database);
  let deaths = 0;
  const dies = async (name: string) => {
    if (name !== 'customer.settle' || deaths > 0) return;
    deaths += 1;
    throw new Error('the node dies here');
  };
  const first = await scene.startNode({ hooks: { database: { beforeCommit: dies } } });
  await first.place(hillside('ACCOUNT-1'));
  await eventually(() => deaths).toBe(1);
  await first.stop();
  await scene.startNode();
  await eventually(() => soldTo(scene).length).toBe(1);
  expect(madeIn(scene)).toHaveLength(1);
  expect((await database.query(creations)).rows).toMatchObject([{ status: 'confirmed', ever_doubt: true }]);
  expect((await database.query(waits)).rows).toEqual([]);
  await scene.close();
});

test('a node that falls asleep before the call is not waited for, and sends nothing when it wakes', async ({ database }) => {
  const scene = await startScene(database);
  const awake = Promise.withResolvers<void>();
  let asleep = 0;
  const beforeSend = async ({ url, method }: { readonly url: string; readonly method: string }) => {
    if (method !== 'POST' || !url.endsWith('/customers')) return;
    asleep += 1;
    await awake.promise;
  };
  const first = await scene.startNode({ hooks: { transport: { beforeSend } } });
  await first.place(hillside('ACCOUNT-1'));
  await eventually(() => asleep).toBe(1);
  const second = await scene.startNode();
  await eventually(() => soldTo(scene).length).toBe(1);
  expect(madeIn(scene)).toHaveLength(1);
  await eventually(() => brokenIn(second.core)).toEqual([]);
  awake.resolve();
  await first.stop();
  expect(scene.erp.book().traffic.routes['POST /customers']).toBe(1);
  await scene.close();
});

test('two nodes at once, many orders of a few new accounts: each account is one customer', async ({ database }) => {
  const scene = await startScene(database);
  const nodes = [await scene.startNode(), await scene.startNode()] as const;
  const accounts = ['ACCOUNT-1', 'ACCOUNT-2', 'ACCOUNT-3'];
  await Promise.all(Array.from({ length: 24 }, (_, n) => nodes[n % 2 === 0 ? 0 : 1].place(hillside(accounts[n % 3] ?? ''))));
  await eventually(() => soldTo(scene).length).toBe(24);
  expect(
    madeIn(scene)
      .map(({ reference }) => reference)
      .sort(),
  ).toEqual(accounts.map((account) => `crm:${account}`));
  expect(await troubles(database)).toEqual([]);
  expect(scene.erp.book().traffic.routes['POST /customers']).toBe(3);
  await scene.close();
});

test('a name that a person loads while the call is on its way stays the one, and the customer that nobody needs is told of', async ({ database }) => {
  const scene = await startScene(database);
  scene.erp.setFaults({ slow: { p: 1, ms: 600 }, only: ['POST /customers'] });
  const node = await scene.startNode();
  await node.place(hillside('ACCOUNT-1'));
  await eventually(() => scene.erp.book().traffic.routes['POST /customers']).toBe(1);
  await node.load('ACCOUNT-1', 'C-CEDAR');
  await eventually(() => soldTo(scene)).toEqual(['C-CEDAR']);
  await eventually(() => troubles(database)).toMatchObject([{ class: 'duplicate', summary: expect.stringContaining('a customer C-1000') }]);
  expect((await database.query('select to_name from cross_references')).rows).toEqual([{ to_name: 'C-CEDAR' }]);
  await eventually(() => brokenIn(node.core)).toEqual([]);
  expect(await node.remedy('accept-difference')).toEqual({ kind: 'decided' });
  expect(await troubles(database)).toEqual([]);
  await scene.close();
});

test('who has lost the claim settles nothing, unless the customer is there: that is the truth', async ({ database }) => {
  const scene = await startScene(database);
  const { core, place } = await scene.startNode({ isWorking: false });
  await place(hillside('ACCOUNT-1'));
  const head = { at: core.clock.now().toISOString(), actor: 'system:erp', causation: 'test', key: 'create-customer:erp#1' };
  const body = { op: 'create-customer', customer: { reference: 'crm:ACCOUNT-1', name: 'Hillside Homes' } } as const;
  const tell = (command: CreationOutcome['command']) =>
    settleCreation(
      { id: creationId({ from: 'crm', name: 'ACCOUNT-1', to: 'erp' }), command, fence: { nodeEpoch: '999999', attempt: 7 } },
      { transact: core.database.transact, clock: core.clock, callPerson: () => Promise.reject(new Error('nobody is needed')) },
    );
  await tell({ ...head, kind: 'refused', body, code: 'missing-country', message: 'no country' });
  expect((await database.query(creations)).rows).toMatchObject([{ status: 'ready' }]);
  const differences = [{ text: 'email nothing, we wrote orders@hillside.example' }];
  await tell({ ...head, kind: 'confirmed', system: 'erp', body, document: { id: 'C-CEDAR' }, snapshots: [], differences });
  expect((await database.query(creations)).rows).toMatchObject([{ status: 'confirmed' }]);
  expect((await database.query('select to_name from cross_references')).rows).toEqual([{ to_name: 'C-CEDAR' }]);
  expect((await database.query("select reason from operator_actions where action = 'references:load'")).rows[0].reason).toMatch(
    /the hub has created customer C-CEDAR in erp; email nothing, we wrote orders@hillside.example$/,
  );
  expect((await database.query('select answer_class from attempts order by 1')).rows).toEqual([
    { answer_class: 'late confirmed' },
    { answer_class: 'late refused' },
  ]);
  await scene.close();
});

const damages = [
  ['an order waits for a creation that was withdrawn', "update effects set status = 'withdrawn' where op = 'create-customer'"],
  ['an order waits for a creation that is gone', "delete from effects where op = 'create-customer'"],
  ['a customer counts as created, and no cross-reference came', "update effects set status = 'confirmed' where op = 'create-customer'"],
  ['a creation has the id of another customer', "update effects set subject_id = gen_random_uuid() where op = 'create-customer'"],
] as const;

test.for(damages)('is found by verify: %s', async ([, sql], { database }) => {
  const scene = await startScene(database);
  const node = await scene.startNode({ isWorking: false });
  await node.place(hillside('ACCOUNT-1'));
  expect((await database.query(creations)).rows).toMatchObject([{ status: 'ready' }]);
  await database.query(sql);
  expect(await brokenIn(node.core)).toContainEqual(expect.objectContaining({ invariant: 'customers-created' }));
  await scene.close();
});
