import type { Instruction, NewCustomer, OrderDocument, Question } from '@crossdock/canonical';
import type { Http, HttpRequest } from '@crossdock/connector-kit';
import {
  answersContract,
  customersContract,
  documentsContract,
  factsContract,
  faultyHttp,
  healthContract,
  type Scene,
  type SpoiledAnswer,
  standInCalls,
} from '@crossdock/connector-kit/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTryton } from './index.ts';
import { claimText } from './map-shipment.ts';
import { describeTryton } from './testing/describe-tryton.ts';
import { type Erp, openErp, settingsFor } from './testing/erp.ts';
import { done, line, must, nextReference, noticeOf, orderOf } from './testing/orders.ts';
import { startTryton } from './testing/start-tryton.ts';

const tryton = await startTryton({ worker: false });

describeTryton('Tryton', tryton, (running) => {
  const erp = openErp(running);
  const { faults, through, dropField } = trouble();
  const { callWithin, close } = standInCalls(through);
  const scene = { connector: createTryton(settingsFor(running)), callWithin, faults };
  beforeAll(() => haveNoesToGive(erp));
  afterAll(async () => {
    await close();
    await erp.close();
  });

  healthContract(scene);
  answersContract({ ...scene, ...questions(), spoiled: [misnamed('credit_limit_amount')] });
  documentsContract({
    ...scene,
    nextReference,
    countDone: (body) => countDone(erp, body),
    order: (reference) => orderOf(['1/1 HS-1001 3 EA 11.25', '2/1 HS-1004 2 CS 12.96'], { reference, shipTo: { city: 'New York', postalCode: '10011' } }),
    changed: (document) => ({ ...document, lines: document.lines.map((one, index) => (index === 0 ? { ...one, quantity: '5', unitPrice: '11' } : one)) }),
    shipment: (document) =>
      noticeOf(
        `WMS-${document.reference}`,
        document.lines.map(({ lineKey, quantity }) => `${lineKey} ${quantity}`),
        ['1Z1'],
      ),
    refusals: refusals(),
    silentFieldDrops: [
      { field: 'purchaseOrder', cause: () => dropField('reference') },
      { field: 'shipTo', cause: () => dropField('shipment_address') },
    ],
    spoiled: {
      create: [misnamed('web_id'), misnamed('lines.'), noJson()],
      quote: [misnamed('number'), unknownWord('quotation')],
      confirm: [misnamed('total_amount'), unknownWord('processing')],
      amend: [misnamed('currency.')],
      cancel: [misnamed('shipment_state'), misnamed('actual_quantity')],
      'goods-issue': [misnamed('outgoing_moves.'), misnamed('_timestamp')],
      invoice: [misnamed('amount_to_pay')],
    },
  });
  customersContract({
    ...scene,
    nextReference: () => `crm:${nextReference()}`,
    countDone: (body) => countDone(erp, body),
    customer: newCustomer,
    isKnown: async (customer) => {
      const asked = await scene.connector.answers?.ask({ ...questions().question, customer, shipTo: { city: 'Springfield' } }, callWithin(30_000));
      return asked?.kind === 'answered' && asked.answer.customer.status === 'active' && asked.answer.shipTo?.status === 'active';
    },
    customerRefusals: [
      {
        title: 'with a country that Tryton does not know',
        body: (reference) => ({ ...newCustomer(reference), address: { city: 'Oz', country: 'ZZ' } }),
        expected: { class: 'data', code: 'country-unknown', field: 'address.country' },
      },
      {
        title: 'with a region that is none of the country',
        body: (reference) => ({ ...newCustomer(reference), shipTo: { city: 'Oz', region: 'OZ', country: 'US' } }),
        expected: { class: 'data', code: 'region-unknown', field: 'shipTo.region' },
      },
    ],
    spoiled: { 'create-customer': [misnamed('credit_amount'), noJson()] },
  });
  it('sells to a customer that it has just been told of, to the address of the sale', () => sellsToNew(scene));
  factsContract({
    ...scene,
    happen: (count) => makeSales(scene, count),
    spoiledMessages: [
      { title: 'a sale without one of its fields', field: 'invoice_state', alter: (body) => body.replace('"invoice_state":', '"invoice_mood":') },
    ],
    spoiledPages: [misnamed('write_date'), noJson()],
  });
});

function newCustomer(reference: string): NewCustomer {
  return {
    reference,
    name: `Hillside Homes ${reference}`,
    address: { street: 'Main Street 1', city: 'Springfield', region: 'IL', postalCode: '62701', country: 'US' },
    shipTo: { street: 'Yard Road 2', city: 'Newark', region: 'NJ', postalCode: '07101', country: 'US' },
    email: 'orders@hillside.example',
    phone: '+1 217 555 0100',
    taxId: '36-1',
  };
}

/** From the new party to the sale in process: nothing that a sale needs is missing from it. */
async function sellsToNew({ connector, callWithin }: Pick<Scene, 'connector' | 'callWithin'>): Promise<void> {
  const [make, { documents }] = [connector.customers?.['create-customer'], connector];
  const customer = newCustomer(`crm:${nextReference()}`);
  const { document: made } = done(await must(make).send({ op: 'create-customer', customer }, callWithin(30_000)));
  const document = orderOf(['1/1 HS-1001 3 EA 12.50'], { customer: made.id, ...(customer.shipTo && { shipTo: customer.shipTo }) });
  const { create, quote, confirm } = must(documents);
  const { document: target, differences } = done(await create.send({ op: 'create', document }, callWithin(30_000)));
  expect(differences).toEqual([]);
  const { reference } = document;
  done(await must(quote).send({ op: 'quote', reference, target }, callWithin(30_000)));
  const confirmed = done(await must(confirm).send({ op: 'confirm', reference, target }, callWithin(30_000)));
  expect(confirmed.snapshots[0]).toMatchObject({ state: expect.stringMatching(/^(confirmed|processing)$/), customer: made.id });
}

function misnamed(field: string): SpoiledAnswer {
  return { title: `no ${field}`, field, alter: (body) => body.replaceAll(`"${field}":`, `"x_${field}":`) };
}

function unknownWord(word: string): SpoiledAnswer {
  return { title: `a state that nobody knows instead of ${word}`, field: 'state', alter: (body) => body.replaceAll(`"state":"${word}"`, '"state":"asleep"') };
}

function noJson(): SpoiledAnswer {
  return { title: 'no JSON', field: 'the answer', alter: () => '<html>' };
}

/** The request by which an operation is done, so that a lost answer leaves it done and not half done. */
const lastSteps = [
  'model.sale.sale.create',
  'model.party.party.create',
  'model.sale.sale.quote',
  'model.sale.sale.confirm',
  'model.sale.sale.cancel',
  'model.sale.amendment.validate_amendment',
  'wizard.sale.handle.shipment.exception.execute',
  'model.stock.shipment.out.done',
  'model.account.invoice.post',
];

/** Faults in Tryton's own words, as recorded; and a field of a sale that gets lost on the way to it, once. */
function trouble() {
  const headers = { 'content-type': 'application/json' };
  const { faults, through } = faultyHttp({
    commits: ({ body = '' }) => lastSteps.some((method) => body.includes(`"method":"${method}"`)) && !body.includes('"ask",{'),
    serverError: { kind: 'answered', status: 200, headers, body: '{"id":9,"error":["server closed the connection unexpectedly\\n",""]}' },
    unauthorized: { kind: 'answered', status: 401, headers: {}, body: '' },
    throttled: (retryAfter) => ({ kind: 'answered', status: 429, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter }, body: '' }),
  });
  let dropped: string | undefined;
  const dropping = (request: HttpRequest): HttpRequest => {
    const { body = '' } = request;
    if (dropped === undefined || !body.includes('"method":"model.sale.sale.create"')) return request;
    const without = body.replace(new RegExp(`"${dropped}":("[^"]*"|\\d+),`), '');
    dropped = undefined;
    return { ...request, body: without };
  };
  return {
    faults,
    through: (http: Http, withinMs: number) => through((request) => http(dropping(request)), withinMs),
    dropField: async (field: string) => {
      dropped = field;
    },
  };
}

async function haveNoesToGive(erp: Erp): Promise<void> {
  const [web] = await erp.search('party.party', [['code', '=', 'C-WEB']], []);
  await erp.write('party.party', Number(web?.['id']), { active: false });
  const [address] = await erp.search(
    'party.address',
    [
      ['party.code', '=', 'C-ACME'],
      ['city', '=', 'Long Beach'],
    ],
    [],
  );
  await erp.write('party.address', Number(address?.['id']), { active: false });
  const [boiler] = await erp.search('product.template', [['code', '=', 'HS-1010']], []);
  await erp.write('product.template', Number(boiler?.['id']), { salable: false });
}

function questions() {
  const lines = ['1/1 HS-1001 3 EA', '2/1 HS-1004 2 CS'].map((text) => ({ ...line(text), warehouse: 'east' }));
  const question: Question = { op: 'ask', customer: 'C-ACME', shipTo: { street: '55 Dock Ave', postalCode: '07201' }, currency: 'USD', lines };
  const asking = (text: string): Question => ({ ...question, lines: [{ ...line(text), warehouse: 'east' }] });
  return {
    question,
    noes: [
      { title: 'a customer that nobody knows', question: { ...question, customer: 'C-NOBODY' }, expected: { customer: 'unknown' } },
      { title: 'a customer that is not active', question: { ...question, customer: 'C-WEB' }, expected: { customer: 'inactive' } },
      { title: 'a ship-to that nobody knows', question: { ...question, shipTo: { street: '1 Nowhere' } }, expected: { shipTo: 'unknown' } },
      { title: 'a ship-to that is not used any more', question: { ...question, shipTo: { city: 'Long Beach' } }, expected: { shipTo: 'inactive' } },
      { title: 'an item that nobody knows', question: asking('1/1 HS-9999 1 EA'), expected: { line: '1/1', item: 'unknown' } },
      { title: 'an item that is not sold any more', question: asking('1/1 HS-1010 1 EA'), expected: { line: '1/1', item: 'discontinued' } },
      { title: 'a unit of another kind', question: asking('1/1 HS-1001 1 KGM'), expected: { line: '1/1', isUnitSold: false } },
      { title: 'a unit that this Tryton has no word for', question: asking('1/1 HS-1001 1 MTR'), expected: { line: '1/1', isUnitSold: false } },
      { title: 'a customer without credit', question: { ...question, customer: 'C-DELTA' }, expected: { exposureAboveLimit: true } },
    ],
  } as const;
}

function refusals() {
  const body =
    (lines: readonly string[], more: Partial<OrderDocument> = {}) =>
    (reference: string) =>
      orderOf(lines, { reference, ...more });
  return [
    {
      title: 'a customer that nobody knows',
      body: body(['1/1 HS-1001 1 EA 1'], { customer: 'C-NOBODY' }),
      expected: { class: 'data', code: 'customer-unknown', cause: 'customer', field: 'customer' },
    },
    {
      title: 'an item that nobody knows',
      body: body(['1/1 HS-9999 1 EA 1']),
      expected: { class: 'data', code: 'item-unknown', cause: 'item', field: 'lines[0].item' },
    },
    {
      title: 'a unit of another kind',
      body: body(['1/1 HS-1001 1 KGM 1']),
      expected: { class: 'data', code: 'unit-not-sold', cause: 'item', field: 'lines[0].unit' },
    },
    {
      title: 'a ship-to that nobody knows',
      body: body(['1/1 HS-1001 1 EA 1'], { shipTo: { city: 'Oz' } }),
      expected: { class: 'data', code: 'ship-to-unknown', cause: 'ship-to', field: 'shipTo' },
    },
    {
      title: 'a contact that the customer does not have',
      body: body(['1/1 HS-1001 1 EA 1'], { contact: { id: '999999' } }),
      expected: { class: 'data', code: 'contact-unknown', field: 'contact.id' },
    },
    { title: 'half a piece', body: body(['1/1 HS-1001 1.5 EA 1']), expected: { class: 'data', code: 'value-not-valid', field: 'Quantity' } },
    {
      title: 'a price with five decimals',
      body: body(['1/1 HS-1001 1 EA 1.00001']),
      expected: { class: 'data', code: 'value-not-valid', field: 'Unit Price' },
    },
    {
      title: 'a price below zero, which Tryton itself would take',
      body: body(['1/1 HS-1001 1 EA -1']),
      expected: { class: 'data', code: 'price-negative', cause: 'price' },
    },
  ] as const;
}

/** Reads Tryton's own book as its administrator sees it. */
async function countDone(erp: Erp, body: Instruction): Promise<number> {
  switch (body.op) {
    case 'create':
      return erp.count('sale.sale', [
        ['web_id', '=', body.document.reference],
        ['state', '!=', 'cancelled'],
      ]);
    case 'quote':
      return erp.count('sale.sale', [
        ['id', '=', Number(body.target.id)],
        ['state', '!=', 'draft'],
        ['number', '!=', null],
      ]);
    case 'confirm':
      return erp.count('sale.sale', [
        ['id', '=', Number(body.target.id)],
        ['state', 'in', ['processing', 'done']],
      ]);
    case 'cancel':
      return erp.count('sale.sale', [
        ['id', '=', Number(body.target.id)],
        [
          'OR',
          ['state', '=', 'cancelled'],
          [
            ['state', '=', 'done'],
            ['shipment_state', '=', 'sent'],
          ],
        ],
      ]);
    case 'amend':
      return erp.count('sale.line', [
        ['sale', '=', Number(body.target.id)],
        ['product.code', '=', 'HS-1001'],
        ['quantity', '=', Number(body.document.lines[0]?.quantity)],
      ]);
    case 'goods-issue':
      return erp.count('stock.shipment.out', [
        ['reference', '=', claimText({ reference: body.reference, noticeId: body.shipment.id })],
        ['state', '=', 'done'],
      ]);
    case 'invoice':
      return erp.count('account.invoice', [
        ['reference', '=', body.reference],
        ['state', 'in', ['posted', 'paid']],
      ]);
    case 'create-customer':
      return erp.count('party.party', [['code', '=', body.customer.reference]]);
    default:
      throw new Error(`${body.op} is not an operation of an ERP`);
  }
}

async function makeSales({ connector, callWithin }: Pick<Scene, 'connector' | 'callWithin'>, count: number): Promise<void> {
  for (let made = 0; made < count; made += 1) {
    await connector.documents?.create.send({ op: 'create', document: orderOf(['1/1 HS-1001 1 EA 11.25']) }, callWithin(30_000));
  }
}
