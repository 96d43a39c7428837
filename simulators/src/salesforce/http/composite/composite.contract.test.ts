import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf } from '../../../testing/caller.ts';
import { api, startOrg, type TestOrg } from '../../testing/start-org.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await startOrg();
});
afterAll(async () => {
  await org.close();
});

type Sub = { readonly method: string; readonly url: string; readonly referenceId: string; readonly body?: unknown };
type SubAnswer = { readonly httpStatusCode: number; readonly referenceId: string; readonly body: unknown };
const count = (object: string) => [...org.system.org.rows(object)].length;
const statuses = (answers: readonly SubAnswer[]) => answers.map(({ referenceId, httpStatusCode }) => [referenceId, httpStatusCode]);
const composite = async (compositeRequest: readonly Sub[], more: object = {}) =>
  (await org.connection.requestPost<{ readonly compositeResponse: readonly SubAnswer[] }>('/composite', { compositeRequest, ...more })).compositeResponse;
const create = (referenceId: string, object: string, body: unknown): Sub => ({ method: 'POST', url: `${api}/sobjects/${object}`, referenceId, body });

const priceOf = (): { readonly Pricebook2Id: string; readonly PricebookEntryId: string } => {
  const entry = [...org.system.org.rows('PricebookEntry')].at(-1);
  return { Pricebook2Id: String(entry?.['Pricebook2Id']), PricebookEntryId: String(entry?.['Id']) };
};

describe('a composite', () => {
  it('hands what one answered to the next, for a real client', async () => {
    const { Pricebook2Id, PricebookEntryId } = priceOf();
    const answers = await composite([
      create('account', 'Account', { Name: 'Composite', ERP_Id__c: 'COMP-1' }),
      create('order', 'Order', { AccountId: '@{account.id}', EffectiveDate: '2026-11-21', Status: 'Draft', Pricebook2Id }),
      create('line', 'OrderItem', { OrderId: '@{order.id}', PricebookEntryId, Quantity: 2, UnitPrice: 5 }),
      { method: 'GET', url: `${api}/sobjects/Order/@{order.id}?fields=TotalAmount,AccountId`, referenceId: 'read' },
      { method: 'PATCH', url: `${api}/sobjects/Account/ERP_Id__c/COMP-1`, referenceId: 'again', body: { Phone: '1' } },
    ]);
    expect(statuses(answers)).toEqual([
      ['account', 201],
      ['order', 201],
      ['line', 201],
      ['read', 200],
      ['again', 200],
    ]);
    expect(answers[3]?.body).toMatchObject({ TotalAmount: 10 });
  });

  it('goes on after a failure when it need not be all or none, but halts what refers to it', async () => {
    const answers = await composite([
      create('bad', 'Account', {}),
      create('child', 'Contact', { LastName: 'x', AccountId: '@{bad.id}' }),
      create('good', 'Account', { Name: 'Good' }),
    ]);
    expect(statuses(answers)).toEqual([
      ['bad', 400],
      ['child', 400],
      ['good', 201],
    ]);
    expect(answers[1]?.body).toEqual([expect.objectContaining({ errorCode: 'PROCESSING_HALTED' })]);
  });

  it('undoes everything when one of all-or-none fails, collections among them', async () => {
    const before = [count('Account'), count('Contact')];
    const commits: unknown[] = [];
    const stop = org.system.org.onCommit((commit) => commits.push(commit));
    const first = create('a', 'Account', { Name: 'Never' });
    const answers = await composite(
      [first, create('c', 'Contact', { LastName: 'x', AccountId: '@{a.id}' }), create('bad', 'Account', {}), create('d', 'Account', { Name: 'd' })],
      {
        allOrNone: true,
      },
    );
    expect(answers.map(({ body }) => (body as readonly { readonly errorCode: string }[])[0]?.errorCode)).toEqual([
      'PROCESSING_HALTED',
      'PROCESSING_HALTED',
      'REQUIRED_FIELD_MISSING',
      'PROCESSING_HALTED',
    ]);
    const records = [{ attributes: { type: 'Account' }, Name: 'e' }, { attributes: { type: 'Account' } }];
    const many = await composite([first, { method: 'POST', url: `${api}/composite/sobjects`, referenceId: 'many', body: { records } }], { allOrNone: true });
    stop();
    expect(statuses(many)).toEqual([
      ['a', 400],
      ['many', 200],
    ]);
    expect([[count('Account'), count('Contact')], commits]).toEqual([before, []]);
  });

  it('is one transaction when all or none', async () => {
    const changes: number[] = [];
    const stop = org.system.org.onCommit((commit) => changes.push(commit.changes.length));
    await composite([create('a', 'Account', { Name: 'a' }), create('b', 'Account', { Name: 'b' })], { allOrNone: true });
    stop();
    expect(changes).toEqual([2]);
  });

  it.each([
    ['26 subrequests', Array.from({ length: 26 }, (_, nth) => create(`r${nth}`, 'Account', { Name: 'x' })), 'LIMIT_EXCEEDED'],
    ['a referenceId with a hyphen', [create('a-b', 'Account', { Name: 'x' })], 'JSON_PARSER_ERROR'],
    ['a referenceId that comes twice', [create('a', 'Account', { Name: 'x' }), create('a', 'Account', { Name: 'x' })], 'INVALID_INPUT'],
    ['a composite within', [{ method: 'POST', url: `${api}/composite`, referenceId: 'a', body: {} }], 'INVALID_INPUT'],
  ])('refuses %s', async (_, compositeRequest, errorCode) => {
    expect(bodyOf(await org.rest<string>('POST', `${api}/composite`, { compositeRequest }), 400)).toContain(errorCode);
  });
});

describe('composite graphs', () => {
  type GraphAnswer = { readonly graphId: string; readonly isSuccessful: boolean; readonly graphResponse: { readonly compositeResponse: readonly SubAnswer[] } };
  const run = async (graphs: readonly object[]) =>
    (await org.connection.requestPost<{ readonly graphs: readonly GraphAnswer[] }>('/composite/graph', { graphs })).graphs;

  it('happen each wholly or not at all, whatever the order of their nodes', async () => {
    const before = count('Account');
    const answers = await run([
      {
        graphId: 'good',
        compositeRequest: [create('child', 'Contact', { LastName: 'x', AccountId: '@{parent.id}' }), create('parent', 'Account', { Name: 'Graph' })],
      },
      { graphId: 'bad', compositeRequest: [create('one', 'Account', { Name: 'Never' }), create('two', 'Account', {})] },
    ]);
    expect(answers.map(({ graphId, isSuccessful, graphResponse }) => [graphId, isSuccessful, statuses(graphResponse.compositeResponse)])).toEqual([
      [
        'good',
        true,
        [
          ['child', 201],
          ['parent', 201],
        ],
      ],
      [
        'bad',
        false,
        [
          ['one', 400],
          ['two', 400],
        ],
      ],
    ]);
    expect(count('Account')).toBe(before + 1);
  });

  it('refuse a circle', async () => {
    const compositeRequest = [create('a', 'Contact', { LastName: '@{b.id}' }), create('b', 'Contact', { LastName: '@{a.id}' })];
    await expect(run([{ graphId: 'g', compositeRequest }])).rejects.toMatchObject({ errorCode: 'INVALID_INPUT' });
  });
});

describe('a tree', () => {
  const contact = (referenceId: string, LastName?: string) => ({
    attributes: { type: 'Contact', referenceId },
    ...(LastName === undefined ? {} : { LastName }),
  });
  const tree = (...contacts: readonly object[]) => ({
    records: [{ attributes: { type: 'Account', referenceId: 'acc' }, Name: 'Tree', Contacts: { records: contacts } }],
  });

  it('creates parents with their children', async () => {
    const answer = bodyOf(await org.rest('POST', `${api}/composite/tree/Account`, tree(contact('c1', 'One'), contact('c2', 'Two'))), 201);
    expect(answer).toMatchObject({ hasErrors: false, results: [{ referenceId: 'acc' }, { referenceId: 'c1' }, { referenceId: 'c2' }] });
  });

  it('creates nothing when a child fails', async () => {
    const before = count('Account');
    const answer = bodyOf(await org.rest('POST', `${api}/composite/tree/Account`, tree(contact('c1', 'One'), contact('c2'))), 400);
    expect(answer).toMatchObject({ hasErrors: true, results: [{ referenceId: 'c2', errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }] }] });
    expect(count('Account')).toBe(before);
  });

  it('needs a reference id for each record, and another one each', async () => {
    const twice = await org.rest<string>('POST', `${api}/composite/tree/Account`, tree(contact('c1', 'One'), contact('c1', 'Two')));
    expect(bodyOf(twice, 400)).toContain('Duplicate ReferenceId provided in the request: c1');
    const without = { records: [{ attributes: { type: 'Account' }, Name: 'x' }] };
    expect(bodyOf(await org.rest<string>('POST', `${api}/composite/tree/Account`, without), 400)).toContain('INVALID_INPUT');
  });
});

it('runs a batch of requests that have nothing to do with each other, and halts it where it is asked to', async () => {
  const batchRequests = [
    { method: 'POST', url: 'v65.0/sobjects/Account', richInput: { Name: 'Batch' } },
    { method: 'GET', url: 'v65.0/sobjects/Account/001000000000000AAA' },
    { method: 'GET', url: 'v65.0/limits' },
  ];
  const run = (haltOnError: boolean) =>
    org.connection.requestPost<{ readonly results: readonly { readonly statusCode: number }[] }>('/composite/batch', { batchRequests, haltOnError });
  expect((await run(false)).results.map(({ statusCode }) => statusCode)).toEqual([201, 404, 200]);
  expect((await run(true)).results.map(({ statusCode }) => statusCode)).toEqual([201, 404, 412]);
});

describe('placing an order', () => {
  const line = (quantity: string) => ({ attributes: { type: 'OrderItem' }, PricebookEntryId: priceOf().PricebookEntryId, quantity, UnitPrice: '15.99' });
  const place = (...lines: readonly object[]) => {
    const accountId = [...org.system.org.rows('Account')][0]?.['Id'];
    const order = {
      attributes: { type: 'Order' },
      EffectiveDate: '2026-11-21',
      Status: 'Draft',
      accountId,
      Pricebook2Id: priceOf().Pricebook2Id,
      OrderItems: { records: lines },
    };
    return org.rest<{ readonly records: readonly [{ readonly Id: string; readonly OrderItems: { readonly totalSize: number } }] }>(
      'POST',
      `${api}/commerce/sale/order`,
      { order: [order] },
    );
  };

  it('creates order and lines at once, adds lines to it and shows it', async () => {
    const { records } = bodyOf(await place(line('1')), 201);
    expect(records).toMatchObject([
      { attributes: { type: 'Order' }, OrderItems: { totalSize: 1, done: true, records: [{ attributes: { type: 'OrderItem' } }] } },
    ]);
    const { Id } = records[0];
    const more = { order: [{ attributes: { type: 'Order' }, Id, OrderItems: { records: [{ ...line('2'), orderId: Id }] } }] };
    expect(bodyOf(await org.rest('PATCH', `${api}/commerce/sale/order/${Id}`, more), 200)).toMatchObject({ records: [{ Id, OrderItems: { totalSize: 1 } }] });
    expect(bodyOf(await org.rest('GET', `${api}/commerce/sale/order/${Id}`), 200)).toMatchObject({
      totalSize: 1,
      records: [{ Id, OrderItems: { totalSize: 2 } }],
    });
  });

  it('creates nothing when a line fails', async () => {
    const before = count('Order');
    expect((await place(line('1'), { attributes: { type: 'OrderItem' }, quantity: '1' })).status).toBe(400);
    expect(count('Order')).toBe(before);
  });
});
