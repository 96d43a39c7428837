import { type Decimal, decimal, moneyDigits, multiply, showMoney, sum } from '../decimal.ts';
import {
  Malformed,
  maybeBoolean,
  maybeDecimal,
  maybeNumber,
  maybeText,
  pathOf,
  readList,
  readObject,
  readPositive,
  readText,
  readWord,
  type Source,
} from '../stand-in/index.ts';
import { type Address, addressFields, type FulfillmentOrder, type Location, type Order, type OrderLine } from './documents.ts';
import type { ShopDecision, ShopLedger } from './ledger.ts';

/** What a shopper puts into the cart. Discounts are for the whole line. */
export type CartLine = {
  readonly kind: OrderLine['kind'];
  readonly sku: string | null;
  readonly title: string;
  readonly quantity: number;
  readonly price: Decimal;
  readonly discount: Decimal;
  readonly location: Location;
};

/** A checkout as the desk is told of it. */
export type Checkout = Pick<Order, 'isTest' | 'currency' | 'presentment' | 'areTaxesIncluded' | 'financialStatus' | 'note' | 'email' | 'shippingAddress'> & {
  readonly lines: readonly CartLine[];
  /** Off the whole order, spread over the goods by their price. */
  readonly discount: Decimal;
  readonly shipping: Decimal;
  readonly taxRate: Decimal;
  readonly customer: { readonly firstName: string; readonly lastName: string } | null;
};

const linesMax = 500;
const piecesMax = 1_000_000;
const sampleAddress: Address = {
  first_name: 'Steve',
  last_name: 'Shipper',
  name: 'Steve Shipper',
  company: null,
  address1: '123 Shipping Street',
  address2: null,
  city: 'Shippington',
  province: 'Kentucky',
  province_code: 'KY',
  zip: '40003',
  country: 'United States',
  country_code: 'US',
  phone: null,
};

/** Reads the body of `POST /desk/orders`; throws Malformed. */
export function readCheckout(body: unknown): Checkout {
  const source = readObject(body, '');
  const currency = maybeText(source, 'currency') ?? 'USD';
  const presentment = source.fields['presentment'] === undefined ? undefined : readObject(source.fields['presentment'], 'presentment');
  return {
    lines: readList(source, 'lines', linesMax).map(readCartLine),
    currency,
    presentment: presentment === undefined ? { currency, rate: '1' } : { currency: readText(presentment, 'currency'), rate: readText(presentment, 'rate') },
    isTest: maybeBoolean(source, 'test') ?? false,
    areTaxesIncluded: maybeBoolean(source, 'taxesIncluded') ?? false,
    financialStatus: maybeText(source, 'financialStatus') === undefined ? 'paid' : readWord(source, 'financialStatus', ['pending', 'authorized', 'paid']),
    note: maybeText(source, 'note') ?? null,
    email: maybeText(source, 'email') ?? null,
    shippingAddress: source.fields['shippingAddress'] === null ? null : readAddress(source.fields['shippingAddress']),
    discount: maybeDecimal(source, 'discount') ?? 0n,
    shipping: maybeDecimal(source, 'shipping') ?? 0n,
    taxRate: maybeDecimal(source, 'taxRate') ?? 0n,
    customer:
      source.fields['guest'] === true ? null : { firstName: maybeText(source, 'firstName') ?? 'John', lastName: maybeText(source, 'lastName') ?? 'Smith' },
  };
}

/** Reads one line of a cart; `kind` goods unless it says otherwise, sku null is a line without one. */
export function readCartLine(source: Source): CartLine {
  const sku = source.fields['sku'] === null ? null : (maybeText(source, 'sku') ?? null);
  const kind = maybeText(source, 'kind') === undefined ? 'goods' : readWord(source, 'kind', ['goods', 'gift-card', 'tip']);
  return {
    kind,
    sku,
    title: maybeText(source, 'title') ?? sku ?? kind,
    quantity: readPieces(source, 1),
    price: readPositive(source, 'price'),
    discount: maybeDecimal(source, 'discount') ?? 0n,
    location: maybeText(source, 'location') === undefined ? 'EDC' : readWord(source, 'location', ['EDC', 'WDC']),
  };
}

/** Reads a whole number of pieces under `quantity`. */
export function readPieces(source: Source, min: number): number {
  const pieces = maybeNumber(source, 'quantity', min, piecesMax);
  if (pieces === undefined || !Number.isInteger(pieces)) throw new Malformed(pathOf(source, 'quantity'), 'must be a whole number');
  return pieces;
}

/** Reads an address by its REST names; left out: a sample one. */
export function readAddress(value: unknown): Address {
  if (value === undefined) return sampleAddress;
  const source = readObject(value, 'shippingAddress');
  const given = addressFields.map((name) => [name, maybeText(source, name) ?? null] as const);
  return { ...sampleAddress, ...Object.fromEntries(given) };
}

/** Places the order: one fulfilment order for each location that has goods of it. */
export function placeOrder(ledger: ShopLedger, checkout: Checkout, at: string): ShopDecision<Order> {
  const { discount: orderDiscount, shipping, taxRate, customer, lines: cart, ...rest } = checkout;
  const shares = spread(orderDiscount, cart.map(goodsValue));
  const lines = cart.map((line, index) => toLine(ledger, line, { share: shares[index] ?? 0n, taxRate, areTaxesIncluded: rest.areTaxesIncluded }));
  for (const [index, line] of lines.entries()) {
    if (netOf(line) < 0n) throw new Malformed(`lines[${index}].discount`, 'must not be more than the line costs');
  }
  const order: Order = {
    ...rest,
    kind: 'order',
    id: ledger.newId('order'),
    number: `#${1000 + ledger.book.nextNumber('order')}`,
    changedAt: at,
    createdAt: at,
    cancelledAt: null,
    cancelReason: null,
    customer: customer === null ? null : { id: ledger.newId('customer'), ...customer },
    shipping:
      shipping === 0n
        ? []
        : [
            {
              id: ledger.newId('shipping-line'),
              title: 'Standard',
              price: showMoney(shipping),
              tax: showMoney(taxOf(shipping, taxRate, rest.areTaxesIncluded)),
            },
          ],
    lines,
    refunds: [],
  };
  return {
    outcome: 'decided',
    documents: [
      order,
      ...expectedWork(
        ledger,
        order,
        cart.map(({ location }) => location),
        at,
      ),
    ],
    tell: ['orders/create'],
    answer: order,
  };
}

/** A new line with its share of the order's discount and its tax. */
export function toLine(
  ledger: ShopLedger,
  { kind, sku, title, quantity, price, discount }: CartLine,
  { share, taxRate, areTaxesIncluded }: { readonly share: Decimal; readonly taxRate: Decimal; readonly areTaxesIncluded: boolean },
): OrderLine {
  const net = multiply(price, decimal(String(quantity)), moneyDigits) - discount - share;
  const tax = kind === 'goods' ? taxOf(net, taxRate, areTaxesIncluded) : 0n;
  const money = { price: showMoney(price), lineDiscount: showMoney(discount), orderDiscount: showMoney(share), tax: showMoney(tax) };
  return { id: ledger.newId('order-line'), kind, sku, title, quantity, current: quantity, ...money };
}

/** One fulfilment order per location, in the order of the lines. */
export function expectedWork(ledger: ShopLedger, { id: order, lines }: Order, where: readonly Location[], at: string): readonly FulfillmentOrder[] {
  const names: readonly Location[] = ['EDC', 'WDC'];
  return names.flatMap((location) => {
    const here = lines.filter((line, index) => line.kind === 'goods' && where[index] === location && line.current > 0);
    if (here.length === 0) return [];
    const work = here.map(({ id: lineId, current }) => ({ id: ledger.newId('fulfillment-order-line'), lineId, total: current, remaining: current }));
    return [{ kind: 'fulfillment-order', id: ledger.newId('fulfillment-order'), changedAt: at, order, location, status: 'open', lines: work }];
  });
}

/** What a line costs after its discounts, tax included where prices include it. */
export const netOf = ({ price, quantity, lineDiscount, orderDiscount }: OrderLine): Decimal =>
  multiply(decimal(price), decimal(String(quantity)), moneyDigits) - decimal(lineDiscount) - decimal(orderDiscount);

const goodsValue = ({ kind, price, quantity, discount }: CartLine): Decimal =>
  kind === 'goods' ? multiply(price, decimal(String(quantity)), moneyDigits) - discount : 0n;

const one = decimal('1');

/** Tax on top of an amount, or the part of it that is tax. */
function taxOf(amount: Decimal, rate: Decimal, isIncluded: boolean): Decimal {
  if (!isIncluded) return multiply(amount, rate, moneyDigits);
  return amount - roundMoney((amount * one) / (one + rate));
}

const roundMoney = (amount: Decimal): Decimal => multiply(amount, one, moneyDigits);

/** Spreads an amount by weight, in cents; what does not divide goes to the last that has weight. */
function spread(amount: Decimal, weights: readonly Decimal[]): readonly Decimal[] {
  const total = sum(weights);
  if (amount === 0n || total <= 0n) return weights.map(() => 0n);
  const last = weights.findLastIndex((weight) => weight > 0n);
  const shares = weights.map((weight) => roundMoney((amount * weight) / total));
  const rest = amount - sum(shares);
  return shares.map((share, index) => (index === last ? share + rest : share));
}
