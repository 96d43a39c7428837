import { add, type Decimal } from '@crossdock/canonical';
import {
  at,
  deep,
  isAbsent,
  maybe,
  maybeList,
  maybeText,
  type Part,
  readAmount,
  readCount,
  readFlag,
  readId,
  readInstant,
  readList,
  readText,
} from './read.ts';

/**
 * The parts of Shopify's order resource that we read: the body of an order webhook and of `orders.json` alike
 * (https://shopify.dev/docs/api/admin-rest/latest/resources/order). Amounts are in the shop's own currency, never in the one
 * that the shopper was shown. Ids are digits as text.
 */
export type ShopOrder = {
  readonly id: string;
  /** What people call it, e.g. `#1001`. */
  readonly name: string;
  readonly purchaseOrder: string | undefined;
  readonly confirmationNumber: string | undefined;
  readonly createdAt: string;
  readonly orderedAt: string;
  readonly updatedAt: string;
  readonly cancelledAt: string | undefined;
  readonly cancelReason: string | undefined;
  readonly isTest: boolean;
  readonly currency: string;
  readonly areTaxesIncluded: boolean;
  readonly financialStatus: string | undefined;
  readonly fulfillmentStatus: string | undefined;
  readonly totalPrice: Decimal | undefined;
  readonly totalTax: Decimal | undefined;
  readonly note: string | undefined;
  readonly customerName: string | undefined;
  readonly shippingAddress: ShopAddress | undefined;
  readonly shippingLines: readonly ShopShipping[];
  /** Duties and fees on top of everything else, for the whole order. */
  readonly duties: Decimal;
  readonly fees: Decimal;
  readonly lines: readonly ShopLine[];
};

/** One `line_items` member. `path` names it in messages to people. */
export type ShopLine = {
  readonly path: string;
  readonly id: string;
  readonly title: string | undefined;
  readonly sku: string | undefined;
  readonly kind: 'goods' | 'gift-card' | 'tip';
  /** As ordered; prices, discounts and taxes of the line are for this many. */
  readonly ordered: number;
  /** What the shopper still wants, goods already sent included. */
  readonly wanted: number;
  /** What the shop shows as sent. */
  readonly sent: number;
  readonly unitPrice: Decimal;
  /** Discounts of the line and its share of the order's, for the whole line. */
  readonly discount: Decimal;
  /** For the whole line. */
  readonly tax: Decimal;
};

/** One `shipping_lines` member; the amount as the shop shows it, after discounts. */
type ShopShipping = { readonly title: string | undefined; readonly amount: Decimal; readonly tax: Decimal };

/** A postal address as Shopify has it. */
export type ShopAddress = {
  readonly path: string;
  readonly name: string | undefined;
  readonly company: string | undefined;
  readonly address1: string | undefined;
  readonly address2: string | undefined;
  readonly city: string | undefined;
  readonly provinceCode: string | undefined;
  readonly zip: string | undefined;
  readonly countryCode: string | undefined;
};

/** Reads an order; throws Unreadable naming the field. What we do not need is not looked at. */
export function readOrder(part: Part): ShopOrder {
  const createdAt = readInstant(at(part, 'created_at'));
  const counts = readCounts(part);
  return {
    id: readId(at(part, 'id')),
    name: readText(at(part, 'name')),
    purchaseOrder: maybeText(at(part, 'po_number')),
    confirmationNumber: maybeText(at(part, 'confirmation_number')),
    createdAt,
    orderedAt: maybe(at(part, 'processed_at'), readInstant) ?? createdAt,
    updatedAt: readInstant(at(part, 'updated_at')),
    cancelledAt: maybe(at(part, 'cancelled_at'), readInstant),
    cancelReason: maybeText(at(part, 'cancel_reason')),
    isTest: readFlag(at(part, 'test')),
    currency: readText(at(part, 'currency')),
    areTaxesIncluded: readFlag(at(part, 'taxes_included')),
    financialStatus: maybeText(at(part, 'financial_status')),
    fulfillmentStatus: maybeText(at(part, 'fulfillment_status')),
    totalPrice: maybe(at(part, 'total_price'), readAmount),
    totalTax: maybe(at(part, 'total_tax'), readAmount),
    note: maybeText(at(part, 'note')),
    customerName: customerNameOf(part),
    shippingAddress: maybe(at(part, 'shipping_address'), readAddress),
    shippingLines: maybeList(at(part, 'shipping_lines')).map(readShipping),
    duties: shopMoney(part, 'original_total_duties') ?? '0',
    fees: shopMoney(part, 'original_total_additional_fees') ?? '0',
    lines: readList(at(part, 'line_items')).map((line) => readLine(line, counts)),
  };
}

/** Cumulative counts by line id that stand elsewhere in the order. */
type Counts = { readonly refunded: Count; readonly returned: Count; readonly sent: Count };
type Count = (lineId: string) => number;

function readCounts(order: Part): Counts {
  const refunds = maybeList(at(order, 'refunds')).flatMap((refund) => maybeList(at(refund, 'refund_line_items')));
  const sent = maybeList(at(order, 'fulfillments')).filter((each) => !deadFulfillment.test(maybeText(at(each, 'status')) ?? ''));
  return {
    refunded: sumOf(refunds, 'line_item_id'),
    returned: sumOf(
      refunds.filter((line) => at(line, 'restock_type').value === 'return'),
      'line_item_id',
    ),
    sent: sumOf(
      sent.flatMap((each) => maybeList(at(each, 'line_items'))),
      'id',
    ),
  };
}

/** A fulfilment in one of these states sent nothing. */
const deadFulfillment = /^(cancelled|error|failure)$/i;

function sumOf(parts: readonly Part[], idName: string): Count {
  const sums = new Map<string, number>();
  for (const part of parts) {
    const id = readId(at(part, idName));
    sums.set(id, (sums.get(id) ?? 0) + readCount(at(part, 'quantity')));
  }
  return (id) => sums.get(id) ?? 0;
}

function readLine(part: Part, counts: Counts): ShopLine {
  const id = readId(at(part, 'id'));
  const ordered = readCount(at(part, 'quantity'));
  const sent = counts.sent(id);
  // current_quantity (from 2024-01 on) leaves out every refunded piece. What came back after delivery was wanted, and sent, all
  // the same: it must not look like a wish for less.
  const current = maybe(at(part, 'current_quantity'), readCount) ?? Math.max(0, ordered - counts.refunded(id));
  return {
    path: part.path,
    id,
    title: maybeText(at(part, 'title')),
    sku: maybeText(at(part, 'sku')),
    kind: kindOf(part),
    ordered,
    wanted: Math.min(ordered, Math.max(current + counts.returned(id), sent)),
    sent,
    unitPrice: shopMoney(part, 'price') ?? readAmount(at(part, 'price')),
    discount: discountOf(part),
    tax: sumAmounts(maybeList(at(part, 'tax_lines')), 'price'),
  };
}

function readShipping(part: Part): ShopShipping {
  return {
    title: maybeText(at(part, 'title')),
    amount: shopMoney(part, 'discounted_price') ?? shopMoney(part, 'price') ?? readAmount(at(part, 'price')),
    tax: sumAmounts(maybeList(at(part, 'tax_lines')), 'price'),
  };
}

function kindOf(line: Part): ShopLine['kind'] {
  if (readFlag(at(line, 'gift_card'))) return 'gift-card';
  return isAbsent(at(line, 'tip')) ? 'goods' : 'tip';
}

/** `total_discount` knows nothing of the order's own discounts, so the allocations count where there are any. */
function discountOf(line: Part): Decimal {
  const allocations = maybeList(at(line, 'discount_allocations'));
  return allocations.length > 0
    ? sumAmounts(allocations, 'amount')
    : (shopMoney(line, 'total_discount') ?? maybe(at(line, 'total_discount'), readAmount) ?? '0');
}

/** The amount in the shop's currency beside a plain field: `price_set` beside `price`. */
function shopMoney(part: Part, name: string): Decimal | undefined {
  const set = at(part, `${name}_set`);
  return isAbsent(set) ? undefined : readAmount(deep(set, 'shop_money', 'amount'));
}

const sumAmounts = (parts: readonly Part[], name: string): Decimal =>
  parts.map((part) => shopMoney(part, name) ?? readAmount(at(part, name))).reduce((sum, amount) => add(sum, amount), '0');

function customerNameOf(order: Part): string | undefined {
  const customer = at(order, 'customer');
  const names = isAbsent(customer) ? [] : [maybeText(at(customer, 'first_name')), maybeText(at(customer, 'last_name'))];
  const joined = names.filter((name) => name !== undefined).join(' ');
  if (joined !== '') return joined;
  const address = [at(order, 'billing_address'), at(order, 'shipping_address')].find((each) => !isAbsent(each));
  return address === undefined ? undefined : maybeText(at(address, 'name'));
}

function readAddress(part: Part): ShopAddress {
  const text = (name: string) => maybeText(at(part, name));
  return {
    path: part.path,
    name: text('name'),
    company: text('company'),
    address1: text('address1'),
    address2: text('address2'),
    city: text('city'),
    provinceCode: text('province_code'),
    zip: text('zip'),
    countryCode: text('country_code'),
  };
}
