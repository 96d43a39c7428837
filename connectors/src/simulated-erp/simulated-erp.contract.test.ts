import type { Instruction, InvoiceSnapshot } from '@crossdock/canonical';
import type { Connector } from '@crossdock/connector-kit';
import {
  answersContract,
  type CustomersScene,
  customersContract,
  type DocumentsScene,
  documentsContract,
  type Fault,
  factsContract,
  healthContract,
  inFirst,
  jsonObject,
  noJson,
  spoilJson,
  standInCalls,
  without,
} from '@crossdock/connector-kit/contract';
import { type SimulatedErp, startSimulatedErp } from '@crossdock/simulators';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { changed, noes, order, question, refusals } from './fixtures/samples.ts';
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
  const connector = createSimulatedErp({ system: 'erp', url: erp.url, token: erp.token, grade, ...set });
  documentsContract(documentsScene(erp, connector));
  customersContract(customersScene(erp, connector));
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
  answersContract({ ...scene, question, noes: noes(), spoiled: [spoilJson('no customer', 'customer', without('customer')), noJson] });
  factsContract({
    ...scene,
    happen,
    spoiledMessages: [
      spoilJson(
        'a state that nobody knows',
        'state',
        inFirst('changes', (change) => ({ ...change, document: { ...jsonObject(change['document']), state: 'molten' } })),
      ),
      spoilJson(
        'a document without lines',
        'lines',
        inFirst('changes', (change) => ({ ...change, document: without('lines')(jsonObject(change['document'])) })),
      ),
      spoilJson(
        'a kind that nobody knows',
        'kind',
        inFirst('changes', (change) => ({ ...change, kind: 'rumour' })),
      ),
      spoilJson('no kind', 'kind', inFirst('changes', without('kind'))),
    ],
    spoiledPages: [spoilJson('no list of changes', 'changes', without('changes')), spoilJson('no cursor', 'next', without('next')), noJson],
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

describe('an invoice of the simulated ERP', () => {
  const erp = grades.A;
  const { facts } = createSimulatedErp({ system: 'erp', url: erp.url, token: erp.token, ...set });

  it('is told with what is open of it after each payment, and with its dispute', async () => {
    const desk = (path: string, body: object) => post(erp.control, erp.token, `/desk/${path}`, body);
    const told = async () => {
      const messages: InvoiceSnapshot[] = [];
      let cursor: string | undefined;
      for (let pages = 0; pages < 20; pages += 1) {
        const page = await facts?.poll?.(cursor, calls.callWithin(set.callMsMax));
        if (page?.kind !== 'polled') throw new Error(JSON.stringify(page));
        for (const message of page.messages) if (message.kind === 'document' && message.snapshot.type === 'invoice') messages.push(message.snapshot);
        if (!page.more) return messages.at(-1);
        ({ cursor } = page);
      }
      throw new Error('too many pages');
    };
    const line = { item: 'BENCH-1', unit: 'EA', price: '10.00' };
    await post(erp.url, erp.token, '/sales-orders', {
      reference: 'PAID-1',
      customer: 'C-ACME',
      warehouse: 'EDC',
      currency: 'USD',
      lines: [{ ...line, key: '1', quantity: '4' }],
    });
    const order = erp.book().documents['sales-order']?.at(-1)?.id ?? expect.fail('no order');
    await post(erp.url, erp.token, `/sales-orders/${order}/goods-issue`, { reference: 'PAID-GI', shipment: 'S', lines: [{ key: '1', quantity: '4' }] });
    const posted = await told();
    expect(posted).toMatchObject({ state: 'posted', orderId: order, total: '40.00', balance: '40.00', dueDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
    expect(posted).not.toHaveProperty('dispute');
    await desk(`invoices/${posted?.id}/pay`, { amount: '15.00' });
    await desk(`invoices/${posted?.id}/dispute`, { reason: 'goods damaged' });
    expect(await told()).toMatchObject({ state: 'posted', balance: '25.00', dispute: { reason: 'goods damaged' } });
    await desk(`invoices/${posted?.id}/dispute`, { reason: null });
    expect(await told()).not.toHaveProperty('dispute');
    await desk(`invoices/${posted?.id}/pay`, {});
    expect(await told()).toMatchObject({ state: 'paid', balance: '0.00' });
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
        spoilJson('no id', 'id', without('id')),
        spoilJson('a state that nobody knows', 'state', (answer) => ({ ...answer, state: 'molten' })),
        spoilJson('a quantity that is no text', 'lines[0].quantity', (answer) => ({
          ...answer,
          lines: [{ key: '1/1', item: 'X', quantity: 4, unit: 'EA', price: '10.00' }],
        })),
        noJson,
      ],
      confirm: [spoilJson('no state', 'state', without('state')), spoilJson('OK, but a draft still', 'draft', (answer) => ({ ...answer, state: 'draft' }))],
      amend: [spoilJson('no lines', 'lines', without('lines'))],
      cancel: [
        spoilJson('no version', 'version', without('version')),
        spoilJson('OK, but alive still', 'confirmed', (answer) => ({ ...answer, state: 'confirmed' })),
        noJson,
      ],
      'goods-issue': [spoilJson('no number', 'number', without('number'))],
    },
  };
}

function customersScene(erp: SimulatedErp, connector: Connector): CustomersScene {
  const customer = (reference: string) => ({
    reference,
    name: `Hillside Homes ${reference}`,
    address: { street: 'Main Street 1', city: 'Springfield', region: 'IL', postalCode: '62701', country: 'US' },
    email: 'orders@hillside.example',
    phone: '+1 217 555 0100',
    taxId: `36-${reference}`,
  });
  let references = 0;
  return {
    connector,
    callWithin: calls.callWithin,
    faults: faultsOf(erp),
    nextReference: () => `crm:ACCOUNT-${++references}`,
    countDone: (body) => Promise.resolve(countDone(erp, body)),
    customer,
    isKnown: async (id) => {
      const asked = await connector.answers?.ask({ ...question, customer: id }, calls.callWithin(set.callMsMax));
      return asked?.kind === 'answered' && asked.answer.customer.status === 'active';
    },
    customerRefusals: [
      {
        title: 'without a country',
        body: (reference) => ({ reference, name: 'Nowhere Ltd' }),
        expected: { class: 'data', code: 'missing-country', cause: 'customer', field: 'address.country' },
      },
      {
        title: 'with the tax id of another customer',
        body: (reference) => {
          const others = erp.book().documents.customer?.flatMap(({ taxId }) => taxId ?? []) ?? [];
          return { ...customer(reference), taxId: others[0] ?? 'none' };
        },
        expected: { class: 'conflict', code: 'duplicate-tax-id', cause: 'customer', field: 'taxId' },
      },
    ],
    spoiled: {
      'create-customer': [
        spoilJson('no id', 'id', without('id')),
        spoilJson('a version that is no number', 'version', (answer) => ({ ...answer, version: 'new' })),
        noJson,
      ],
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
    case 'create-customer':
      return (documents.customer ?? []).filter(({ reference }) => reference === body.customer.reference).length;
    default:
      throw new Error(`${body.op} is not offered`);
  }
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
