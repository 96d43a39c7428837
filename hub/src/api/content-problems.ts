/** What can be wrong with the content of an order or a quote, before anything is known of its customer and items. */
export const contentProblems = [
  'malformed-json',
  'not-utf8',
  'too-deep',
  'duplicate-member',
  'forbidden-character',
  'missing-field',
  'unknown-field',
  'wrong-type',
  'invalid-value',
  'invalid-quantity',
  'invalid-amount',
  'invalid-date',
  'unknown-unit',
  'unknown-currency',
  'too-many-lines',
] as const;
