/** An id that no double holds: it is told apart from its neighbours only as text. */
export const bigId = '820982911946154501';

/**
 * The JSON of an order as Shopify shapes it, made up here: two lines of goods, shipping, tax on top. A field given as undefined is
 * left out; ids are written as JSON numbers digit for digit when they are given as text of digits.
 */
export function sampleOrder(changes: Readonly<Record<string, unknown>>): string {
  const order = { ...base, ...changes };
  return JSON.stringify(order, (name, value: unknown) =>
    name.endsWith('id') && typeof value === 'string' && /^\d+$/.test(value) ? `#${value}#` : value,
  ).replace(/"#(\d+)#"/g, '$1');
}

/** One line of it. */
export function sampleLine(changes: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return {
    id: '466157049940123401',
    title: 'Ball valve',
    sku: 'HS-1001',
    quantity: 2,
    current_quantity: 2,
    price: '12.50',
    gift_card: false,
    discount_allocations: [],
    tax_lines: [],
    ...changes,
  };
}

const base = {
  id: bigId,
  name: '#1001',
  created_at: '2026-11-21T05:00:00-05:00',
  processed_at: '2026-11-21T05:00:00-05:00',
  updated_at: '2026-11-21T05:00:01-05:00',
  cancelled_at: null,
  test: false,
  currency: 'USD',
  taxes_included: false,
  financial_status: 'paid',
  fulfillment_status: null,
  total_price: '226.00',
  total_tax: '2.00',
  note: null,
  customer: { id: '115310627314723954', first_name: 'John', last_name: 'Smith' },
  shipping_address: {
    name: 'Steve Shipper',
    company: 'Shipping Company',
    address1: '123 Shipping Street',
    address2: null,
    city: 'Shippington',
    province_code: 'KY',
    zip: '40003',
    country_code: 'US',
  },
  shipping_lines: [{ id: '271878346596884001', title: 'Standard', price: '10.00' }],
  line_items: [sampleLine({}), sampleLine({ id: '466157049940123402', sku: 'HS-1005', title: 'Pump', quantity: 1, current_quantity: 1, price: '189.00' })],
  fulfillments: [],
  refunds: [],
};
