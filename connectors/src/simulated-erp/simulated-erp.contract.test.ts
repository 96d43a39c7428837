import type { Instruction, OrderDocument, Question } from '@crossdock/canonical';
import type { Connector } from '@crossdock/connector-kit';
import {
  answersContract,
  type DocumentsScene,
  documentsContract,
  type Fault,
  factsContract,
  healthContract,
  type SpoiledAnswer,
  standInCalls,
} from '@crossdock/connector-kit/contract';
import { type SimulatedErp, startSimulatedErp } from '@crossdock/simulators';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createSimulatedErp } from './index.ts';

const set = { settleMs: 1_000, callMsMax: 4_000 };
const calls = standInCalls();
const grades = {
  A: await startSimulatedErp({ grade: 'A' }),
  B: await startSimulatedErp({ grade: 'B' }),
  C: await startSimulatedErp({ grade: 'C' }),
};
const twoStep = await startSimulatedErp({ grade: 'A', twoStep: true });
const busy = await startSimulatedErp({ grade: 'A' });
afterAll(async () => {
  await Promise.all([calls.close(), ...[...Object.values(grades), twoStep, busy].map((erp) => erp.close())]);
});

describe.each(['A', 'B', 'C'] as const)('the simulated ERP, grade %s', (grade) => {
  const erp = grades[grade];
  documentsContract(documentsScene(erp, createSimulatedErp({ system: 'erp', url: erp.url, token: erp.token, grade, ...set })));
});

describe('the simulated ERP with two steps', () => {
  documentsContract(documentsScene(twoStep, createSimulatedErp({ system: 'erp', url: twoStep.url, token: twoStep.token, twoStep: true, ...set })));
});

describe('the simulated ERP', async () => {
  const connector = createSimulatedErp({ system: 'erp', url: busy.url, token: busy.token, ...set });
  const scene = { connector, callWithin: calls.callWithin, faults: faultsOf(busy) };
  const happen = (count: number) => placeOrders(busy, count);
  await happen(450); // more than two pages
  healthContract(scene);
  answersContract({ ...scene, question, noes: noes(), spoiled: [spoil('no customer', 'customer', without('customer')), noJson] });
  factsContract({
    ...scene,
    happen,
    spoiledMessages: [
      spoil(
        'a state that nobody knows',
        'state',
        inFirstChange((change) => ({ ...change, document: { ...objectOf(change['document']), state: 'molten' } })),
      ),
      spoil(
        'a document without lines',
        'lines',
        inFirstChange((change) => ({ ...change, document: without('lines')(objectOf(change['document'])) })),
      ),
      spoil(
        'a kind that nobody knows',
        'kind',
        inFirstChange((change) => ({ ...change, kind: 'rumour' })),
      ),
      spoil('no kind', 'kind', inFirstChange(without('kind'))),
    ],
    spoiledPages: [spoil('no list of changes', 'changes', without('changes')), spoil('no cursor', 'next', without('next')), noJson],
  });
});

describe('amending in the simulated ERP', () => {
  const erp = grades.A;
  const { documents } = createSimulatedErp({ system: 'erp', url: erp.url, token: erp.token, ...set });
  afterEach(() => erp.clearFaults());

  it('does not overwrite what a person changed inside the ERP', async () => {
    const document = order('DESK-1');
    const created = await documents?.create.send({ op: 'create', document }, calls.callWithin(set.callMsMax));
    if (created?.kind !== 'confirmed') throw new Error(JSON.stringify(created));
    await post(erp.control, erp.token, `/desk/sales-orders/${created.document.id}`, { lines: [{ key: '1/1', quantity: '1' }] });
    const body = { op: 'amend', reference: 'DESK-1#2', target: created.document, document: changed(document) } as const;
    expect(await documents?.amend?.send(body, calls.callWithin(set.callMsMax))).toMatchObject({
      kind: 'refused',
      class: 'conflict',
      code: 'changed-by-person',
    });
  });

  it('needs one request to create, and no second one to compare', async () => {
    const before = erp.book().traffic.requests;
    await documents?.create.send({ op: 'create', document: order('ONE-CALL') }, calls.callWithin(set.callMsMax));
    expect(erp.book().traffic.requests - before).toBe(1);
  });
});

function documentsScene(erp: SimulatedErp, connector: Connector): DocumentsScene {
  const { create } = connector.documents ?? {};
  const drop = (field: string, faultField: 'shipTo' | 'warehouse' | 'requestedDate' | 'reference' | 'lines[].price' | 'lines[last]') => {
    return { field, cause: () => erp.setFaults({ silentFieldDrop: { p: 1, field: faultField } }) };
  };
  let references = 0;
  return {
    connector,
    callWithin: calls.callWithin,
    faults: faultsOf(erp),
    nextReference: () => `REF-${++references}`,
    countDone: (body) => Promise.resolve(countDone(erp, body)),
    order,
    changed,
    shipment: ({ reference, lines }) => ({
      id: `shipment-of-${reference}`,
      warehouse: 'WDC',
      lines: lines.map(({ lineKey, quantity }) => ({ lineKey, quantity })),
      packages: [{ tracking: `1Z${reference}`, carrier: 'Ground Freight' }],
    }),
    refusals: refusals().filter(({ expected }) => expected.code !== 'credit-limit' || connector.documents?.confirm === undefined),
    silentFieldDrops: [
      drop('shipTo', 'shipTo'),
      drop('warehouse', 'warehouse'),
      drop('requestedDate', 'requestedDate'),
      drop('unitPrice', 'lines[].price'),
      drop('line', 'lines[last]'),
      ...(create?.grade === 'C' ? [] : [drop('reference', 'reference')]),
    ],
    spoiled: {
      create: [
        spoil('no id', 'id', without('id')),
        spoil('a state that nobody knows', 'state', (answer) => ({ ...answer, state: 'molten' })),
        spoil('a quantity that is no text', 'lines[0].quantity', (answer) => ({
          ...answer,
          lines: [{ key: '1/1', item: 'X', quantity: 4, unit: 'EA', price: '10.00' }],
        })),
        noJson,
      ],
      confirm: [spoil('no state', 'state', without('state'))],
      amend: [spoil('no lines', 'lines', without('lines'))],
      cancel: [spoil('no version', 'version', without('version')), noJson],
      'goods-issue': [spoil('no number', 'number', without('number'))],
    },
  };
}

/** What the book shows of it, read beside the interface that the connector uses. */
function countDone(erp: SimulatedErp, body: Instruction): number {
  const { documents } = erp.book();
  const orders = documents['sales-order'] ?? [];
  switch (body.op) {
    case 'create':
      return orders.filter(({ reference, state }) => reference === body.document.reference && state !== 'cancelled').length;
    case 'confirm':
      return orders.filter(({ id, state }) => id === body.target.id && state !== 'draft').length;
    case 'cancel':
      return orders.filter(({ id, state }) => id === body.target.id && state === 'cancelled').length;
    case 'amend': {
      const wanted = body.document.lines.map(({ lineKey, quantity }) => `${lineKey} ${quantity}`);
      const held = orders.find(({ id }) => id === body.target.id)?.lines.filter(({ quantity }) => quantity !== '0') ?? [];
      return held.map(({ key, quantity }) => `${key} ${quantity}`).join() === wanted.join() ? 1 : 0;
    }
    case 'goods-issue':
      return (documents['goods-issue'] ?? []).filter(({ reference }) => reference === body.reference).length;
    default:
      throw new Error(`${body.op} is not offered`);
  }
}

function order(reference: string): OrderDocument {
  const line = { item: 'BENCH-1', unit: 'EA', unitPrice: '10.00', requestedDate: '2027-02-01' } as const;
  return {
    reference,
    customer: 'C-ACME',
    purchaseOrder: 'PO-1',
    shipTo: { id: 'C-ACME-2' },
    warehouse: 'WDC',
    currency: 'USD',
    lines: [
      { ...line, lineKey: '1/1', quantity: '4' },
      { ...line, lineKey: '2/1', quantity: '2', item: 'BENCH-2' },
    ],
  };
}

/** Another quantity, a line gone, a line new, a later date. */
function changed(document: OrderDocument): OrderDocument {
  const [first, second] = document.lines;
  if (first === undefined || second === undefined) throw new Error('an order of two lines');
  const lines = [
    { ...first, quantity: '3' },
    { ...second, lineKey: '3/1', item: 'BENCH-3', quantity: '5' },
  ];
  return { ...document, lines: lines.map((line) => ({ ...line, requestedDate: '2027-03-01' })) };
}

function refusals(): DocumentsScene['refusals'] {
  const withLine = (reference: string, change: object): OrderDocument => {
    const document = order(reference);
    return { ...document, lines: document.lines.map((line, index) => (index === 0 ? { ...line, ...change } : line)) };
  };
  return [
    {
      title: 'an unknown customer',
      body: (reference) => ({ ...order(reference), customer: 'C-NOBODY' }),
      expected: { class: 'data', code: 'unknown-customer', cause: 'customer', field: 'customer' },
    },
    {
      title: 'an inactive customer',
      body: (reference) => ({ ...order(reference), customer: 'C-FROST' }),
      expected: { class: 'business', code: 'inactive-customer', cause: 'customer' },
    },
    {
      title: 'an inactive ship-to',
      body: (reference) => ({ ...order(reference), shipTo: { id: 'C-ACME-9' } }),
      expected: { class: 'business', code: 'inactive-ship-to', cause: 'ship-to' },
    },
    {
      title: 'an address without a street',
      body: (reference) => ({ ...order(reference), shipTo: { city: 'Elizabeth', postalCode: '07201', country: 'US' } }),
      expected: { class: 'data', code: 'malformed', field: 'shipTo.street' },
    },
    {
      title: 'an unknown item',
      body: (reference) => withLine(reference, { item: 'HS-9999' }),
      expected: { class: 'data', code: 'unknown-item', cause: 'item', field: 'lines[0].item' },
    },
    {
      title: 'a discontinued item',
      body: (reference) => withLine(reference, { item: 'HS-0900' }),
      expected: { class: 'business', code: 'discontinued-item', cause: 'item' },
    },
    {
      title: 'a unit in which the item is not sold',
      body: (reference) => withLine(reference, { item: 'HS-1001', unit: 'CS' }),
      expected: { class: 'data', code: 'unknown-unit', cause: 'item' },
    },
    {
      title: 'an order beyond the credit limit',
      body: (reference) => ({ ...order(reference), customer: 'C-DELTA', shipTo: { id: 'C-DELTA-1' } }),
      expected: { class: 'business', code: 'credit-limit', cause: 'credit' },
    },
    {
      title: 'a warehouse that is not there',
      body: (reference) => ({ ...order(reference), warehouse: 'NDC' }),
      expected: { class: 'data', code: 'unknown-warehouse', field: 'warehouse' },
    },
  ];
}

const question: Question = {
  op: 'ask',
  customer: 'C-ACME',
  shipTo: { id: 'C-ACME-1' },
  currency: 'USD',
  lines: [
    { lineKey: '1/1', item: 'HS-1005', quantity: '2', unit: 'EA', warehouse: 'EDC' },
    { lineKey: '2/1', item: 'HS-1004', quantity: '1', unit: 'CS', warehouse: 'WDC' },
  ],
};

function noes(): Parameters<typeof answersContract>[0]['noes'] {
  const asking = (change: Partial<Question>): Question => ({ ...question, ...change });
  const line = { lineKey: '1/1', item: 'HS-1005', quantity: '2', unit: 'EA', warehouse: 'EDC' } as const;
  return [
    { title: 'an unknown customer', question: asking({ customer: 'C-NOBODY' }), expected: { customer: 'unknown' } },
    { title: 'an inactive customer', question: asking({ customer: 'C-FROST' }), expected: { customer: 'inactive' } },
    { title: 'an unknown ship-to', question: asking({ shipTo: { id: 'C-EAST-1' } }), expected: { shipTo: 'unknown' } },
    { title: 'an inactive ship-to', question: asking({ shipTo: { id: 'C-ACME-9' } }), expected: { shipTo: 'inactive' } },
    { title: 'an unknown item', question: asking({ lines: [{ ...line, item: 'HS-9999' }] }), expected: { line: '1/1', item: 'unknown' } },
    { title: 'a discontinued item', question: asking({ lines: [{ ...line, item: 'HS-0900' }] }), expected: { line: '1/1', item: 'discontinued' } },
    { title: 'a unit that is not sold', question: asking({ lines: [{ ...line, unit: 'CS' }] }), expected: { line: '1/1', isUnitSold: false } },
    { title: 'a credit limit that is used up', question: asking({ customer: 'C-DELTA' }), expected: { exposureAboveLimit: true } },
  ];
}

function faultsOf(erp: SimulatedErp) {
  return { cause: (fault: Fault) => erp.setFaults(simulated(fault)), clear: () => erp.clearFaults() };
}

function simulated(fault: Fault): Parameters<SimulatedErp['setFaults']>[0] {
  switch (fault.kind) {
    case 'drop-after-commit':
      return { dropAfterCommit: 1 };
    case 'late-commit':
      return { lateCommit: { p: 1, ms: fault.ms } };
    case 'error-after-commit':
      return { errorAfterCommit: 1 };
    case 'throttle':
      return { throttle: { p: 1, retryAfter: ({ seconds: 's', date: 'date', none: 'none' } as const)[fault.retryAfter] } };
    case 'slow':
      return { slow: { p: 1, ms: fault.ms } };
    case 'unauthorized':
      return { unauthorized: 1 };
    case 'refuse-connections':
      return { refuseConnections: true };
    default:
      return fault satisfies never;
  }
}

async function placeOrders(erp: SimulatedErp, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const lines = [{ key: '1/1', item: 'BENCH-1', quantity: '1', unit: 'EA' }];
    await post(erp.url, erp.token, '/sales-orders', { reference: `H-${erp.book().cursor}`, customer: 'C-BENCH-1', currency: 'USD', lines });
  }
}

async function post(url: string, token: string, path: string, body: object): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(response.ok).toBe(true);
  await response.text();
}

type Json = Readonly<Record<string, unknown>>;

const noJson: SpoiledAnswer = { title: 'no JSON', field: '', alter: () => '<html>Bad gateway</html>' };

function spoil(title: string, field: string, change: (answer: Json) => Json): SpoiledAnswer {
  return { title, field, alter: (body) => JSON.stringify(change(objectOf(JSON.parse(body)))) };
}

function without(field: string): (answer: Json) => Json {
  return ({ [field]: _gone, ...rest }) => rest;
}

function inFirstChange(change: (entry: Json) => Json): (page: Json) => Json {
  return (page) => {
    const [first, ...rest] = Array.isArray(page['changes']) ? page['changes'] : [];
    return { ...page, changes: [change(objectOf(first)), ...rest] };
  };
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
