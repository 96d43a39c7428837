import { type Currency, currencies } from '@crossdock/canonical';
import { type Static, type TSchema, Type } from 'typebox';
import { notAnsweredWhys, notAskedWhys } from '../systems/index.ts';
import { quoteFaultCodes } from './fault-codes.ts';

const strict = { additionalProperties: false } as const;
const text = Type.String();
const decimal = Type.String({ description: 'A decimal number, as a string.' });
const instant = Type.String({ format: 'date-time' });
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const words = <W extends string>(known: readonly W[], description?: string) =>
  Type.Unsafe<W>({ type: 'string', enum: [...new Set(known)], ...(description !== undefined && { description }) });

const Price = Type.Object(
  {
    amount: Type.String({ description: "Per unit, in the quote's currency: what the system asks for, whatever the quote states." }),
    rule: orNull(Type.String({ description: 'The rule that made it, as the system calls it.' })),
    system: text,
    asOf: Type.String({ format: 'date-time', description: 'When the system looked.' }),
    ageSeconds: Type.Integer({ minimum: 0 }),
  },
  strict,
);

const Goods = Type.Object(
  {
    quantity: decimal,
    date: orNull(Type.String({ format: 'date', description: 'The first day on which so much can leave the warehouse; the way to the customer is not in it.' })),
    rests: words(['stock', 'lead-time', 'nothing'], 'What the date rests on; nothing: there is no date.'),
    calendar: orNull(words(['warehouse', 'installation'], "Whose working hours it is counted by; the installation's know no handling time.")),
  },
  strict,
);

const Lack = Type.Object(
  {
    what: words(['price', 'availability']),
    system: orNull(text),
    why: words([...notAskedWhys, ...notAnsweredWhys, 'not-said', 'no-route'], 'not-said: the system answered, and said nothing of it.'),
  },
  strict,
);

const Part = Type.Object(
  {
    schedule: text,
    system: orNull(text),
    warehouse: orNull(text),
    wanted: decimal,
    unit: text,
    unitPrice: Type.Optional(Type.String({ description: "Where the system's price of this part is another than the line's." })),
    available: orNull(Type.String({ description: "What is left for this part of the warehouse's stock, after the lines before it." })),
    goods: Type.Array(Goods),
    lacks: Type.Array(Lack, { description: 'What is not known of this part, and why.' }),
  },
  strict,
);

const Line = Type.Object({ line: text, item: text, price: orNull(Price), parts: Type.Array(Part, { description: 'One per schedule and warehouse.' }) }, strict);

const standing = words(['active', 'inactive', 'unknown']);
const Credit = Type.Object(
  {
    verdict: words(['within', 'exceeded', 'no-limit', 'not-needed', 'not-said']),
    value: Type.String({ description: 'What this quote would add here.' }),
    limit: orNull(decimal),
    exposure: orNull(Type.String({ description: 'What is open already.' })),
  },
  strict,
);
const SystemSays = Type.Union([
  Type.Object(
    {
      system: text,
      status: Type.Literal('answered'),
      asOf: instant,
      ageSeconds: Type.Integer({ minimum: 0 }),
      customer: standing,
      shipTo: orNull(standing),
      credit: Credit,
    },
    strict,
  ),
  Type.Object(
    {
      system: text,
      status: words(['not-asked', 'not-answered']),
      why: words([...notAskedWhys, ...notAnsweredWhys]),
      detail: text,
      againInSeconds: orNull(Type.Integer({ minimum: 0 })),
    },
    strict,
  ),
]);

const Fault = Type.Object(
  {
    code: words(Object.keys(quoteFaultCodes)),
    class: words(['data', 'business']),
    weight: words(['blocks', 'warns'], 'blocks: an order like this would be refused or held.'),
    field: Type.String({ description: 'The place in what was sent, e.g. lines[0].price.' }),
    detail: Type.String({ description: 'For the person who must act.' }),
    owner: words(['sender', 'customer-service', 'finance', 'planning', 'master-data'], 'Who must act.'),
    remedy: Type.String({ description: 'What that person does.' }),
    system: Type.Optional(Type.String({ description: 'Which system says so.' })),
  },
  strict,
);

/** The answer to `POST /v1/quotes/validation`. */
export const QuoteValidation = Type.Object(
  {
    verdict: words(
      ['orderable', 'not-orderable', 'incomplete'],
      'not-orderable: a fault blocks. incomplete: none does as far as is known, but a system gave no answer. orderable: all have answered, and nothing blocks.',
    ),
    isComplete: Type.Boolean({ description: 'False: a system gave no answer; `systems` says why, `lacks` what is missing where.' }),
    at: instant,
    currency: Type.Unsafe<Currency>({ type: 'string', enum: Object.keys(currencies) }),
    value: orNull(Type.String({ description: "At the stated prices, else the systems'; null while a price is missing." })),
    customer: words(['eligible', 'not-eligible', 'unknown'], 'Customer and ship-to may be sold to, in every system concerned.'),
    credit: words(['within', 'exceeded', 'not-needed', 'unknown'], 'The worst of all systems concerned.'),
    completeOn: orNull(Type.String({ format: 'date', description: 'When the last of it can leave; null while anything has no date.' })),
    systems: Type.Array(SystemSays),
    lines: Type.Array(Line),
    faults: Type.Array(Fault, { description: "All of them at once: the quote's own contradictions first, then what the systems object to." }),
  },
  strict,
);
export type QuoteValidation = Static<typeof QuoteValidation>;
