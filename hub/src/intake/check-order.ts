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
  if (line.price && line.price.currency !== currency)
    return malformed('currency-mix', `${field}.price.currency`, `The order is in ${currency}, this price in ${line.price.currency}.`);
  if (!line.schedules) return undefined;
  const ids = new Set<string>();
  let total = '0';
  for (const [index, schedule] of line.schedules.entries()) {
    const id = schedule.id ?? String(index + 1);
    if (ids.has(id)) return malformed('schedule-exists', `${field}.schedules[${index}].id`, `Another schedule of the line is called ${id} already.`);
    ids.add(id);
    if (schedule.quantity.unit !== line.quantity.unit)
      return malformed('unit-differs', `${field}.schedules[${index}].quantity.unit`, `The line is ordered in ${line.quantity.unit}.`);
    total = add(total, schedule.quantity.value);
  }
  if (compare(total, line.quantity.value) === 0) return undefined;
  return malformed('quantity-differs', `${field}.schedules`, `The schedules add up to ${total}, the line says ${line.quantity.value}.`);
}

function malformed(code: Malformed['code'], field: string, detail: string): Malformed {
  return { kind: 'malformed', code, field, detail };
}
