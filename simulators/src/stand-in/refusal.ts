/** Every way in which a simulated system says no, with the HTTP status that carries it. */
export const refusalStatus = {
  malformed: 400,
  unauthorized: 401,
  'no-such-route': 404,
  'not-found': 404,
  'search-not-supported': 404,
  'duplicate-reference': 409,
  'wrong-state': 409,
  'goods-issued': 409,
  'already-shipped': 409,
  'already-picked': 409,
  'nothing-to-do': 409,
  'not-ready': 409,
  'more-than-ordered': 409,
  'stale-version': 412,
  'body-too-large': 413,
  'duplicate-tax-id': 409,
  'missing-country': 422,
  'unknown-customer': 422,
  'inactive-customer': 422,
  'unknown-ship-to': 422,
  'inactive-ship-to': 422,
  'unknown-item': 422,
  'discontinued-item': 422,
  'unknown-line': 422,
  'unknown-unit': 422,
  'unknown-warehouse': 422,
  'unknown-currency': 422,
  'credit-limit': 422,
  'more-than-open': 422,
  'version-required': 428,
  'too-many-requests': 429,
  internal: 500,
} as const;

/** The code of a refusal; closed. */
export type RefusalCode = keyof typeof refusalStatus;

/** A "no" with its reason: `field` names what is wrong in the request, `more` is what the code promises beside. */
export type Refusal = {
  readonly outcome: 'refused';
  readonly code: RefusalCode;
  readonly message: string;
  readonly field?: string;
  readonly more?: Readonly<Record<string, unknown>>;
};

/** What a rule of a book decides: the documents to commit and the document that answers, or a refusal. */
export type Decision<D, A> = Refusal | { readonly outcome: 'decided'; readonly commit: readonly D[]; readonly answer: A };

/** A refusal. */
export function refused(
  code: RefusalCode,
  message: string,
  detail: { readonly field?: string; readonly more?: Readonly<Record<string, unknown>> } = {},
): Refusal {
  return { outcome: 'refused', code, message, ...detail };
}

/** A decision to commit these documents and answer with that one. */
export function decided<D, A>(commit: readonly D[], answer: A): Decision<D, A> {
  return { outcome: 'decided', commit, answer };
}
