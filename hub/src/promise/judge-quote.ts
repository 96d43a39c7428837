import { type Answer, type AnswerLine, add, compare, type Decimal, multiply, normalize, type QuoteRequest, subtract, sum } from '@crossdock/canonical';
import type { Policy } from '@crossdock/connector-kit';
import { percentApart } from '../orders/index.ts';
import type { QuoteFault, Weight } from './fault-codes.ts';
import type { Part } from './parts-of.ts';
import { fromStock, isLate, type Scheduled } from './schedule-goods.ts';

/** A part with all that is known of it. */
export type JudgedPart = { readonly part: Part; readonly answer: AnswerLine; readonly scheduled: Scheduled };

/** What the faults are judged by: the same rules as an order's. */
export type QuoteRules = Pick<Policy, 'priceTolerancePercent' | 'shortStock'>;

/** Whether the quote's value fits under the limit. `not-needed`: it is prepaid. `not-said`: the system says nothing of it. */
export type CreditVerdict = 'within' | 'exceeded' | 'no-limit' | 'not-needed' | 'not-said';

/** Credit in one system; amounts in the quote's currency. `value`: of what goes to this system, at the stated prices, else at its own. */
export type Credit = { readonly verdict: CreditVerdict; readonly value: Decimal; readonly limit: Decimal | null; readonly exposure: Decimal | null };

/** The credit that one system grants. */
export function judgeCredit({ payment }: Pick<QuoteRequest, 'payment'>, { credit }: Answer, parts: readonly Pick<JudgedPart, 'part' | 'answer'>[]): Credit {
  const value = sum(parts.map(({ part, answer }) => multiply(part.wanted, part.unitPrice ?? answer.price ?? '0', 6)));
  const known = { value, limit: credit?.limit ?? null, exposure: credit?.exposure ?? null };
  if (payment === 'prepaid') return { verdict: 'not-needed', ...known };
  if (!credit) return { verdict: 'not-said', ...known };
  if (credit.limit === null) return { verdict: 'no-limit', ...known };
  return { verdict: compare(add(credit.exposure, value), credit.limit) > 0 ? 'exceeded' : 'within', ...known };
}

/** What one system has against customer, ship-to and credit. */
export function judgeParties(quote: QuoteRequest, system: string, answer: Answer, credit: Credit): readonly QuoteFault[] {
  const faults: QuoteFault[] = [];
  const blocks = (code: QuoteFault['code'], field: string, detail: string) => faults.push({ code, weight: 'blocks', field, detail, system });
  const { id } = quote.customer;
  const customer = answer.customer.status;
  if (customer !== 'active') blocks(`customer-${customer}`, 'customer.id', `${system} says that customer ${id} is ${customer}.`);
  const shipTo = answer.shipTo?.status ?? 'active';
  if (shipTo !== 'active') {
    const field = quote.shipTo?.id === undefined ? 'shipTo' : 'shipTo.id';
    blocks(`ship-to-${shipTo}`, field, `${system} says that ship-to ${quote.shipTo?.id ?? quote.shipTo?.name ?? 'of the quote'} is ${shipTo}.`);
  }
  if (credit.verdict === 'exceeded' && credit.limit !== null && credit.exposure !== null) {
    const over = subtract(add(credit.exposure, credit.value), credit.limit);
    const detail = `Credit limit ${credit.limit} ${quote.currency} of ${id} in ${system}: ${credit.exposure} is open and this quote adds ${credit.value}, ${over} too much.`;
    blocks('credit-exceeded', 'customer.id', detail);
  }
  return faults;
}

/** What a system has against one part: the item, the unit, the price, the stock, the date. */
export function judgePart({ part, answer, scheduled }: JudgedPart, rules: QuoteRules): readonly QuoteFault[] {
  const { field, item, unit, wanted, route } = part;
  const { system = '', warehouse = '' } = route ?? {};
  const line = `lines[${part.line}]`;
  const fault = (code: QuoteFault['code'], weight: Weight, place: string, detail: string): QuoteFault => ({ code, weight, field: place, detail, system });
  if (answer.item === 'unknown') return [fault('item-unknown', 'blocks', `${line}.item`, `Item ${item} is unknown in ${system}.`)];
  if (answer.item === 'discontinued') return [fault('item-discontinued', 'blocks', `${line}.item`, `Item ${item} is discontinued in ${system}.`)];
  if (!answer.isUnitSold) return [fault('unit-not-sold', 'blocks', `${field}.quantity.unit`, `${system} does not sell ${item} in ${unit}.`)];
  const faults = [...judgePrice(part, answer, system, rules)];
  const there = fromStock(scheduled);
  if (scheduled.available !== null && compare(there, wanted) < 0) {
    const detail = `${there} ${unit} of ${item} can be promised from ${warehouse} for this line, ${wanted} are wanted.`;
    faults.push(fault('stock-short', rules.shortStock === 'hold' ? 'blocks' : 'warns', `${field}.quantity`, detail));
  }
  if (isLate(part, scheduled)) {
    const last = scheduled.goods.at(-1)?.date ?? '';
    faults.push(fault('date-late', 'warns', part.dateField, `All of it can leave ${warehouse} on ${last}, wished for is ${part.requestedDate}.`));
  }
  return faults;
}

function judgePrice(part: Part, { price, priceRule }: AnswerLine, system: string, rules: QuoteRules): readonly QuoteFault[] {
  const field = `lines[${part.line}].price`;
  if (price === undefined) {
    if (part.unitPrice !== undefined) return [];
    return [{ code: 'price-missing', weight: 'warns', field, detail: `${system} names no price for ${part.item}, and the quote states none.`, system }];
  }
  if (part.unitPrice === undefined) return [];
  const percent = percentApart(part.unitPrice, price);
  if (compare(percent, rules.priceTolerancePercent) <= 0) return [];
  const rule = priceRule ? ` (${priceRule})` : '';
  const detail = `The quote says ${part.unitPrice}, ${system} says ${normalize(price)}${rule}; ${percent} % apart, ${rules.priceTolerancePercent} % allowed.`;
  return [{ code: 'price-differs', weight: 'blocks', field, detail, system }];
}
