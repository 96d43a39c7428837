import { isZero, normalize, sum } from '@crossdock/canonical';
import { landscape } from '@crossdock/landscape/tryton';
// Past the doors, on purpose: bringing up a Tryton, and the people in it, belong to the connector's own tests.
import { lineKeyOf } from '../../../connectors/src/tryton/map.ts';
import { type Erp, openErp, type Row } from '../../../connectors/src/tryton/testing/erp.ts';
import { pay, receive } from '../../../connectors/src/tryton/testing/people.ts';
import type { RunningTryton } from '../../../connectors/src/tryton/testing/start-tryton.ts';
import { wireDate, wireDecimal } from '../../../connectors/src/tryton/wire.ts';
import type { BookedInvoice, BookedLine, BookedOrder, ErpHouse } from './erp-house.ts';
import { openGate } from './gate.ts';
import { must } from './telling.ts';

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const rows = (value: unknown): readonly Row[] => listOf(value) as readonly Row[];
const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value));
const saleFields = [
  'number',
  'state',
  'web_id',
  'lines.type',
  'lines.note',
  'lines.quantity',
  'lines.unit_price',
  'lines.product.code',
  'lines.product.type',
  'lines.moves.state',
  'lines.moves.quantity',
  'lines.invoice_lines.quantity',
  'lines.invoice_lines.invoice.state',
];

/** A running Tryton behind a gate, with the people in it. */
export async function openTrytonHouse(tryton: RunningTryton): Promise<ErpHouse> {
  const gate = await openGate(tryton.url);
  const erp = openErp(tryton);
  const example = must(
    landscape.systems.find((one) => one.connector === 'tryton'),
    'Tryton in its landscape',
  );
  const { user, password } = tryton.hub;
  const settings = {
    ...example.settings,
    url: gate.url,
    database: tryton.database,
    user,
    password,
    adminUser: tryton.admin.user,
    adminPassword: tryton.admin.password,
  };
  const sales = (code: string) => erp.search('sale.sale', [['web_id', 'like', `${code}-%`]], saleFields);
  const invoices = async (code: string) => {
    const ids = (await sales(code)).map((sale) => sale['id']);
    return erp.search('account.invoice', [['sales', 'in', ids]], ['number', 'state', 'amount_to_pay']);
  };
  const payAll = async (code: string) => {
    const open = (await invoices(code)).filter((invoice) => invoice['state'] === 'posted');
    for (const invoice of open) await pay(erp, Number(invoice['id']), text(invoice['amount_to_pay']));
    return open.map((invoice) => text(invoice['number']));
  };
  return {
    name: 'tryton',
    declaration: { ...example, settings },
    shipTos: [{ city: 'Elizabeth' }, { city: 'Long Beach' }],
    placeOf: async (customer) => {
      const [address] = await erp.search(
        'party.address',
        [
          ['party.code', '=', customer],
          ['delivery', '=', true],
        ],
        [],
      );
      return text(must(address, `address of ${customer}`)['id']);
    },
    ordersOf: async (code) => (await sales(code)).map(booked),
    invoicesOf: async (code) => (await invoices(code)).map((one): BookedInvoice => ({ number: text(one['number']), isPaid: one['state'] === 'paid' })),
    payAll,
    changeQuantity: (order, lineKey, quantity) => changeQuantity(erp, order, { lineKey, quantity }),
    cancelOrder: (order) => cancelSale(erp, Number(order.id)),
    setCreditLimit: async (customer, amount) => {
      const [party] = await erp.search('party.party', [['code', '=', customer]], []);
      await erp.write('party.party', Number(party?.['id']), { credit_limit_amount: wireDecimal(amount) });
    },
    setActive: async (customer, active) => {
      const [party] = await erp.search('party.party', [['code', '=', customer]], []);
      await erp.write('party.party', Number(party?.['id']), { active });
    },
    setPlaceOpen: async (active) => {
      const place = [
        ['party.code', '=', 'C-ACME'],
        ['city', '=', 'Long Beach'],
      ];
      const [address] = await erp.search('party.address', place, []);
      await erp.write('party.address', Number(address?.['id']), { active });
    },
    countStock: (item, quantity) => receive(erp, item, quantity),
    goDown: gate.shut,
    comeBack: gate.reopen,
    loseAnswers: async (count) => gate.loseAnswers(count, 'model.sale.sale.create'),
    answersLost: gate.answersLost,
    close: async () => {
      await erp.close();
      await gate.close();
      await tryton.stop();
    },
  };
}

const isGoods = (line: Row) => line['type'] === 'line' && lineKeyOf(text(line['note'])) !== undefined;
const inner = (row: Row, name: string): Row => (row[`${name}.`] ?? {}) as Row;

function booked(sale: Row): BookedOrder {
  const lines = rows(sale['lines.']).filter(isGoods).map(bookedLine);
  const isTakenBack = sale['state'] === 'done' && lines.every((line) => isZero(line.shipped) && isZero(line.invoiced));
  return {
    id: text(sale['id']),
    number: text(sale['number']),
    reference: text(sale['web_id']),
    isCancelled: sale['state'] === 'cancelled' || isTakenBack,
    lines,
  };
}

function bookedLine(line: Row): BookedLine {
  const done = rows(line['moves.']).filter((move) => move['state'] === 'done');
  const posted = rows(line['invoice_lines.']).filter((one) => ['posted', 'paid'].includes(text(inner(one, 'invoice')['state'])));
  const added = (list: readonly Row[]) => sum(list.map((one) => normalize(text(one['quantity']))));
  return {
    lineKey: lineKeyOf(text(line['note'])) ?? '',
    item: text(inner(line, 'product')['code']),
    quantity: normalize(text(line['quantity'])),
    shipped: added(done),
    invoiced: added(posted),
  };
}

/** As a sales administrator does it to an order in process: an amendment, validated. */
async function changeQuantity(erp: Erp, order: BookedOrder, { lineKey, quantity }: { readonly lineKey: string; readonly quantity: string }): Promise<void> {
  const fields = ['lines.note', 'lines.product', 'lines.unit', 'lines.unit_price', 'lines.type'];
  const [sale] = await erp.search('sale.sale', [['id', '=', Number(order.id)]], fields);
  const line = must(
    rows(sale?.['lines.']).find((one) => lineKeyOf(text(one['note'])) === lineKey),
    `line ${lineKey} in ${order.number}`,
  );
  const amended = {
    action: 'line',
    line: line['id'],
    product: line['product'],
    quantity: Number(quantity),
    unit: line['unit'],
    unit_price: wireDecimal(text(line['unit_price'])),
  };
  const date = wireDate(new Date().toISOString().slice(0, 10));
  const made = await erp.call('model.sale.amendment.create', [
    [{ sale: Number(order.id), date, description: 'customer called', lines: [['create', [amended]]] }],
  ]);
  await erp.press('sale.amendment', 'validate_amendment', Number(listOf(made)[0]));
}

/** As a person does it to an order in process: cancel its shipments, and answer the exception with "no others". */
async function cancelSale(erp: Erp, sale: number): Promise<void> {
  const shipments = await erp.search(
    'stock.shipment.out',
    [
      ['moves.origin.sale.id', '=', sale, 'sale.line'],
      ['state', '!=', 'cancelled'],
    ],
    [],
  );
  for (const shipment of shipments) await erp.press('stock.shipment.out', 'cancel', Number(shipment['id']));
  const wizard = 'wizard.sale.handle.shipment.exception';
  const active = { active_model: 'sale.sale', active_id: sale, active_ids: [sale] };
  const [session] = listOf(await erp.call(`${wizard}.create`, []));
  const form = (await erp.call(`${wizard}.execute`, [session, {}, 'ask'], active)) as { view: { defaults: { domain_moves: unknown } } };
  const ask = { recreate_moves: [], domain_moves: form.view.defaults.domain_moves };
  await erp.call(`${wizard}.execute`, [session, { ask }, 'handle'], active);
  await erp.call(`${wizard}.delete`, [session]);
}
