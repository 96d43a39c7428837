import type { OrderRequest } from '@crossdock/client';

type Line = OrderRequest['lines'][number];

/** A line as `1 HS-1001 10 11.25 EDC`: id, item, quantity in EA, price in USD, warehouse. */
export function line(text: string, more: Partial<Line> = {}): Line {
  const [id = '', item = '', value = '', amount = '', warehouse = 'EDC'] = text.split(' ');
  return { id, item, quantity: { value, unit: 'EA' }, price: { amount, currency: 'USD' }, warehouse, ...more };
}

/** An order in USD. */
export function order(customer: string, purchaseOrder: string, lines: readonly string[], more: Partial<OrderRequest> = {}): OrderRequest {
  return { customer: { id: customer }, purchaseOrder, currency: 'USD', lines: lines.map((text) => line(text)), ...more };
}
