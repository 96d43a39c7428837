import { add } from '@crossdock/canonical';
import type { Call } from '@crossdock/connector-kit';
import type { SalesforceClient } from '../rest/client.ts';
import type { Got } from '../rest/rest.ts';
import { kindOf } from '../show/place.ts';
import { type Row, textOf } from '../values.ts';
import { contactOfKind, isOrdered } from './map.ts';
import { partyFields } from './party.ts';
import type { Sale, SaleLine } from './sale.ts';
import { textAt } from './sale.ts';
import type { Intake } from './settings.ts';
import { inParts, listed } from './soql.ts';

/** Reads sales as they are now, by the ids of quotes or orders. */
export type SaleReader = {
  /** By the id that was asked for, a quote's too where its orders are read; one that is not there (any more) is left out. */
  readonly read: (ids: Iterable<string>, call: Call) => Promise<Got<ReadonlyMap<string, Sale>>>;
  /** Whether all that reading needs can be read, proven without reading much. */
  readonly probe: (call: Call) => Promise<Got<readonly Row[]>>;
};

type Query = Pick<SalesforceClient, 'rows'>;

/** Order statuses by category: of the Order object and of the OrderStatus object, which write them differently. */
const activated: ReadonlySet<string> = new Set(['A', 'Activated']);
const cancelled: ReadonlySet<string> = new Set(['C', 'Canceled', 'Cancelled']);

/** Quotes as sales. */
export function createQuoteReader({ rows }: Query, intake: Intake): SaleReader {
  const { quote, product } = intake.mapping;
  const head = quoteFields(intake);
  const line = lineFields(product.fields.code, ['QuoteId', 'Discount']);
  const stateOf = (status: string): Sale['state'] =>
    status === intake.acceptedStatus ? 'accepted' : intake.cancelledStatuses.includes(status) ? 'cancelled' : 'other';
  return {
    probe: (call) => rows(`SELECT ${head} FROM ${quote.object} ORDER BY SystemModstamp DESC LIMIT 1`, call),
    read: async (ids, call) => {
      const heads = await inAll(ids, (part) => rows(`SELECT ${head} FROM ${quote.object} WHERE Id IN ${listed(part)}`, call));
      if (heads.kind === 'failed') return heads;
      const found = heads.value.flatMap((row) => textOf(row, 'Id') ?? []);
      const lines = await inAll(found, (part) =>
        rows(`SELECT ${line} FROM QuoteLineItem WHERE QuoteId IN ${listed(part)} ORDER BY QuoteId, LineNumber, Id`, call),
      );
      if (lines.kind === 'failed') return lines;
      const linesOf = Map.groupBy(lines.value, (row) => textOf(row, 'QuoteId'));
      const sales = heads.value.map((row): Sale => {
        const [id, status] = [textOf(row, 'Id') ?? '', textOf(row, 'Status') ?? ''];
        return { id, kind: 'quote', head: row, lines: (linesOf.get(id) ?? []).flatMap(toLine), state: stateOf(status), status };
      });
      return { kind: 'got', value: byAskedId(ids, sales, ({ id }) => [id]) };
    },
  };
}

/** Orders as sales: all orders of one quote are one sale, and reductions are taken off what they reduce. */
export function createOrderReader({ rows }: Query, intake: Intake): SaleReader {
  const { order, product } = intake.mapping;
  const head = orderFields(intake);
  const line = lineFields(product.fields.code, ['OrderId', 'QuoteLineItemId', 'OriginalOrderItemId']);
  const select = (where: string, call: Call) => rows(`SELECT ${head} FROM ${order.object} WHERE ${where} ORDER BY OrderNumber, Id`, call);
  return {
    probe: (call) => rows(`SELECT ${head} FROM ${order.object} ORDER BY SystemModstamp DESC LIMIT 1`, call),
    read: async (ids, call) => {
      const named = Map.groupBy(ids, (id) => kindOf(id));
      const asked = await inAll(named.get('order') ?? [], (part) => select(`Id IN ${listed(part)}`, call));
      if (asked.kind === 'failed') return asked;
      const own = asked.value.flatMap((row) => textOf(row, 'OriginalOrderId') ?? textOf(row, 'Id') ?? []);
      const quotes = [...(named.get('quote') ?? []), ...asked.value.flatMap((row) => quoteOf(row) ?? [])];
      const byOrder = await inAll(own, (part) => select(`Id IN ${listed(part)} OR OriginalOrderId IN ${listed(part)}`, call));
      if (byOrder.kind === 'failed') return byOrder;
      const byQuote = await inAll(quotes, (part) => select(`QuoteId IN ${listed(part)} OR OriginalOrder.QuoteId IN ${listed(part)}`, call));
      if (byQuote.kind === 'failed') return byQuote;
      const orders = [...new Map([...byOrder.value, ...byQuote.value].map((row) => [textOf(row, 'Id'), row])).values()];
      const lines = await inAll(
        orders.flatMap((row) => textOf(row, 'Id') ?? []),
        (part) => rows(`SELECT ${line} FROM OrderItem WHERE OrderId IN ${listed(part)} ORDER BY OrderId, OrderItemNumber, Id`, call),
      );
      if (lines.kind === 'failed') return lines;
      const sales = [...Map.groupBy(orders, saleIdOf)].map(([id, group]) => saleOf(id, group, lines.value));
      const idsOf = new Map([...Map.groupBy(orders, saleIdOf)].map(([id, group]) => [id, group.flatMap((row) => textOf(row, 'Id') ?? [])]));
      return { kind: 'got', value: byAskedId(ids, sales, ({ id }) => [id, ...(idsOf.get(id) ?? [])]) };
    },
  };
}

const quoteOf = (order: Row): string | undefined => textOf(order, 'QuoteId') ?? textAt(order, 'OriginalOrder.QuoteId');
const saleIdOf = (order: Row): string => quoteOf(order) ?? textOf(order, 'OriginalOrderId') ?? textOf(order, 'Id') ?? '';
const isReduction = (order: Row): boolean => order['IsReductionOrder'] === true;
const codeOf = (order: Row): string => textOf(order, 'StatusCode') ?? '';

function saleOf(id: string, orders: readonly Row[], lines: readonly Row[]): Sale {
  const active = orders.filter((row) => activated.has(codeOf(row)));
  const sold = active.filter((row) => !isReduction(row));
  const head = sold[0] ?? orders.find((row) => !isReduction(row)) ?? orders[0] ?? {};
  const linesIn = (some: readonly Row[]) => {
    const ids = new Set(some.map((row) => textOf(row, 'Id')));
    return lines.filter((line) => ids.has(textOf(line, 'OrderId')));
  };
  const reduced = Map.groupBy(linesIn(active.filter(isReduction)), (line) => textOf(line, 'OriginalOrderItemId'));
  const left = linesIn(sold).flatMap((line): readonly SaleLine[] => {
    const less = (reduced.get(textOf(line, 'Id')) ?? []).map((one) => textOf(one, 'Quantity') ?? '0');
    return toLine({ ...line, Quantity: less.reduce(add, textOf(line, 'Quantity') ?? '0') });
  });
  const state = sold.length > 0 ? 'accepted' : cancelled.has(codeOf(head)) ? 'cancelled' : 'other';
  return { id, kind: 'order', head, lines: left, state, status: textOf(head, 'Status') ?? '' };
}

/** The line's own id, but for an order line that a quote line became: that is the one line of the sale. */
function toLine(row: Row): readonly SaleLine[] {
  const quantity = textOf(row, 'Quantity') ?? '0';
  return isOrdered(quantity) ? [{ id: textOf(row, 'QuoteLineItemId') ?? textOf(row, 'Id') ?? '', quantity, row }] : [];
}

const shipping = ['ShippingStreet', 'ShippingCity', 'ShippingState', 'ShippingPostalCode', 'ShippingCountry'];

function quoteFields(intake: Intake): string {
  const { mapping, currencyField } = intake;
  const { quote, account, contact } = mapping;
  const { purchaseOrder, requestedDate, shipTo } = quote.fields;
  const own = [
    'Id',
    'QuoteNumber',
    'Status',
    'CreatedDate',
    'SystemModstamp',
    'AccountId',
    'ContactId',
    'OpportunityId',
    'Description',
    'ShippingName',
    ...shipping,
  ];
  return fieldList(own, [
    'Account.Name',
    ...partyFields(intake),
    account.fields.number && `Account.${account.fields.number}`,
    ...contactFields('quote', contact),
    purchaseOrder,
    requestedDate,
    shipTo,
    currencyField,
  ]);
}

function orderFields(intake: Intake): string {
  const { mapping, currencyField } = intake;
  const { order, account, contact } = mapping;
  const { purchaseOrder, requestedDate, shipTo } = order.fields;
  const own = ['Id', 'OrderNumber', 'Status', 'StatusCode', 'CreatedDate', 'SystemModstamp', 'ActivatedDate', 'AccountId', 'ShipToContactId', 'Description'];
  const links = ['QuoteId', 'OriginalOrderId', 'OriginalOrder.QuoteId', 'IsReductionOrder', ...contactFields('order', contact)];
  return fieldList(
    [...own, ...links, ...shipping],
    ['Account.Name', ...partyFields(intake), account.fields.number && `Account.${account.fields.number}`, purchaseOrder, requestedDate, shipTo, currencyField],
  );
}

const contactFields = (kind: Sale['kind'], { fields }: Intake['mapping']['contact']): readonly string[] =>
  ['Name', ...Object.values(fields)].flatMap((field) => (field === undefined ? [] : [`${contactOfKind[kind]}.${field}`]));

const lineFields = (code: string | undefined, more: readonly string[]): string =>
  fieldList(
    ['Id', 'Quantity', 'UnitPrice', 'ServiceDate', 'Description', 'Product2Id', 'Product2.QuantityUnitOfMeasure', 'SystemModstamp', ...more],
    [code && `Product2.${code}`],
  );

const fieldList = (own: readonly string[], mapped: readonly (string | undefined)[]): string =>
  [...new Set([...own, ...mapped.filter((name) => name !== undefined && name !== '')])].join(', ');

async function inAll(ids: Iterable<string>, read: (part: readonly string[]) => Promise<Got<readonly Row[]>>): Promise<Got<readonly Row[]>> {
  const rows: Row[] = [];
  for (const part of inParts(ids)) {
    const got = await read(part);
    if (got.kind === 'failed') return got;
    rows.push(...got.value);
  }
  return { kind: 'got', value: rows };
}

/** Ids of 15 and of 18 characters name the same record. */
const idChars = 15;

function byAskedId(asked: Iterable<string>, sales: readonly Sale[], idsOf: (sale: Sale) => readonly string[]): ReadonlyMap<string, Sale> {
  const found = new Map(sales.flatMap((sale) => idsOf(sale).map((id) => [id.slice(0, idChars), sale] as const)));
  return new Map(
    [...asked].flatMap((id) => {
      const sale = found.get(id.slice(0, idChars));
      return sale === undefined ? [] : [[id, sale] as const];
    }),
  );
}
