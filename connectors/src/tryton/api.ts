import { answerShape, type Read } from '@crossdock/connector-kit';
import { type Static, type TSchema, Type } from 'typebox';

/**
 * Tryton's records as this connector asks for them: the fields, and the shape that the answer must have. A dotted field such as
 * `product.code` comes back under `product.`, with the dot. Decimals, dates and instants are text (wire.ts).
 */
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const text = nullable(Type.String());
const id = Type.Integer();
const ids = Type.Array(id);
const words = <const T extends readonly string[]>(...allowed: T) => Type.Unsafe<T[number]>({ type: 'string', enum: [...allowed] });
const coded = Type.Object({ id, code: text });
const symbol = Type.Object({ id, symbol: Type.String() });
const stamps = { write_date: text, create_date: text };

/** `[id]`, the answer to the creation of one record. */
export const readCreated = answerShape(Type.Tuple([id]));
/** Records of which only their id and code are needed. */
export const readCodes = answerShape(Type.Array(coded));
/** The answer of `assign_try`. */
export const readBoolean = answerShape(Type.Boolean());
/** `[user id, session key]`, the answer of `common.db.login`. */
export const readLogin = answerShape(Type.Tuple([id, Type.String()]));
/** The user's preferences, which are the context of every later call. */
export const readPreferences = answerShape(Type.Object({ company: id }));
/** `[session, start state, end state]` of a new wizard. */
export const readWizard = answerShape(Type.Tuple([id, Type.String(), Type.String()]));
/** The form that the wizard for shipment exceptions shows first. */
export const readExceptionForm = answerShape(Type.Object({ view: Type.Object({ defaults: Type.Object({ domain_moves: ids }) }) }));

const addressFields = ['street', 'city', 'postal_code', 'country.code', 'subdivision.code'];
const address = {
  id,
  street: text,
  city: text,
  postal_code: text,
  'country.': nullable(coded),
  'subdivision.': nullable(coded),
};
const Address = Type.Object(address);
/** Where goods or invoices go. */
export type AddressRow = Static<typeof Address>;

export const partyFields = [
  'code',
  'name',
  'active',
  'credit_limit_amount',
  'credit_amount',
  'sale_price_list',
  'sale_price_list.name',
  'addresses.active',
  'addresses.delivery',
  ...addressFields.map((field) => `addresses.${field}`),
  'contact_mechanisms.value',
  'contact_mechanisms.active',
];
const Party = Type.Object({
  id,
  code: text,
  name: text,
  active: Type.Boolean(),
  credit_limit_amount: text,
  credit_amount: text,
  sale_price_list: nullable(id),
  'sale_price_list.': nullable(Type.Object({ id, name: Type.String() })),
  'addresses.': Type.Array(Type.Object({ ...address, active: Type.Boolean(), delivery: nullable(Type.Boolean()) })),
  'contact_mechanisms.': Type.Array(Type.Object({ id, value: text, active: Type.Boolean() })),
});
export type PartyRow = Static<typeof Party>;
export const readParties = answerShape(Type.Array(Party));

export const productFields = ['code', 'active', 'salable', 'type', 'default_uom', 'sale_uom', 'account_category'];
const Product = Type.Object({
  id,
  code: text,
  active: Type.Boolean(),
  salable: Type.Boolean(),
  type: Type.String(),
  default_uom: id,
  sale_uom: nullable(id),
  account_category: nullable(id),
});
export type ProductRow = Static<typeof Product>;
export const readProducts = answerShape(Type.Array(Product));

export const unitFields = ['symbol', 'category', 'factor', 'rounding'];
const UnitOfMeasure = Type.Object({ id, symbol: Type.String(), category: id, factor: Type.Number(), rounding: Type.Number() });
export type UnitRow = Static<typeof UnitOfMeasure>;
export const readUnits = answerShape(Type.Array(UnitOfMeasure));

export const warehouseFields = ['code', 'name'];
export const readWarehouses = answerShape(Type.Array(Type.Object({ id, code: text, name: text })));
export const readCurrencies = answerShape(Type.Array(Type.Object({ id, code: Type.String() })));
export const readNamed = answerShape(Type.Array(Type.Object({ id, name: Type.String() })));

/** Quantity breaks of a price list. */
export const readBreaks = answerShape(Type.Array(Type.Object({ id, quantity: Type.Number() })));
/** The price of products in the unit, quantity and price list of the context. */
export const readPrices = answerShape(Type.Array(Type.Object({ id, sale_price_uom: text })));
/** Stock of the context's warehouse and products by date, from today on. */
export const readDatedStock = answerShape(Type.Array(Type.Object({ product: Type.String(), date: Type.String(), quantity: Type.Number() })));

/** What Tryton itself fills in when a customer is chosen for a sale. Fields that it does not change are absent. */
const Defaults = Type.Object({
  invoice_address: Type.Optional(nullable(id)),
  shipment_address: Type.Optional(nullable(id)),
  payment_term: Type.Optional(nullable(id)),
  price_list: Type.Optional(nullable(id)),
  carrier: Type.Optional(nullable(id)),
});
export const readSaleDefaults = answerShape(Type.Tuple([Defaults]));
/** The same for a product in a line: `[0, {id}]` for each tax. */
export const readLineDefaults = answerShape(
  Type.Tuple([Type.Object({ taxes: Type.Optional(Type.Object({ add: Type.Optional(Type.Array(Type.Tuple([Type.Integer(), Type.Object({ id })]))) })) })]),
);

const lineFields = [
  'type',
  'note',
  'description',
  'quantity',
  'actual_quantity',
  'unit_price',
  'shipment_cost',
  'write_date',
  'create_date',
  'unit.symbol',
  'product.code',
];
export const saleFields = [
  'number',
  'state',
  'web_id',
  'origin',
  'reference',
  'shipment_state',
  'invoice_state',
  'shipping_date',
  'total_amount',
  'party',
  'invoice_address',
  'shipment_party',
  'write_date',
  'create_date',
  'party.code',
  'currency.code',
  'warehouse.code',
  ...addressFields.map((field) => `shipment_address.${field}`),
  ...lineFields.map((field) => `lines.${field}`),
];
const SaleLine = Type.Object({
  id,
  type: Type.String(),
  note: text,
  description: text,
  quantity: nullable(Type.Number()),
  actual_quantity: nullable(Type.Number()),
  unit_price: text,
  /** Not null on the freight lines that Tryton adds when it quotes. */
  shipment_cost: text,
  'unit.': nullable(symbol),
  'product.': nullable(coded),
  ...stamps,
});
export type SaleLineRow = Static<typeof SaleLine>;
const Sale = Type.Object({
  id,
  number: text,
  state: words('draft', 'quotation', 'confirmed', 'processing', 'done', 'cancelled'),
  web_id: text,
  origin: text,
  reference: text,
  shipment_state: words('none', 'waiting', 'sent', 'exception'),
  invoice_state: words('none', 'waiting', 'paid', 'exception'),
  shipping_date: text,
  total_amount: Type.String(),
  party: id,
  invoice_address: nullable(id),
  shipment_party: nullable(id),
  'party.': coded,
  'currency.': Type.Object({ id, code: Type.String() }),
  'warehouse.': nullable(coded),
  'shipment_address.': nullable(Address),
  'lines.': Type.Array(SaleLine),
  ...stamps,
});
export type SaleRow = Static<typeof Sale>;
export const readSale = answerShape(Sale);

export const shipmentFields = [
  'number',
  'state',
  'reference',
  'planned_date',
  'effective_date',
  'write_date',
  'create_date',
  '_timestamp',
  'warehouse.code',
  'carrier.party.name',
  'packages.shipping_reference',
  ...['origin', 'state', 'quantity', 'uom', 'write_date', 'create_date', 'product.code', 'invoice_lines.invoice'].map((field) => `outgoing_moves.${field}`),
  ...['origin', 'state', 'quantity', 'uom', 'write_date', 'create_date'].map((field) => `inventory_moves.${field}`),
];
const move = { id, origin: text, state: Type.String(), quantity: Type.Number(), uom: id, ...stamps };
const OutgoingMove = Type.Object({
  ...move,
  'product.': coded,
  'invoice_lines.': Type.Array(Type.Object({ id, invoice: nullable(id) })),
});
export type OutgoingMoveRow = Static<typeof OutgoingMove>;
const Shipment = Type.Object({
  id,
  number: text,
  state: words('draft', 'waiting', 'assigned', 'picked', 'packed', 'done', 'cancelled'),
  reference: text,
  planned_date: text,
  effective_date: text,
  _timestamp: Type.String(),
  'warehouse.': coded,
  'carrier.': nullable(Type.Object({ id, 'party.': Type.Object({ id, name: text }) })),
  'packages.': Type.Array(Type.Object({ id, shipping_reference: text })),
  'outgoing_moves.': Type.Array(OutgoingMove),
  'inventory_moves.': Type.Array(Type.Object(move)),
  ...stamps,
});
export type ShipmentRow = Static<typeof Shipment>;
export const readShipment = answerShape(Shipment);

export const invoiceFields = [
  'number',
  'state',
  'reference',
  'total_amount',
  'amount_to_pay',
  'write_date',
  'create_date',
  'currency.code',
  'lines_to_pay.maturity_date',
  ...['origin', 'quantity', 'unit', 'amount'].map((field) => `lines.${field}`),
];
const Invoice = Type.Object({
  id,
  number: text,
  state: words('draft', 'validated', 'posted', 'paid', 'cancelled'),
  reference: text,
  total_amount: Type.String(),
  amount_to_pay: Type.String(),
  'currency.': Type.Object({ id, code: Type.String() }),
  'lines_to_pay.': Type.Array(Type.Object({ id, maturity_date: text })),
  'lines.': Type.Array(Type.Object({ id, origin: text, quantity: nullable(Type.Number()), unit: nullable(id), amount: text })),
  ...stamps,
});
export type InvoiceRow = Static<typeof Invoice>;
export const readInvoice = answerShape(Invoice);

export const readAmendments = answerShape(Type.Array(Type.Object({ id, state: words('draft', 'validated') })));

/** A list whose members are not looked at yet, so that one that cannot be understood does not hide the others. */
export const readAny = answerShape(Type.Array(Type.Unknown()));

/** A list of which every member has the shape; the first that has not is named by its place. */
export function listOf<T>(shape: (value: unknown) => Read<T>): (value: unknown) => Read<readonly T[]> {
  return (value) => {
    const list = readAny(value);
    if (list.kind === 'unreadable') return list;
    const members: T[] = [];
    for (const [index, member] of list.value.entries()) {
      const read = shape(member);
      if (read.kind === 'unreadable') return { ...read, field: `[${index}].${read.field}` };
      members.push(read.value);
    }
    return { kind: 'read', value: members };
  };
}

/** A record that changed, and when. */
export const readChanges = answerShape(Type.Array(Type.Object({ id, ...stamps })));
export type ChangeRow = { readonly id: number; readonly write_date: string | null; readonly create_date: string | null };

const MasterData = Type.Object({
  id,
  code: Type.Optional(text),
  'party.': Type.Optional(nullable(coded)),
  'product.': Type.Optional(nullable(coded)),
  'products.': Type.Optional(Type.Array(coded)),
  'price_list.': Type.Optional(nullable(Type.Object({ id, name: text }))),
});
/** What a changed record of master data is called outside. */
export type MasterDataRow = Static<typeof MasterData>;
export const readMasterDataRow = answerShape(MasterData);
