import type { DocumentRef, DocumentSnapshot } from '@crossdock/canonical';
import type { Confirmation, Difference } from '@crossdock/connector-kit';
import { listOf, readSale, readShipment, type SaleRow, type ShipmentRow, saleFields, shipmentFields } from './api.ts';
import type { Conversation } from './client.ts';
import { fail, refuse } from './stop.ts';

/** The most shipments of one sale that are looked at; more than that is no sale that we made. */
const shipmentsPerSaleMax = 1_000;

/** Tryton's id of the record that an earlier effect made. */
export function idOf(target: DocumentRef): number {
  const id = Number(target.id);
  return Number.isSafeInteger(id) && id > 0 ? id : fail({ class: 'poison', message: `"${target.id}" is no id of a record in Tryton` });
}

/** One sale with its lines. */
export async function saleById(talk: Conversation, id: number): Promise<SaleRow> {
  const [sale] = await talk.read(listOf(readSale), 'model.sale.sale.read', [[id], saleFields]);
  return sale ?? refuse({ class: 'data', code: 'unknown-record', message: `there is no sale ${id} in Tryton` });
}

/** The sale under our reference, cancelled or not: `web_id` is unique over all of them. */
export async function saleByReference(talk: Conversation, reference: string): Promise<SaleRow | undefined> {
  const [sale] = await talk.read(listOf(readSale), 'model.sale.sale.search_read', [[['web_id', '=', reference]], 0, 1, null, saleFields]);
  return sale;
}

/** All shipments of the given sales, oldest first. */
export function shipmentsOfSales(talk: Conversation, sales: readonly number[]): Promise<readonly ShipmentRow[]> {
  const domain = [['moves.origin.sale.id', 'in', sales, 'sale.line']];
  const limit = shipmentsPerSaleMax * sales.length;
  return talk.read(listOf(readShipment), 'model.stock.shipment.out.search_read', [domain, 0, limit, [['id', 'ASC']], shipmentFields]);
}

/**
 * Presses a button. Tryton answers `null` whether it did something or not (on a record in the wrong state it does nothing), so whoever
 * presses reads the record again.
 */
export function press(talk: Conversation, model: string, button: string, ids: readonly number[], context = {}): Promise<unknown> {
  return talk.write(`model.${model}.${button}`, [ids], context);
}

/** The key of the context that makes Tryton refuse a write when one of the records is not any more as we read it. */
export function unlessChanged(shipments: readonly ShipmentRow[]): { readonly _timestamp: Readonly<Record<string, string>> } {
  return { _timestamp: Object.fromEntries(shipments.map(({ id, _timestamp }) => [`stock.shipment.out,${id}`, _timestamp])) };
}

/** A confirmation by the snapshot that proves it, and others that were read on the way. */
export function confirmed(proof: DocumentSnapshot, differences: readonly Difference[], others: readonly DocumentSnapshot[] = []): Confirmation {
  return { kind: 'confirmed', document: refOf(proof), snapshots: [proof, ...others], differences };
}

/** The record that a snapshot shows. */
export function refOf({ id, number, version }: DocumentSnapshot): DocumentRef {
  return { id, ...(number === undefined ? {} : { number }), ...(version === undefined ? {} : { version }) };
}
