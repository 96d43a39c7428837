import { answerShape } from '@crossdock/connector-kit';
import { type Static, Type } from 'typebox';

/** The simulated ERP's shapes, as simulators/README.md describes them; only the fields that are read here. */
const decimal = Type.String({ pattern: '^-?\\d{1,24}(\\.\\d{1,9})?$' });
const text = Type.String({ minLength: 1 });
const words = <W extends string>(...known: readonly W[]) => Type.Unsafe<W>({ type: 'string', enum: known });
const orNull = <T extends Parameters<typeof Type.Array>[0]>(schema: T) => Type.Union([schema, Type.Null()]);

const Address = Type.Object({ name: Type.Optional(text), street: text, city: text, postalCode: text, country: text });

export const SalesOrder = Type.Object({
  id: text,
  number: text,
  version: Type.Integer(),
  state: words('draft', 'confirmed', 'partially-shipped', 'shipped', 'closed', 'cancelled'),
  reference: Type.Optional(text),
  customer: text,
  shipTo: orNull(Type.Union([text, Address])),
  warehouse: text,
  currency: text,
  requestedDate: orNull(text),
  lines: Type.Array(Type.Object({ key: text, item: text, quantity: decimal, unit: text, price: decimal })),
  totals: Type.Object({ gross: decimal }),
  changedBy: words('integration', 'desk'),
  changedAt: text,
});
/** A sales order. */
export type SalesOrder = Static<typeof SalesOrder>;

export const GoodsIssue = Type.Object({
  id: text,
  number: text,
  version: Type.Integer(),
  order: Type.Object({ id: text }),
  lines: Type.Array(Type.Object({ key: text, quantity: decimal })),
});
/** Goods that left, against one sales order. */
export type GoodsIssue = Static<typeof GoodsIssue>;

export const Invoice = Type.Object({
  id: text,
  number: text,
  version: Type.Integer(),
  state: words('posted', 'partly-paid', 'paid'),
  order: Type.Object({ id: text }),
  currency: text,
  dueDate: text,
  lines: Type.Array(Type.Object({ key: text, quantity: decimal, amount: decimal })),
  totals: Type.Object({ gross: decimal }),
  open: decimal,
  dispute: Type.Optional(orNull(text)),
  changedAt: text,
});
/** An invoice, posted with its goods issue. */
export type Invoice = Static<typeof Invoice>;

export const Customer = Type.Object({
  id: text,
  version: Type.Integer(),
  name: text,
  active: Type.Boolean(),
  reference: Type.Optional(text),
  email: Type.Optional(text),
  phone: Type.Optional(text),
  taxId: Type.Optional(text),
  address: Type.Optional(
    Type.Object({
      street: Type.Optional(text),
      city: Type.Optional(text),
      region: Type.Optional(text),
      postalCode: Type.Optional(text),
      country: Type.Optional(text),
    }),
  ),
});
/** A customer with all that was told of it. */
export type Customer = Static<typeof Customer>;

export const MasterData = Type.Object({ id: text, version: Type.Integer(), changedAt: text });
/** A customer or an item; what changed in it is not told. */
export type MasterData = Static<typeof MasterData>;

export const Questioned = Type.Object({
  asOf: text,
  customer: Type.Object({ known: Type.Boolean(), active: Type.Boolean(), creditLimit: orNull(decimal), exposure: decimal }),
  shipTo: orNull(Type.Object({ known: Type.Boolean(), active: Type.Boolean() })),
  lines: Type.Array(
    Type.Object({
      key: text,
      known: Type.Boolean(),
      status: orNull(words('active', 'discontinued')),
      unitSold: Type.Boolean(),
      price: orNull(Type.Object({ amount: decimal, currency: text, rule: text })),
      available: decimal,
      leadDays: Type.Optional(orNull(Type.Integer({ minimum: 0 }))),
    }),
  ),
});
/** The answer to `POST /questions`. */
export type Questioned = Static<typeof Questioned>;

export const Change = Type.Object({ cursor: Type.Integer(), kind: text, at: text, document: Type.Unknown() });
/** One entry of `GET /changes`; the document is read by its kind. */
export type Change = Static<typeof Change>;

export const readSalesOrder = answerShape(SalesOrder);
export const readSalesOrders = answerShape(Type.Object({ items: Type.Array(SalesOrder) }));
export const readGoodsIssue = answerShape(GoodsIssue);
export const readGoodsIssues = answerShape(Type.Object({ items: Type.Array(GoodsIssue) }));
export const readInvoice = answerShape(Invoice);
export const readCustomer = answerShape(Customer);
export const readCustomers = answerShape(Type.Object({ items: Type.Array(Customer) }));
export const readMasterData = answerShape(MasterData);
export const readQuestioned = answerShape(Questioned);
export const readChange = answerShape(Change);
export const readChanges = answerShape(Type.Object({ changes: Type.Array(Type.Unknown()), next: Type.Integer(), more: Type.Boolean() }));
export const readErrorBody = answerShape(Type.Object({ code: text, message: Type.String(), field: Type.Optional(Type.String()) }));
