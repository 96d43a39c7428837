import type { DocumentSnapshot } from '@crossdock/canonical';
import type { InboundMessage } from '@crossdock/connector-kit';
import { type InvoiceRow, invoiceFields, readInvoice, readSale, readShipment, type SaleRow, type ShipmentRow, saleFields, shipmentFields } from './api.ts';
import type { Conversation } from './client.ts';
import type { Change } from './cursor.ts';
import type { Desk } from './desk.ts';
import { idIn, invoiceSnapshot, isGoodsLine, orderIdOf, saleSnapshot } from './map.ts';
import { shipmentSnapshots } from './map-shipment.ts';
import { type Known, readEach } from './read-each.ts';

/**
 * Changed sales, shipments and invoices as messages, as far as they belong to sales of ours; of a return, its credit note. A sale is read for each of them, because it
 * says which line is which; and all shipments of a sale for each that changed, because what one of them is depends on the others.
 */
export async function documentMessages(talk: Conversation, desk: Desk, news: readonly Change[]): Promise<readonly InboundMessage[]> {
  const changed = (model: string) => news.filter((change) => change.model === model).map(({ id }) => id);
  const [saleIds, shipmentIds, invoiceIds] = [changed('sale.sale'), changed('stock.shipment.out'), changed('account.invoice')];
  if (saleIds.length + shipmentIds.length + invoiceIds.length === 0) return [];
  const { units } = await desk.catalog(talk);
  const concerned = ['OR', ['id', 'in', saleIds], ['shipments', 'in', shipmentIds], ['invoices', 'in', invoiceIds]];
  const sales = await readEach(talk, { model: 'sale.sale', domain: concerned, fields: saleFields, shape: readSale });
  const ours = sales.read.filter(({ record }) => orderIdOf(record) !== undefined);
  const isChanged = (ids: readonly number[]) => (found: { readonly id: number }) => ids.includes(found.id);

  const shipments = await readEach(talk, { model: 'stock.shipment.out', domain: siblings(ours, shipmentIds), fields: shipmentFields, shape: readShipment });
  const invoices = await readEach(talk, { model: 'account.invoice', domain: [['id', 'in', invoiceIds]], fields: invoiceFields, shape: readInvoice });
  return [
    ...[...sales.unreadable, ...shipments.unreadable, ...invoices.unreadable],
    ...ours
      .filter(({ record }) => record.web_id && isChanged(saleIds)(record))
      .map(({ record, raw }) => message('sale.sale', saleSnapshot(record, desk.names), raw)),
    ...ours.flatMap((sale) => {
      const own = shipments.read.filter(({ record }) => shipsFor(record, sale.record));
      if (!own.some(({ record }) => isChanged(shipmentIds)(record))) return [];
      const snapshots = shipmentSnapshots({ sale: sale.record, shipments: own.map(({ record }) => record) }, desk.names, units);
      return snapshots.map((snapshot, index) => message('stock.shipment.out', snapshot, own[index]?.raw ?? ''));
    }),
    ...ours.flatMap((sale) =>
      invoices.read
        .filter(({ record }) => isFor(record, sale.record))
        .map(({ record, raw }) => message(`account.invoice,${sale.record.id}`, invoiceSnapshot(record, sale.record, desk.names), raw)),
    ),
  ];
}

function siblings(ours: readonly Known<SaleRow>[], shipmentIds: readonly number[]): readonly unknown[] {
  return shipmentIds.length === 0 ? [['id', 'in', []]] : [['moves.origin.sale.id', 'in', ours.map(({ record }) => record.id), 'sale.line']];
}

function shipsFor(shipment: ShipmentRow, sale: SaleRow): boolean {
  return shipment['outgoing_moves.'].some(({ origin }) => isLineOf(sale, origin));
}

function isFor(invoice: InvoiceRow, sale: SaleRow): boolean {
  return invoice['lines.'].some(({ origin }) => isLineOf(sale, origin));
}

function isLineOf(sale: SaleRow, origin: string | null): boolean {
  const id = idIn('sale.line', origin);
  return sale['lines.'].filter(isGoodsLine).some((line) => line.id === id);
}

function message(prefix: string, snapshot: DocumentSnapshot, raw: string): InboundMessage {
  return { id: `${prefix},${snapshot.id},${snapshot.version}`, raw, kind: 'document', snapshot };
}
