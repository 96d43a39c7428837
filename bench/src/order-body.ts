/** How many lines each order has. */
export const linesPerOrder = 3;

/** The order that every contender is sent, as JSON; `name` makes it one of a kind. */
export function orderBody(name: string): string {
  const customer = `C-BENCH-${name.length}`;
  return JSON.stringify({
    customer: { id: customer },
    purchaseOrder: `PO-${name}`,
    currency: 'USD',
    requestedDate: '2027-06-01',
    shipTo: { id: `${customer}-1`, name: 'Brighton Retail Group', street: '1200 Ogden Ave', city: 'Naperville', postalCode: '60563', country: 'US' },
    references: [{ system: 'portal', kind: 'cart', value: name }],
    lines: Array.from({ length: linesPerOrder }, (_, index) => ({
      item: `BENCH-${1001 + index}`,
      quantity: { value: String(2 + index), unit: 'EA' },
      price: { amount: '10.00', currency: 'USD' },
    })),
  });
}
