import type { OrderDocument } from '@crossdock/canonical';
import { earliestRequestedDate } from '@crossdock/connector-kit';
import { readAmendments, type SaleRow } from './api.ts';
import type { Conversation } from './client.ts';
import type { Desk } from './desk.ts';
import { findCustomer, shipToAddress, type Values } from './sale-values.ts';
import { wireDate } from './wire.ts';

/** All that a change needs on its way. */
export type Change = {
  readonly talk: Conversation;
  readonly admin: Conversation | undefined;
  readonly desk: Desk;
  readonly reference: string;
  readonly document: OrderDocument;
};

/** The fields of the head that a change may touch. */
export async function newHead({ talk, document }: Change): Promise<Values> {
  const date = earliestRequestedDate(document.lines);
  return {
    ...(document.purchaseOrder === undefined ? {} : { reference: document.purchaseOrder }),
    ...(date === undefined ? {} : { shipping_date: wireDate(date) }),
    ...(document.shipTo === undefined ? {} : { shipment_address: shipToAddress(await findCustomer(talk, document), document.shipTo) }),
  };
}

/** What new lines of a sale are priced by. */
export async function termsOf({ talk, document }: Change, sale: SaleRow) {
  const party = await findCustomer(talk, document);
  return { party: party.id, priceList: party.sale_price_list, currency: sale['currency.'].id };
}

const amendmentsMax = 1;

/** The amendment under our reference, if there is one. */
export async function amendmentOf(talk: Conversation, saleId: number, reference: string) {
  const domain = [
    ['sale', '=', saleId],
    ['description', '=', reference],
  ];
  const [amendment] = await talk.read(readAmendments, 'model.sale.amendment.search_read', [domain, 0, amendmentsMax, [['id', 'ASC']], ['state']]);
  return amendment;
}
