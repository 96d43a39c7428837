import { compare, sum } from '@crossdock/canonical';
import { readCreated, type SaleLineRow, type SaleRow, type ShipmentRow } from './api.ts';
import { tooLate } from './cancel.ts';
import { findProducts } from './catalog.ts';
import { amendmentOf, type Change, newHead, termsOf } from './change.ts';
import { understood } from './client.ts';
import { isGoodsLine, isMeant, lineKeyOf, priceOf } from './map.ts';
import { claimOf, lineMoves } from './map-shipment.ts';
import { press, shipmentsOfSales, unlessChanged } from './records.ts';
import { findCustomer, linesAsValues, resolve, shipToAddress, type Values } from './sale-values.ts';
import { fail, refuse } from './stop.ts';
import { wireDate, wireDecimal } from './wire.ts';

/**
 * Amends a sale in process: new lines and the head are written, then an amendment sets every other line and has the shipments made anew.
 * Each part finds out whether it is there already, so that a repetition after a lost answer goes on where the first one stopped.
 */
export async function amendConfirmed(change: Change, sale: SaleRow): Promise<void> {
  const { talk, admin, reference } = change;
  const before = await amendmentOf(talk, sale.id, reference);
  if (before?.state === 'validated') return;
  if (admin === undefined) {
    return refuse({
      class: 'business',
      code: 'amendment-not-permitted',
      message: 'an order in process can be amended by a sales administrator only, and none is set up',
    });
  }
  await freeShipments(change, sale);
  await writeHeadAndNewLines(change, sale);
  const id = before?.id ?? (await createAmendment(change, sale, admin));
  await press(admin, 'sale.amendment', 'validate_amendment', [id]);
  const after = await amendmentOf(talk, sale.id, reference);
  if (after?.state !== 'validated') fail({ class: 'in-doubt', message: `Tryton accepted the amendment ${reference}, but it is not validated` });
}

/** Refuses what is past its point of no return, and gives back what was assigned, as Tryton recomputes only what nobody has begun. */
async function freeShipments({ talk, desk, document }: Change, sale: SaleRow): Promise<void> {
  const shipments = await shipmentsOfSales(talk, [sale.id]);
  const begun = shipments.find(isBegun);
  if (begun !== undefined) refuse(tooLate(`shipment ${begun.number} is on its way (${begun.state})`));
  const { units } = await desk.catalog(talk);
  const gone = shipments.filter(({ state }) => state === 'done').flatMap((shipment) => lineMoves(shipment, sale, units));
  for (const lineKey of new Set(gone.map((move) => move.lineKey))) {
    const shipped = sum(gone.flatMap((move) => (move.lineKey === lineKey ? [move.quantity] : [])));
    const wanted = document.lines.find((line) => line.lineKey === lineKey)?.quantity ?? '0';
    if (compare(wanted, shipped) < 0) refuse({ ...tooLate(`${shipped} of line ${lineKey} are shipped, ${wanted} would be left`), field: 'quantity' });
  }
  const assigned = shipments.filter(({ state }) => state === 'assigned');
  const ids = assigned.map(({ id }) => id);
  if (ids.length > 0) await press(talk, 'stock.shipment.out', 'wait', ids, unlessChanged(assigned));
}

function isBegun({ state, reference }: ShipmentRow): boolean {
  const isOpen = state !== 'done' && state !== 'cancelled';
  return isOpen && (state === 'picked' || state === 'packed' || claimOf(reference) !== undefined);
}

/** An amendment cannot add lines or move the date. Both can be written, although Tryton's own client does not offer it. */
async function writeHeadAndNewLines(change: Change, sale: SaleRow): Promise<void> {
  const { talk, desk, document } = change;
  const there = new Set(sale['lines.'].map(({ note }) => lineKeyOf(note)));
  const added = document.lines.filter(({ lineKey }) => !there.has(lineKey));
  const { reference = sale.reference, shipping_date: date } = await newHead(change);
  const isMoved = date !== undefined && JSON.stringify(date) !== JSON.stringify(sale.shipping_date === null ? null : wireDate(sale.shipping_date));
  if (added.length === 0 && !isMoved && reference === sale.reference) return;
  const lines = added.length === 0 ? [] : await linesAsValues(talk, desk, added, await termsOf(change, sale));
  const values = { reference, ...(isMoved ? { shipping_date: date } : {}), ...(lines.length > 0 ? { lines: [['create', lines]] } : {}) };
  await talk.write('model.sale.sale.write', [[sale.id], values]);
}

/** One line of it per line of the sale, changed or not: contents are absolute, and any line makes Tryton plan the shipments anew. */
async function createAmendment(change: Change, sale: SaleRow, admin: NonNullable<Change['admin']>): Promise<number> {
  const lines = [...(await lineAmendments(change, sale)), ...(await shipToAmendment(change, sale))];
  const values = { sale: sale.id, date: wireDate(change.talk.now().toISOString().slice(0, 10)), description: change.reference, lines: [['create', lines]] };
  const [id] = understood(readCreated(await admin.write('model.sale.amendment.create', [[values]])), 'model.sale.amendment.create');
  return id;
}

async function lineAmendments({ talk, desk, document }: Change, sale: SaleRow): Promise<readonly Values[]> {
  const [catalog, wanted] = [await desk.catalog(talk), new Map(document.lines.map((line, index) => [line.lineKey, { line, index }]))];
  const products = await findProducts(
    talk,
    document.lines.map(({ item }) => item),
  );
  return sale['lines.'].filter(isGoodsLine).flatMap((there): readonly Values[] => {
    const lineKey = lineKeyOf(there.note);
    if (lineKey === undefined) return []; // a person's own line: not ours to change
    const want = wanted.get(lineKey);
    if (want === undefined) return [{ ...asItIs(there), quantity: 0 }];
    const { product, unit } = resolve(want.line, want.index, { desk, products, catalog });
    const price = want.line.unitPrice;
    return [
      {
        ...asItIs(there),
        product: product.id,
        quantity: Number(want.line.quantity),
        unit: unit.id,
        ...(price === undefined ? {} : { unit_price: wireDecimal(price) }),
      },
    ];
  });
}

/** An amendment sets all of these, so what is to stay is said too. */
function asItIs(line: SaleLineRow): Values {
  return {
    action: 'line',
    line: line.id,
    product: line['product.']?.id ?? null,
    quantity: line.quantity,
    unit: line['unit.']?.id ?? null,
    unit_price: wireDecimal(priceOf(line.unit_price) ?? '0'),
    description: line.description,
  };
}

async function shipToAmendment({ talk, document }: Change, sale: SaleRow): Promise<readonly Values[]> {
  const { shipTo } = document;
  const there = sale['shipment_address.'];
  if (shipTo === undefined || (there !== null && isMeant(there, shipTo))) return [];
  const shipment_address = shipToAddress(await findCustomer(talk, document), shipTo);
  return [{ action: 'party', party: sale.party, invoice_address: sale.invoice_address, shipment_party: sale.shipment_party, shipment_address }];
}
