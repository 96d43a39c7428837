/**
 * Shopify's REST ids are JSON numbers of 64 bits. Here they are bigints, and are written digit for digit: JSON.rawJSON is in the
 * language (ECMAScript 2026) but not yet in the compiler's library, hence the one cast.
 */
const { rawJSON } = JSON as typeof JSON & { readonly rawJSON: (text: string) => unknown };

/** JSON with bigints as numbers. */
export const writeJson = (value: unknown): string => JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? rawJSON(each.toString()) : each));
