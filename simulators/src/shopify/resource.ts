import { type Decimal, decimal, moneyDigits, multiply, showMoney, sum } from '../decimal.ts';
import { type Fulfillment, type FulfillmentOrder, locations, type Order, type OrderLine, type Refund } from './documents.ts';
import { type ShopLedger, sentOf } from './ledger.ts';
import { netOf } from './place-order.ts';

/** The offset that the shop's times are written with. */
const offsetHours = -5;

/** An instant as Shopify writes it: whole seconds, in the shop's time zone. */
function shopTime(at: string): string {
  const local = new Date(Date.parse(at) + offsetHours * 3_600_000).toISOString().slice(0, 19);
  return `${local}-0${-offsetHours}:00`;
}

/** The order resource of the REST Admin API, which is the payload of the order webhooks too; ids are bigints. */
export function orderResource(ledger: ShopLedger, order: Order): Readonly<Record<string, unknown>> {
  const set = moneySet(order);
  const fulfillments = ledger.fulfillmentsOf(order.id);
  const goods = order.lines.filter(({ kind }) => kind !== 'tip');
  const figures = totals(order);
  return {
    id: BigInt(order.id),
    admin_graphql_api_id: `gid://shopify/Order/${order.id}`,
    name: order.number,
    number: Number(order.number.slice(1)) - 1000,
    order_number: Number(order.number.slice(1)),
    created_at: shopTime(order.createdAt),
    processed_at: shopTime(order.createdAt),
    updated_at: shopTime(order.changedAt),
    closed_at: null,
    cancelled_at: order.cancelledAt === null ? null : shopTime(order.cancelledAt),
    cancel_reason: order.cancelReason,
    confirmed: true,
    test: order.isTest,
    source_name: 'web',
    email: order.email,
    note: order.note,
    tags: '',
    currency: order.currency,
    presentment_currency: order.presentment.currency,
    taxes_included: order.areTaxesIncluded,
    financial_status: order.financialStatus,
    fulfillment_status: fulfillmentStatus(order, fulfillments),
    ...amounts(figures, set),
    total_tip_received: showMoney(sum(order.lines.filter(({ kind }) => kind === 'tip').map(netOf))),
    discount_applications: discountApplications(order),
    discount_codes: [],
    customer:
      order.customer === null
        ? null
        : {
            id: BigInt(order.customer.id),
            first_name: order.customer.firstName,
            last_name: order.customer.lastName,
            admin_graphql_api_id: `gid://shopify/Customer/${order.customer.id}`,
          },
    billing_address: order.shippingAddress,
    shipping_address: order.shippingAddress,
    shipping_lines: order.shipping.map(({ id, title, price, tax }) => ({
      id: BigInt(id),
      title,
      code: title,
      price,
      price_set: set(price),
      discounted_price: price,
      discounted_price_set: set(price),
      discount_allocations: [],
      tax_lines: taxLines(tax, set),
    })),
    line_items: [...goods, ...order.lines.filter(({ kind }) => kind === 'tip')].map((line) => lineResource(line, { set, fulfillments })),
    fulfillments: fulfillments.map(fulfillmentResource),
    refunds: order.refunds.map(refundResource),
  };
}

type MoneySet = (amount: string) => object;

function moneySet({ currency, presentment }: Order): MoneySet {
  const rate = decimal(presentment.rate);
  return (amount) => ({
    shop_money: { amount, currency_code: currency },
    presentment_money: { amount: showMoney(multiply(decimal(amount), rate, moneyDigits)), currency_code: presentment.currency },
  });
}

/** The figures of the whole order, as they were when it was placed. */
function totals(order: Order): Readonly<Record<'subtotal' | 'discounts' | 'tax' | 'shipping' | 'lines' | 'total', Decimal>> {
  const goods = order.lines.filter(({ kind }) => kind !== 'tip');
  const tips = sum(order.lines.filter(({ kind }) => kind === 'tip').map(netOf));
  const subtotal = sum(goods.map(netOf));
  const shipping = sum(order.shipping.map(({ price }) => decimal(price)));
  const tax = sum([...order.lines.map((line) => decimal(line.tax)), ...order.shipping.map((line) => decimal(line.tax))]);
  const discounts = sum(goods.map(({ lineDiscount, orderDiscount }) => decimal(lineDiscount) + decimal(orderDiscount)));
  const total = subtotal + shipping + tips + (order.areTaxesIncluded ? 0n : tax);
  return { subtotal, discounts, tax, shipping, lines: subtotal + discounts, total };
}

function amounts({ subtotal, discounts, tax, shipping, lines, total }: ReturnType<typeof totals>, set: MoneySet): Readonly<Record<string, unknown>> {
  const named = { subtotal_price: subtotal, total_discounts: discounts, total_tax: tax, total_line_items_price: lines, total_price: total };
  const both = Object.entries(named).flatMap(([name, amount]) => [
    [name, showMoney(amount)],
    [`${name}_set`, set(showMoney(amount))],
  ]);
  return { ...Object.fromEntries(both), total_shipping_price_set: set(showMoney(shipping)) };
}

/** Null, partial or fulfilled: Shopify has no word for "nothing sent". */
export function fulfillmentStatus({ lines }: Order, fulfillments: readonly Fulfillment[]): 'fulfilled' | 'partial' | null {
  const goods = lines.filter(({ kind }) => kind === 'goods');
  const sent = goods.map(({ id }) => sentOf(fulfillments, id));
  if (sent.every((pieces) => pieces === 0)) return null;
  return goods.every(({ current }, index) => (sent[index] ?? 0) >= current) ? 'fulfilled' : 'partial';
}

function lineResource(line: OrderLine, { set, fulfillments }: { readonly set: MoneySet; readonly fulfillments: readonly Fulfillment[] }): object {
  const { id, sku, title, quantity, current, price, kind } = line;
  const sent = sentOf(fulfillments, id);
  return {
    id: BigInt(id),
    admin_graphql_api_id: `gid://shopify/LineItem/${id}`,
    title,
    name: title,
    sku,
    quantity,
    current_quantity: current,
    fulfillable_quantity: kind === 'goods' ? Math.max(0, current - sent) : 0,
    fulfillment_status: sent === 0 ? null : sent < current ? 'partial' : 'fulfilled',
    fulfillment_service: 'manual',
    gift_card: kind === 'gift-card',
    requires_shipping: kind === 'goods',
    taxable: kind === 'goods',
    product_exists: kind !== 'tip',
    price,
    price_set: set(price),
    // Shopify fills these only for discounts of drafts, scripts and the API; the allocations tell the truth.
    total_discount: '0.00',
    total_discount_set: set('0.00'),
    discount_allocations: [line.lineDiscount, line.orderDiscount].flatMap((amount, index) =>
      decimal(amount) === 0n ? [] : [{ amount, amount_set: set(amount), discount_application_index: index }],
    ),
    tax_lines: taxLines(line.tax, set),
    duties: [],
    properties: [],
    ...(kind === 'tip' ? { tip: { payment_gateway: 'bogus', payment_method: 'Other' } } : {}),
  };
}

const taxLines = (tax: string, set: MoneySet): readonly object[] =>
  decimal(tax) === 0n ? [] : [{ title: 'Tax', rate: 0, price: tax, price_set: set(tax), channel_liable: false }];

function discountApplications({ lines }: Order): readonly object[] {
  const common = { type: 'manual', value_type: 'fixed_amount', allocation_method: 'across', target_type: 'line_item' };
  const value = (name: 'lineDiscount' | 'orderDiscount') => showMoney(sum(lines.map((line) => decimal(line[name]))));
  return [
    { ...common, target_selection: 'explicit', title: 'Line discount', value: value('lineDiscount') },
    { ...common, target_selection: 'all', title: 'Order discount', value: value('orderDiscount') },
  ];
}

function fulfillmentResource({ id, order, number, status, createdAt, changedAt, location, trackingNumbers, trackingCompany, lines }: Fulfillment): object {
  return {
    id: BigInt(id),
    order_id: BigInt(order),
    admin_graphql_api_id: `gid://shopify/Fulfillment/${id}`,
    name: number,
    status,
    service: 'manual',
    location_id: BigInt(locations[location]),
    created_at: shopTime(createdAt),
    updated_at: shopTime(changedAt),
    tracking_company: trackingCompany,
    tracking_number: trackingNumbers[0] ?? null,
    tracking_numbers: trackingNumbers,
    line_items: lines.map(({ lineId, quantity }) => ({ id: BigInt(lineId), quantity })),
  };
}

function refundResource({ id, createdAt, lines }: Refund): object {
  const members = lines.map((line) => ({ id: BigInt(line.id), line_item_id: BigInt(line.lineId), quantity: line.quantity, restock_type: line.restock }));
  return { id: BigInt(id), created_at: shopTime(createdAt), processed_at: shopTime(createdAt), refund_line_items: members };
}

/** A member of `GET /orders/{id}/fulfillment_orders.json`. */
export function fulfillmentOrderResource({ id, order, location, status, lines }: FulfillmentOrder): object {
  const isOpen = status === 'open' || status === 'in_progress';
  return {
    id: BigInt(id),
    order_id: BigInt(order),
    assigned_location_id: BigInt(locations[location]),
    assigned_location: { location_id: BigInt(locations[location]), name: location },
    request_status: 'unsubmitted',
    status,
    supported_actions: isOpen ? ['create_fulfillment', 'hold'] : status === 'on_hold' ? ['release_hold'] : [],
    line_items: lines.map((line) => ({
      id: BigInt(line.id),
      fulfillment_order_id: BigInt(id),
      line_item_id: BigInt(line.lineId),
      quantity: line.total,
      fulfillable_quantity: line.remaining,
    })),
  };
}
