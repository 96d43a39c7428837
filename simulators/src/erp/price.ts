import { type Decimal, decimal, multiply } from '../decimal.ts';
import { type Customer, eachesPerUnit, type Item, type Unit } from './documents.ts';

/** A unit price with the rule that made it. */
export type Price = { readonly amount: Decimal; readonly rule: string };

/** Prices carry at most this many digits after the point. */
const priceDigits = 4;
const contractItems: Readonly<Record<string, string>> = { 'HS-1005': '155.00' };
const contractFactor = '0.82';
const wholesaleBreaks: readonly { readonly item?: string; readonly from: string; readonly factor: string }[] = [
  { item: 'HS-1001', from: '100', factor: '0.75' },
  { from: '50', factor: '0.85' },
  { from: '0', factor: '0.90' },
];

/** The price of one `unit` of an item for a customer; breaks go by the quantity in EA. */
export function priceOf(customer: Customer | undefined, item: Item, { quantity, unit }: { readonly quantity: Decimal; readonly unit: Unit }): Price {
  const perUnit = decimal(eachesPerUnit[unit]);
  const { amount, rule } = eachPrice(customer, item, multiply(quantity, perUnit, 6));
  return { amount: multiply(amount, perUnit, priceDigits), rule };
}

function eachPrice(customer: Customer | undefined, item: Item, eaches: Decimal): Price {
  const list = decimal(item.listPrice);
  const priceRule = customer?.priceRule ?? 'list';
  switch (priceRule) {
    case 'contract': {
      const agreed = contractItems[item.id];
      return { amount: agreed === undefined ? multiply(list, decimal(contractFactor), priceDigits) : decimal(agreed), rule: `contract:${customer?.id}` };
    }
    case 'wholesale': {
      const step = wholesaleBreaks.find(({ item: only, from }) => (only === undefined || only === item.id) && eaches >= decimal(from));
      return { amount: multiply(list, decimal(step?.factor ?? '1'), priceDigits), rule: 'wholesale' };
    }
    case 'list':
      return { amount: list, rule: 'list' };
    default:
      return priceRule satisfies never;
  }
}
