import type { DocumentLine, DocumentRef, OrderDocument, ShipmentNotice, Unit } from '@crossdock/canonical';
import type { Confirmation, WriteAnswer, WriteOperation } from '@crossdock/connector-kit';
import type { OpenConnector } from './erp.ts';

let references = 0;
const run = Date.now().toString(36);

/** A business key that was never used before. */
export function nextReference(): string {
  references += 1;
  return `T-${run}-${references}`;
}

/** A line as `1/1 HS-1001 10 EA 10.25`; without the last part it has no price. */
export function line(text: string): DocumentLine {
  const [lineKey = '', item = '', quantity = '', unit = '', unitPrice] = text.split(' ');
  return { lineKey, item, quantity, unit: unit as Unit, ...(unitPrice === undefined ? {} : { unitPrice }) };
}

/** An order of Eastside Builders, who have no credit limit, from the east warehouse. */
export function orderOf(lines: readonly string[], more: Partial<OrderDocument> = {}): OrderDocument {
  const reference = nextReference();
  return { reference, customer: 'C-EAST', purchaseOrder: `PO-${reference}`, warehouse: 'east', currency: 'USD', lines: lines.map(line), ...more };
}

/** What left the warehouse, as `1/1 6` per line. */
export function noticeOf(id: string, lines: readonly string[], tracking: readonly string[] = []): ShipmentNotice {
  const told = lines.map((text) => {
    const [lineKey = '', quantity = ''] = text.split(' ');
    return { lineKey, quantity };
  });
  return { id, warehouse: 'east', lines: told, packages: tracking.map((number) => ({ tracking: number, carrier: 'UPS' })) };
}

/** The confirmation, or an error that shows what came instead. */
export function done(answer: WriteAnswer): Confirmation {
  if (answer.kind !== 'confirmed') throw new Error(JSON.stringify(answer));
  return answer;
}

/** An operation that this connector has for certain. */
export function must<T>(operation: T | undefined): T {
  if (operation === undefined) throw new Error('the connector lacks an operation');
  return operation;
}

/** Brings an order as far as `processing`, through the connector. */
export async function place({ documents, call }: OpenConnector, document: OrderDocument): Promise<DocumentRef> {
  const { document: created } = done(await documents.create.send({ op: 'create', document }, call()));
  const { reference } = document;
  const quote: WriteOperation<'quote'> = must(documents.quote);
  const confirm: WriteOperation<'confirm'> = must(documents.confirm);
  done(await quote.send({ op: 'quote', reference, target: created }, call()));
  return done(await confirm.send({ op: 'confirm', reference, target: created }, call())).document;
}
