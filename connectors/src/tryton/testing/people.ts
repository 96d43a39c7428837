import { setTimeout as sleep } from 'node:timers/promises';
import { wireDate, wireDecimal } from '../wire.ts';
import type { Erp, Row } from './erp.ts';

const today = () => wireDate(new Date().toISOString().slice(0, 10));

/** Finance books a payment of an invoice, part of it or all. */
export async function pay(erp: Erp, invoice: number, amount: string): Promise<void> {
  const wizard = 'wizard.account.invoice.pay';
  const active = { active_model: 'account.invoice', active_id: invoice, active_ids: [invoice] };
  const [session] = listOf(await erp.call(`${wizard}.create`, []));
  const form = defaultsOf(await erp.call(`${wizard}.execute`, [session, {}, 'start'], active));
  const [method] = await erp.search('account.invoice.payment.method', [['name', '=', 'Bank transfer']], []);
  const { currency, currency_digits, company, invoice_account } = form;
  const start = {
    currency,
    currency_digits,
    company,
    invoice_account,
    amount: wireDecimal(amount),
    payment_method: method?.['id'],
    date: today(),
    description: 'payment',
  };
  const asked = await erp.call(`${wizard}.execute`, [session, { start }, 'choice'], active);
  if ('view' in rowOf(asked)) {
    const fields = Object.entries(defaultsOf(asked)).filter(([name]) => !name.endsWith('.'));
    const ask = { ...Object.fromEntries(fields), amount: wireDecimal(amount), type: 'partial' };
    await erp.call(`${wizard}.execute`, [session, { start, ask: reparsed(ask) }, 'pay'], active);
  }
  await erp.call(`${wizard}.delete`, [session]);
}

/** Amounts and dates of a form came as text; Tryton wants them back in its own spelling. */
function reparsed(form: Row): Row {
  return Object.fromEntries(
    Object.entries(form).map(([name, value]) => {
      if (typeof value !== 'string') return [name, value];
      if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return [name, wireDate(value)];
      return [name, /^-?\d+(\.\d+)?$/.test(value) ? wireDecimal(value) : value];
    }),
  );
}

/** The warehouse counts an item anew in the east: so many are there now. */
export async function receive(erp: Erp, item: string, quantity: number): Promise<void> {
  const [product] = await erp.search('product.product', [['code', '=', item]], []);
  const [warehouse] = await erp.search('stock.location', [['code', '=', 'EDC']], ['storage_location']);
  const lines = [['create', [{ product: product?.['id'], quantity }]]];
  const [inventory] = listOf(
    await erp.call('model.stock.inventory.create', [[{ location: warehouse?.['storage_location'], date: today(), company: 1, lines }]]),
  );
  await erp.press('stock.inventory', 'confirm', Number(inventory));
}

/** A customer brings goods back, more than were shipped if they like; finance gets a draft credit note. */
export async function returnGoods(erp: Erp, sale: number, quantity: number): Promise<void> {
  const wizard = 'wizard.sale.return_sale';
  const active = { active_model: 'sale.sale', active_id: sale, active_ids: [sale] };
  const [session] = listOf(await erp.call(`${wizard}.create`, []));
  await erp.call(`${wizard}.execute`, [session, {}, 'start'], active);
  await erp.call(`${wizard}.execute`, [session, { start: {} }, 'return_'], active);
  await erp.call(`${wizard}.delete`, [session]);
  const [back] = await erp.search('sale.sale', [['origin', '=', `sale.sale,${sale}`]], ['lines.product.type']);
  const id = Number(back?.['id']);
  const lines = listOf(back?.['lines.']).map(rowOf);
  const isGoods = (line: Row) => rowOf(line['product.'])['type'] === 'goods';
  const commands = [
    ['write', lines.filter(isGoods).map((line) => line['id']), { quantity: -quantity }],
    ['delete', lines.filter((line) => !isGoods(line)).map((line) => line['id'])],
  ];
  await erp.write('sale.sale', id, { carrier: null, shipment_cost_method: null, lines: commands });
  await erp.press('sale.sale', 'quote', id);
  await erp.press('sale.sale', 'confirm', id);
  const [shipment] = await recordsWhen(erp, 'stock.shipment.out.return', id, { fields: [], isThere: (found) => found.length === 1 });
  await erp.press('stock.shipment.out.return', 'receive', Number(shipment?.['id']));
  await erp.press('stock.shipment.out.return', 'done', Number(shipment?.['id']));
}

/** How many of an item the ERP believes to be in the east. */
export async function stockOf(erp: Erp, item: string): Promise<number> {
  const [warehouse] = await erp.search('stock.location', [['code', '=', 'EDC']], []);
  const context = { locations: [warehouse?.['id']], stock_date_end: null, with_childs: true };
  const [product] = await erp.search('product.product', [['code', '=', item]], ['quantity'], context);
  return Number(product?.['quantity']);
}

const patienceMs = 15_000;
const pauseMs = 100;

/** The shipments of a sale, once they are as wanted. */
export function shipmentsWhen(erp: Erp, saleId: string, isThere: (shipments: readonly Row[]) => boolean): Promise<readonly Row[]> {
  const fields = ['number', 'state', 'reference', 'planned_date', 'delivery_address.city', 'outgoing_moves.quantity', 'outgoing_moves.state'];
  return recordsWhen(erp, 'stock.shipment.out', Number(saleId), { fields, isThere });
}

type Wanted = { readonly fields: readonly string[]; readonly isThere: (found: readonly Row[]) => boolean };

async function recordsWhen(erp: Erp, model: string, saleId: number, { fields, isThere }: Wanted): Promise<readonly Row[]> {
  for (const end = Date.now() + patienceMs; ; await sleep(pauseMs)) {
    const found = await erp.search(model, [['moves.origin.sale.id', '=', saleId, 'sale.line']], fields);
    if (isThere(found)) return found;
    if (Date.now() > end) throw new Error(`not seen within ${patienceMs} ms: ${JSON.stringify(found)}`);
  }
}

/** The quantities that a shipment's moves send out, smallest first. */
export function quantitiesOf(shipment: Row | undefined): readonly number[] {
  return listOf(shipment?.['outgoing_moves.'])
    .map((move) => Number(rowOf(move)['quantity']))
    .sort((a, b) => a - b);
}

function defaultsOf(answer: unknown): Row {
  return rowOf(rowOf(rowOf(answer)['view'])['defaults']);
}

function rowOf(value: unknown): Row {
  return typeof value === 'object' && value !== null ? (value as Row) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
