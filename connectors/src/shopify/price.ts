import { type Currency, compare, currencies, type Decimal, divide, isZero, type LineRequest, multiply, subtract, sum } from '@crossdock/canonical';
import type { ShopLine, ShopOrder } from './api.ts';
import { Unreadable } from './read.ts';

/** Decimals of a unit price: as many as a canonical price may have. */
const unitDecimals = 6;

/**
 * What the line costs without tax, all its pieces as they were ordered: price × quantity, less all discounts allocated to the
 * line, less the line's own taxes where the shop's prices include them.
 */
function netOf(line: ShopLine, areTaxesIncluded: boolean): Decimal {
  const gross = subtract(multiply(line.unitPrice, String(line.ordered), unitDecimals), line.discount);
  return areTaxesIncluded ? subtract(gross, line.tax) : gross;
}

/**
 * The price of one piece. A net that does not divide is given with six decimals, and price × quantity, rounded to the
 * currency's smallest unit, is the net again: no cent is lost. Where six decimals are too few for that (some ten thousand
 * pieces and more) the line is unreadable rather than wrong. Throws Unreadable.
 */
export function unitPriceOf(line: ShopLine, currency: Currency, areTaxesIncluded: boolean): Decimal {
  const net = netOf(line, areTaxesIncluded);
  if (compare(net, '0') < 0)
    throw new Unreadable(`${line.path}.price`, `comes to ${net} ${currency} for the line: discounts and taxes are more than the price`);
  const unit = divide(net, String(line.ordered), unitDecimals);
  if (compare(multiply(unit, String(line.ordered), currencies[currency]), net) !== 0) {
    throw new Unreadable(
      `${line.path}.price`,
      `makes ${net} ${currency} for ${line.ordered} pieces, which no price of one piece with ${unitDecimals} decimals comes to`,
    );
  }
  return unit;
}

/** Money of an order that is no line of goods. */
export type Extra = { readonly what: string; readonly amount: Decimal };

/**
 * Freight, tips, gift cards, duties, fees, taxes, all without tax but the taxes themselves; with the lines they add up to the
 * shop's total, where the shop tells it: what no name explains (goods taken off again, rounding of cash) is "other".
 */
export function extrasOf(order: ShopOrder, currency: Currency, lines: readonly LineRequest[]): readonly Extra[] {
  const withoutTax = (amount: Decimal, tax: Decimal) => (order.areTaxesIncluded ? subtract(amount, tax) : amount);
  const named: readonly Extra[] = [
    ...order.shippingLines.map(({ title, amount, tax }) => ({
      what: title === undefined ? 'shipping' : `shipping (${title})`,
      amount: withoutTax(amount, tax),
    })),
    ...order.lines
      .filter((line) => line.kind !== 'goods' && line.ordered > 0)
      .map((line) => ({ what: line.kind === 'tip' ? 'tip' : 'gift card', amount: netOf(line, order.areTaxesIncluded) })),
    { what: 'duties', amount: order.duties },
    { what: 'fees', amount: order.fees },
    { what: 'tax', amount: order.totalTax ?? '0' },
  ];
  const goods = lines.map((line) => multiply(line.price?.amount ?? '0', line.quantity.value, currencies[currency]));
  const explained = sum([...named.map(({ amount }) => amount), ...goods]);
  const other = { what: 'other', amount: order.totalPrice === undefined ? '0' : subtract(order.totalPrice, explained) };
  return [...named, other].filter(({ amount }) => !isZero(amount));
}
