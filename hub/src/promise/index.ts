export { leavingDaysOf } from './promise-dates.ts';
export { QuoteValidation } from './quote-validation.ts';
export { createQuoteDesk, type QuoteResult, quoteWaits, type ValidateQuote } from './validate-quote.ts';
