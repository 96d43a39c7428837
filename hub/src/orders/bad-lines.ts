import { type Currency, compare, type LineRequest, sum } from '@crossdock/canonical';
import type { Declined } from './commands.ts';

/** What no schema can say about lines: names used twice, parts that do not add up, mixed units and currencies. Names the first field. */
export function badLines(lines: readonly LineRequest[], currency: Currency): Declined | undefined {
  const ids = new Set<string>();
  for (const [index, line] of lines.entries()) {
    const id = line.id ?? String(index + 1);
    if (ids.has(id)) return refuse('line-exists', `lines[${index}].id`, `Line ${id} is there twice.`);
    ids.add(id);
    const problem = badLine(line, currency, `lines[${index}]`);
    if (problem) return problem;
  }
  return undefined;
}

/** The same for one line; `field` is where it stands in the request. */
export function badLine(line: LineRequest, currency: Currency, field: string): Declined | undefined {
  if (line.price && line.price.currency !== currency) return refuse('currency-mix', `${field}.price.currency`, `The order is in ${currency}.`);
  const ids = new Set<string>();
  for (const [index, schedule] of (line.schedules ?? []).entries()) {
    const id = schedule.id ?? String(index + 1);
    if (ids.has(id)) return refuse('schedule-exists', `${field}.schedules[${index}].id`, `Schedule ${id} is there twice.`);
    ids.add(id);
    if (schedule.quantity.unit !== line.quantity.unit) {
      return refuse('unit-differs', `${field}.schedules[${index}].quantity.unit`, `The line is ordered in ${line.quantity.unit}.`);
    }
  }
  if (!line.schedules) return undefined;
  const total = sum(line.schedules.map((schedule) => schedule.quantity.value));
  if (compare(total, line.quantity.value) === 0) return undefined;
  return refuse('quantity-differs', `${field}.quantity.value`, `The schedules add up to ${total}, the line says ${line.quantity.value}.`);
}

function refuse(code: string, field: string, detail: string): Declined {
  return { kind: 'declined', code, field, detail };
}
