import { type Static, Type } from 'typebox';
import { LineRequest, OrderRequest, orderLimits } from './order.ts';

/** What one quote may hold; `partsMax`: schedules of all lines together, a line without schedules being one. */
export const quoteLimits = { linesMax: orderLimits.linesMax, partsMax: 10_000 } as const;

const { customer, currency, shipTo, requestedDate, shipComplete, payment } = OrderRequest.properties;

/** The body of `POST /v1/quotes/validation`: an order that nobody has placed yet, so it has no PO number. */
export const QuoteRequest = Type.Object(
  {
    customer,
    currency,
    shipTo,
    requestedDate,
    shipComplete,
    payment,
    lines: Type.Array(LineRequest, { minItems: 1, maxItems: quoteLimits.linesMax }),
  },
  { additionalProperties: false },
);
export type QuoteRequest = Static<typeof QuoteRequest>;
