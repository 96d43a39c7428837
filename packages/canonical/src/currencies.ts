/** ISO 4217 codes that orders may use, with the number of decimals of the smallest unit (ISO 4217:2015, minor units). */
export const currencies = {
  USD: 2, EUR: 2, GBP: 2, CHF: 2, SEK: 2, NOK: 2, DKK: 2, PLN: 2, CZK: 2, HUF: 2, RON: 2, BGN: 2, TRY: 2, ILS: 2, ZAR: 2,
  CAD: 2, AUD: 2, NZD: 2, MXN: 2, BRL: 2, ARS: 2, COP: 2, PEN: 2, CLP: 0, CNY: 2, HKD: 2, TWD: 2, SGD: 2, MYR: 2, THB: 2,
  IDR: 2, PHP: 2, INR: 2, AED: 2, SAR: 2, EGP: 2, NGN: 2, KES: 2, MAD: 2, UAH: 2, ISK: 0, JPY: 0, KRW: 0, VND: 0, XAF: 0,
  XOF: 0, KWD: 3, BHD: 3, OMR: 3, JOD: 3, TND: 3,
} as const; // biome-ignore format: a table reads better in rows

/** A currency code that this hub knows. */
export type Currency = keyof typeof currencies;
