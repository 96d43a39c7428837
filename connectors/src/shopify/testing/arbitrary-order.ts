import fc from 'fast-check';
import { sampleLine, sampleOrder } from './sample-order.ts';

const cents = (max: number) => fc.integer({ min: 0, max });
const money = (amount: number): string => (amount / 100).toFixed(2);

/** A line in cents: what it costs, its discounts and its tax for all pieces together. */
const line = fc
  .record({
    quantity: fc.integer({ min: 1, max: 999 }),
    unitCents: cents(99_999),
    discountShare: fc.double({ min: 0, max: 1, noNaN: true }),
    taxShare: fc.double({ min: 0, max: 0.3, noNaN: true }),
  })
  .map(({ quantity, unitCents, discountShare, taxShare }) => {
    const gross = quantity * unitCents;
    const discount = Math.round(gross * discountShare);
    return { quantity, unitCents, discount, tax: Math.round((gross - discount) * taxShare) };
  });

/** An order that adds up by Shopify's rules, as JSON, with the cents that it was made of. */
export const arbitraryOrder = fc
  .record({
    areTaxesIncluded: fc.boolean(),
    lines: fc.array(line, { minLength: 1, maxLength: 6 }),
    shipping: cents(5_000),
    tip: cents(2_000),
    removed: fc.nat({ max: 3 }),
  })
  .map(({ areTaxesIncluded, lines, shipping, tip, removed }) => {
    const taxCents = lines.reduce((sum, { tax }) => sum + tax, 0);
    const goods = lines.reduce((sum, { quantity, unitCents, discount }) => sum + quantity * unitCents - discount, 0);
    const totalCents = goods + shipping + tip + (areTaxesIncluded ? 0 : taxCents);
    const json = sampleOrder({
      taxes_included: areTaxesIncluded,
      total_price: money(totalCents),
      total_tax: money(taxCents),
      shipping_lines: [{ id: '271878346596884001', title: 'Standard', price: money(shipping), tax_lines: [] }],
      line_items: [
        ...lines.map(({ quantity, unitCents, discount, tax }, index) =>
          sampleLine({
            id: String(466157049940123500n + BigInt(index)),
            quantity,
            current_quantity: Math.max(0, quantity - removed),
            price: money(unitCents),
            discount_allocations: split(discount).map((amount) => ({ amount: money(amount) })),
            tax_lines: [{ title: 'VAT', rate: 0.2, price: money(tax) }],
          }),
        ),
        sampleLine({
          id: '466157049940123600',
          sku: null,
          title: 'Tip',
          quantity: 1,
          current_quantity: 1,
          price: money(tip),
          tip: { payment_method: 'Other' },
        }),
      ],
    });
    return { json, lines, totalCents, areTaxesIncluded };
  });

/** A discount of the line and a share of the order's. */
const split = (discount: number): readonly number[] => (discount < 2 ? [discount] : [Math.floor(discount / 3), discount - Math.floor(discount / 3)]);
