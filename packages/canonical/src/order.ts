import { type Static, type TSchema, Type } from 'typebox';
import { type Currency, currencies } from './currencies.ts';
import { type Unit, units } from './units.ts';

/** What an order may hold, with its unit in the name; an order beyond any of these is refused naming the field. */
export const orderLimits = { linesMax: 5_000, schedulesPerLineMax: 50, referencesMax: 50, noteCharsMax: 2_000 } as const;

const strict = { additionalProperties: false } as const;
/** Printable text without control characters, so that U+0000 and its like never reach a store or a partner. */
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '^[^\\u0000-\\u001f\\u007f]+$' });
const optional = <T extends TSchema>(schema: T) => Type.Optional(schema);
const codes = <K extends string>(table: Record<K, unknown>, description: string) => Type.Unsafe<K>({ type: 'string', enum: Object.keys(table), description });

/** A positive decimal as a string: up to 12 digits and 6 decimals. */
export const PositiveDecimal = Type.String({
  pattern: '^(?!0+(\\.0+)?$)\\d{1,12}(\\.\\d{1,6})?$',
  description: 'A decimal number greater than zero, as a string.',
});
/** A calendar date, ISO 8601 (YYYY-MM-DD). */
export const IsoDate = Type.String({ format: 'date' });
/** An instant with its zone, RFC 3339. */
export const Instant = Type.String({ format: 'date-time' });

/** How much of something, with its unit. */
export const Quantity = Type.Object({ value: PositiveDecimal, unit: codes<Unit>(units, 'UN/ECE Recommendation 20 code, or EA, CS.') }, strict);
export type Quantity = Static<typeof Quantity>;

/** An amount of money, with its currency. */
export const Money = Type.Object(
  {
    amount: Type.String({ pattern: '^\\d{1,14}(\\.\\d{1,6})?$', description: 'A decimal number, zero or more, as a string.' }),
    currency: codes<Currency>(currencies, 'ISO 4217 code.'),
  },
  strict,
);
export type Money = Static<typeof Money>;

/** A name that somebody else gave a record: a PO number, a Salesforce id, an ERP document, a tracking number. */
export const Reference = Type.Object({ system: text(60), kind: text(60), value: text(200) }, strict);
export type Reference = Static<typeof Reference>;

/** Where the goods go: an address known to the ERP by its id, or the address itself, or both. */
export const ShipTo = Type.Object(
  {
    id: optional(text(100)),
    name: optional(text(200)),
    street: optional(text(300)),
    city: optional(text(100)),
    region: optional(text(100)),
    postalCode: optional(text(30)),
    country: optional(Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2.' })),
  },
  { ...strict, minProperties: 1 },
);
export type ShipTo = Static<typeof ShipTo>;

/** Whom to ask about the order at the customer's: a person known to the ERP by an id, or how to reach them, or both. */
export const Contact = Type.Object(
  { id: optional(text(100)), name: optional(text(200)), email: optional(text(254)), phone: optional(text(60)) },
  { ...strict, minProperties: 1 },
);
export type Contact = Static<typeof Contact>;
/** The longest parts of an address and of what is told of a customer, in characters. */
export const partyCharsMax = { street: 300, city: 100, region: 100, postalCode: 30, email: 254, phone: 60, taxId: 60 } as const;

/** A postal address. */
export const Address = Type.Object(
  {
    street: optional(text(partyCharsMax.street)),
    city: optional(text(partyCharsMax.city)),
    region: optional(text(partyCharsMax.region)),
    postalCode: optional(text(partyCharsMax.postalCode)),
    country: optional(Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2.' })),
  },
  { ...strict, minProperties: 1 },
);
export type Address = Static<typeof Address>;

/** Who buys. `id` is the name by which the order's channel, or the ERP, knows the customer; the rest is needed where one is new in the ERP. */
export const Customer = Type.Object(
  {
    id: text(100),
    name: optional(text(200)),
    address: optional(Address),
    email: optional(text(partyCharsMax.email)),
    phone: optional(text(partyCharsMax.phone)),
    taxId: optional(text(partyCharsMax.taxId)),
  },
  strict,
);
export type Customer = Static<typeof Customer>;

/** A part of a line with its own date, quantity or warehouse. */
export const ScheduleRequest = Type.Object(
  { id: optional(text(40)), quantity: Quantity, requestedDate: optional(IsoDate), warehouse: optional(text(60)) },
  strict,
);
export type ScheduleRequest = Static<typeof ScheduleRequest>;

/** One ordered item. Without `schedules` the line is its own single schedule. */
export const LineRequest = Type.Object(
  {
    id: optional(Type.String({ pattern: '^[A-Za-z0-9._:-]{1,40}$' })),
    item: text(100),
    quantity: Quantity,
    price: optional(Money),
    requestedDate: optional(IsoDate),
    warehouse: optional(text(60)),
    schedules: optional(Type.Array(ScheduleRequest, { minItems: 1, maxItems: orderLimits.schedulesPerLineMax })),
    note: optional(text(orderLimits.noteCharsMax)),
  },
  strict,
);
export type LineRequest = Static<typeof LineRequest>;

/** The body of `POST /v1/orders`: what every channel's message becomes. */
export const OrderRequest = Type.Object(
  {
    customer: Customer,
    purchaseOrder: optional(text(100)),
    release: optional(text(60)),
    orderedAt: optional(Instant),
    currency: codes<Currency>(currencies, 'ISO 4217 code; every price of the order is in it.'),
    shipTo: optional(ShipTo),
    contact: optional(Contact),
    requestedDate: optional(IsoDate),
    shipComplete: optional(Type.Boolean({ description: 'True: nothing goes on while a line is held. The landscape has the default.' })),
    payment: optional(Type.Union([Type.Literal('on-account'), Type.Literal('prepaid')], { description: 'Prepaid orders pass the credit question.' })),
    references: optional(Type.Array(Reference, { maxItems: orderLimits.referencesMax })),
    note: optional(text(orderLimits.noteCharsMax)),
    lines: Type.Array(LineRequest, { minItems: 1, maxItems: orderLimits.linesMax }),
  },
  strict,
);
export type OrderRequest = Static<typeof OrderRequest>;

/** One wish of a change request: a line's quantity, date or price, a new line, a line cancelled, another ship-to. */
export const ChangeItem = Type.Union([
  Type.Object({ kind: Type.Literal('quantity'), line: text(40), schedule: optional(text(40)), quantity: Quantity }, strict),
  Type.Object({ kind: Type.Literal('date'), line: text(40), schedule: optional(text(40)), requestedDate: IsoDate }, strict),
  Type.Object({ kind: Type.Literal('cancel-line'), line: text(40) }, strict),
  Type.Object({ kind: Type.Literal('add-line'), add: LineRequest }, strict),
  Type.Object({ kind: Type.Literal('ship-to'), shipTo: ShipTo }, strict),
]);
export type ChangeItem = Static<typeof ChangeItem>;

/** The body of `POST /v1/orders/{id}/changes`. */
export const ChangeRequest = Type.Object(
  { reason: optional(text(500)), changes: Type.Array(ChangeItem, { minItems: 1, maxItems: orderLimits.linesMax }) },
  strict,
);
export type ChangeRequest = Static<typeof ChangeRequest>;
