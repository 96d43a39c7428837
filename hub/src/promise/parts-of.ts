import type { Decimal, QuoteRequest, Unit } from '@crossdock/canonical';
import type { Landscape } from '@crossdock/connector-kit';
import { contradictionsOf, type Origin, ruleFor, unroutable } from '../intake/index.ts';
import type { QuoteFault } from './fault-codes.ts';

/** A schedule of a quote, a line without schedules being its own, with the way that an order's would take. */
export type Part = {
  /** Place of the line in the quote, from 0. */
  readonly line: number;
  readonly schedule: string;
  /** Unique within the quote, whatever its lines are called. */
  readonly lineKey: string;
  readonly field: string;
  readonly item: string;
  readonly wanted: Decimal;
  readonly unit: Unit;
  readonly requestedDate?: string;
  /** Where that date stands in what was sent. */
  readonly dateField: string;
  /** Per unit, in the quote's currency; absent where the quote states none, or one in another currency. */
  readonly unitPrice?: Decimal;
  /** Absent: no route takes it. */
  readonly route?: { readonly system: string; readonly warehouse: string };
};

/** The schedules of a quote in the order of its lines, and every contradiction within it, all at once. */
export function partsOf(
  quote: QuoteRequest,
  origin: Origin,
  landscape: Pick<Landscape, 'routes'>,
): { readonly parts: readonly Part[]; readonly faults: readonly QuoteFault[] } {
  const parts: Part[] = [];
  const faults: QuoteFault[] = [];
  const refuse = ({ code, field, detail }: Pick<QuoteFault, 'code' | 'field' | 'detail'>) => faults.push({ code, weight: 'blocks', field, detail });
  const ids = new Set<string>();
  for (const [index, line] of quote.lines.entries()) {
    const field = `lines[${index}]`;
    const id = line.id ?? String(index + 1);
    if (ids.has(id)) refuse({ code: 'line-exists', field: `${field}.id`, detail: `Another line is called ${id} already.` });
    ids.add(id);
    for (const wrong of contradictionsOf(line, quote.currency, field)) refuse(wrong);
    const unitPrice = line.price?.currency === quote.currency ? line.price.amount : undefined;
    for (const [at, wanted] of (line.schedules ?? [line]).entries()) {
      const place = line.schedules ? `${field}.schedules[${at}]` : field;
      const warehouse = wanted.warehouse ?? line.warehouse;
      const rule = ruleFor(line.item, warehouse, origin, { landscape });
      if (!rule) refuse(unroutable(wanted.warehouse === undefined ? field : place, line.item, warehouse));
      const requestedDate = wanted.requestedDate ?? line.requestedDate ?? quote.requestedDate;
      const dated = wanted.requestedDate !== undefined ? `${place}.` : line.requestedDate !== undefined ? `${field}.` : '';
      parts.push({
        line: index,
        schedule: (line.schedules ? wanted.id : undefined) ?? String(at + 1),
        lineKey: `${index + 1}/${at + 1}`,
        field: place,
        item: line.item,
        wanted: wanted.quantity.value,
        unit: wanted.quantity.unit,
        dateField: `${dated}requestedDate`,
        ...(requestedDate !== undefined && { requestedDate }),
        ...(unitPrice !== undefined && { unitPrice }),
        ...(rule && { route: { system: rule.system, warehouse: rule.warehouse } }),
      });
    }
  }
  return { parts, faults };
}
