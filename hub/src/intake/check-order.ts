import { add, compare, type LineRequest, type OrderRequest } from '@crossdock/canonical';

/** What makes an order contradict itself, beyond its shape; `field` names the place, e.g. `lines[0].price.currency`. */
export type Malformed = {
  readonly kind: 'malformed';
  readonly code: 'currency-mix' | 'unit-differs' | 'quantity-differs' | 'line-exists' | 'schedule-exists' | 'no-route';
  readonly field: string;
  readonly detail: string;
};

/** The first contradiction within an order whose shape is right; undefined when there is none. */
export function checkOrder(order: OrderRequest): Malformed | undefined {
  const ids = new Set<string>();
  for (let index = 0; index < order.lines.length; index += 1) {
    const line = order.lines[index];
    if (!line) continue;
    const field = `lines[${index}]`;
    // As decisions name it: a line without an id is called by its place.
    const id = line.id ?? String(index + 1);
    if (ids.has(id)) return malformed('line-exists', `${field}.id`, `Another line is called ${id} already.`);
    ids.add(id);
    const wrong = checkLine(line, order.currency, field);
    if (wrong) return wrong;
  }
  return undefined;
}

/** The first contradiction within one line. */
export function checkLine(line: LineRequest, currency: string, field: string): Malformed | undefined {
  return contradictionsOf(line, currency, field)[0];
}

const none: readonly Malformed[] = [];

/** Every contradiction within one line. */
export function contradictionsOf(line: LineRequest, currency: string, field: string): readonly Malformed[] {
  const isMixed = line.price !== undefined && line.price.currency !== currency;
  if (!isMixed && !line.schedules) return none;
  const found: Malformed[] = [];
  if (isMixed) found.push(malformed('currency-mix', `${field}.price.currency`, `The order is in ${currency}, this price in ${line.price?.currency}.`));
  const ids = new Set<string>();
  let total = '0';
  for (const [index, schedule] of (line.schedules ?? []).entries()) {
    const id = schedule.id ?? String(index + 1);
    const place = `${field}.schedules[${index}]`;
    if (ids.has(id)) found.push(malformed('schedule-exists', `${place}.id`, `Another schedule of the line is called ${id} already.`));
    ids.add(id);
    if (schedule.quantity.unit !== line.quantity.unit)
      found.push(malformed('unit-differs', `${place}.quantity.unit`, `The line is ordered in ${line.quantity.unit}.`));
    total = add(total, schedule.quantity.value);
  }
  if (line.schedules && compare(total, line.quantity.value) !== 0)
    found.push(malformed('quantity-differs', `${field}.schedules`, `The schedules add up to ${total}, the line says ${line.quantity.value}.`));
  return found;
}

function malformed(code: Malformed['code'], field: string, detail: string): Malformed {
  return { kind: 'malformed', code, field, detail };
}
