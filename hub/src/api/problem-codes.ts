/** What kind of failure it is, which says whether the same request may be sent again. */
export type ProblemClass = 'data' | 'business' | 'conflict' | 'auth' | 'throttled' | 'transient';

/** Who has to act on a problem. */
export type ProblemOwner = 'sender' | 'customer-service' | 'master-data' | 'integration' | 'operations';

type Code = {
  readonly status: number;
  readonly class: ProblemClass;
  readonly title: string;
  readonly owner: ProblemOwner;
  /** What that person does. */
  readonly remedy: string;
};

const data = (status: number, title: string, remedy: string): Code => ({ status, class: 'data', title, owner: 'sender', remedy });
const business = (status: number, title: string, remedy: string): Code => ({ status, class: 'business', title, owner: 'customer-service', remedy });
const conflict = (title: string, remedy: string): Code => ({ status: 409, class: 'conflict', title, owner: 'customer-service', remedy });
const absent = (what: string): Code => data(404, `No such ${what}`, `Check the ${what}'s id.`);

/** The closed set of problems that the API answers with. docs/reference/errors.md lists the same, and a test compares the two. */
export const problemCodes = {
  'malformed-json': data(400, 'The body is no JSON', 'Send one JSON value, encoded in UTF-8.'),
  'not-utf8': data(400, 'The body is not UTF-8', 'Encode the body in UTF-8.'),
  'too-deep': data(400, 'The body is nested too deeply', 'Send the documented shape; it needs no more than a few levels.'),
  'duplicate-member': data(400, 'A member appears twice', 'Send every member of an object once.'),
  'forbidden-character': data(400, 'A text holds a character that no system can take', 'Remove control characters and unpaired surrogates.'),
  'missing-field': data(400, 'A field is missing', 'Add the field.'),
  'unknown-field': data(400, 'A field is not known', 'Remove the field, or spell it as documented.'),
  'wrong-type': data(400, 'A field has the wrong type', 'Send the documented type; quantities and amounts are strings.'),
  'invalid-value': data(400, 'A field has a value that is not allowed', 'Send a value that the API description allows.'),
  'invalid-quantity': data(400, 'A quantity is not a positive decimal', 'Send a decimal greater than zero as a string, at most six decimals.'),
  'invalid-amount': data(400, 'An amount is not a decimal', 'Send a decimal of zero or more as a string.'),
  'invalid-date': data(400, 'A date does not exist', 'Send dates as YYYY-MM-DD and instants as RFC 3339 with their zone.'),
  'unknown-unit': data(400, 'A unit code is not known', 'Use a UN/ECE Recommendation 20 code, or EA or CS.'),
  'unknown-currency': data(400, 'A currency code is not known', 'Use an ISO 4217 code.'),
  'too-many-lines': data(400, 'The order has too many lines', 'Split the order.'),
  'invalid-parameter': data(400, 'A parameter or header is not as documented', 'Correct the parameter.'),
  'missing-idempotency-key': data(400, 'The header Idempotency-Key is missing', 'Send a key of your own that stays the same on every retry.'),
  'body-too-large': data(413, 'The body is too large', 'Send less at once.'),
  'too-many-rows': data(413, 'The batch has too many rows', 'Send the rest as another batch.'),
  'unsupported-media-type': data(
    415,
    'The content type is not supported',
    'Send application/json; application/x-ndjson to the batch, text/csv to the cross-references.',
  ),
  'currency-mix': data(422, 'A price is in another currency than the order', 'Send one order per currency.'),
  'quantity-differs': data(422, 'The schedules do not add up to the line', "Correct the schedules or the line's quantity."),
  'unit-differs': data(422, 'A quantity is in another unit than its line', 'Use the unit of the line.'),
  'line-exists': data(422, 'There is a line of that id already', 'Give each line an id of its own.'),
  'schedule-exists': data(422, 'Two schedules of a line have the same id', 'Give each schedule of the line an id of its own.'),
  'no-route': business(422, 'No system takes this', 'Choose another warehouse, or have a route added to the landscape.'),
  'unknown-system': data(422, 'There is no such system here', 'Use the id of a system of the landscape.'),
  'unknown-line': data(422, 'The order has no such line', 'Read the order and use the ids of its lines.'),
  'named-twice': data(422, 'The request says twice what becomes of one thing', 'Say it once.'),
  'schedule-missing': data(422, 'The line has several schedules', 'Say which schedule is meant.'),
  'bad-value': data(422, 'The value cannot be used', 'Send another value.'),
  'idempotency-key-reused': data(422, 'The key was used for another request', 'Use a new key for a new request; send the same body for the same key.'),
  'address-refused': data(422, 'The hub must not call that address', 'Use a public https address, or have it allowed by the operator.'),
  'duplicate-purchase-order': conflict('The customer has sent this PO number before', 'Change the existing order, or use another PO number.'),
  'order-closed': conflict('The order is closed', 'Place a new order, or ask for a return.'),
  'point-of-no-return': conflict('It is too late for that', 'Wait for the goods and ask for a return.'),
  'name-missing': {
    status: 409,
    class: 'conflict',
    title: 'A system has no name for this',
    owner: 'master-data',
    remedy: 'Load the cross-reference, or correct the value; the order goes on by itself.',
  },
  'nothing-to-remedy': conflict('There is nothing left to remedy', 'Read the order again: somebody was quicker, or it resolved itself.'),
  'remedy-not-offered': conflict('This exception does not offer that remedy', 'Use one of the remedies that the exception lists.'),
  declined: conflict('The request was declined', 'Read the detail.'),
  unauthenticated: { status: 401, class: 'auth', title: 'No valid key', owner: 'sender', remedy: 'Send the header Authorization: Bearer <key>.' },
  'signature-refused': {
    status: 401,
    class: 'auth',
    title: 'The message is not authentic',
    owner: 'integration',
    remedy: 'Compare the secret here with the one at the sender.',
  },
  'missing-scope': {
    status: 403,
    class: 'auth',
    title: 'The key may not do this',
    owner: 'operations',
    remedy: 'Have the scope added to the client in the landscape.',
  },
  'not-local': {
    status: 403,
    class: 'auth',
    title: 'Only from this machine',
    owner: 'operations',
    remedy: 'Ask from the machine that runs the hub, or configure who may see it.',
  },
  'order-not-found': absent('order'),
  'exception-not-found': absent('exception'),
  'system-not-found': absent('system'),
  'record-not-found': absent('record'),
  'subscription-not-found': absent('subscription'),
  'route-not-found': data(404, 'There is nothing here', 'See /openapi.json for what there is.'),
  overloaded: {
    status: 503,
    class: 'throttled',
    title: 'Too much at once',
    owner: 'sender',
    remedy: 'Send the same request again after the time in Retry-After, with the same key.',
  },
  'store-unavailable': {
    status: 503,
    class: 'transient',
    title: 'The database cannot be reached',
    owner: 'operations',
    remedy: 'Send the same request again after the time in Retry-After, with the same key.',
  },
  internal: {
    status: 500,
    class: 'transient',
    title: 'The hub failed',
    owner: 'operations',
    remedy: 'Send the same request again with the same key; report the instance if it stays.',
  },
} as const satisfies Readonly<Record<string, Code>>;

/** A code of that set. */
export type ProblemCode = keyof typeof problemCodes;

/** The code itself when it is in the set; what decisions call otherwise is `declined`. */
export function knownCode(code: string): ProblemCode {
  return Object.hasOwn(problemCodes, code) ? (code as ProblemCode) : 'declined';
}
