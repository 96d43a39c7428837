import type { ChangeItem } from '@crossdock/canonical';
import { badLine } from './bad-lines.ts';
import type { Declined } from './commands.ts';
import { type Line, type Order, type Placed, schedulesOf } from './order.ts';

type LineItem = Extract<ChangeItem, { line: string }>;

/** Finds the schedules that a wish is about: of one line, all or the named one. Prepared once for all wishes of a request. */
export function schedulesMeant(order: Order): (item: LineItem) => readonly Placed[] {
  const byLine = Map.groupBy(schedulesOf(order), ({ line }) => line.id);
  return (item) =>
    (byLine.get(item.line) ?? []).filter(({ schedule }) => !('schedule' in item) || item.schedule === undefined || schedule.id === item.schedule);
}

/** A wish about something that is not there, or two wishes that contradict each other, are the requester's mistake: the whole request is refused, naming the field. */
export function wrongNames(order: Order, changes: readonly ChangeItem[]): Declined | undefined {
  const named = new Set<string>();
  const meantBy = schedulesMeant(order);
  const lines = new Map(order.lines.map((line) => [line.id, line]));
  for (const [index, item] of changes.entries()) {
    const field = `changes[${index}]`;
    const problem = wrongItem(order, item, { field, meantBy, lines });
    if (problem) return problem;
    for (const name of namesOf(meantBy, item)) {
      if (named.has(name)) return refuse('named-twice', whereOf(item, field), `The request says twice what becomes of ${name}.`);
      named.add(name);
    }
  }
  return undefined;
}

type At = { readonly field: string; readonly meantBy: ReturnType<typeof schedulesMeant>; readonly lines: ReadonlyMap<string, Line> };

function wrongItem(order: Order, item: ChangeItem, at: At): Declined | undefined {
  const { field, lines } = at;
  switch (item.kind) {
    case 'ship-to':
      return undefined;
    case 'add-line': {
      const { id } = item.add;
      if (id !== undefined && lines.has(id)) return refuse('line-exists', `${field}.add.id`, `Line ${id} exists; choose another id.`);
      return badLine(item.add, order.currency, `${field}.add`);
    }
    case 'quantity':
    case 'date':
    case 'cancel-line':
      return wrongLine(item, at);
    default:
      return item satisfies never;
  }
}

function wrongLine(item: LineItem, { field, meantBy, lines }: At): Declined | undefined {
  const line = lines.get(item.line);
  if (!line) return refuse('unknown-line', `${field}.line`, `The order has no line ${item.line}.`);
  const meant = meantBy(item);
  if (meant.length === 0) {
    const schedule = 'schedule' in item ? (item.schedule ?? '') : '';
    return refuse('unknown-line', `${field}.schedule`, `Line ${item.line} has no schedule ${schedule}.`);
  }
  if (item.kind !== 'quantity') return undefined;
  if (item.quantity.unit !== line.unit) return refuse('unit-differs', `${field}.quantity.unit`, `Line ${item.line} is ordered in ${line.unit}.`);
  return meant.length > 1 ? refuse('schedule-missing', `${field}.schedule`, `Line ${item.line} has several schedules; say which.`) : undefined;
}

/** What a wish decides: one property of one schedule, the ship-to, or a line's name. */
function namesOf(meantBy: At['meantBy'], item: ChangeItem): readonly string[] {
  switch (item.kind) {
    case 'ship-to':
      return ['the ship-to'];
    case 'add-line':
      return item.add.id === undefined ? [] : [`new line ${item.add.id}`];
    case 'quantity':
    case 'cancel-line':
      return meantBy(item).map(({ lineKey }) => `the quantity of ${lineKey}`);
    case 'date':
      return meantBy(item).map(({ lineKey }) => `the date of ${lineKey}`);
    default:
      return item satisfies never;
  }
}

function whereOf(item: ChangeItem, field: string): string {
  if (item.kind === 'ship-to') return `${field}.shipTo`;
  return item.kind === 'add-line' ? `${field}.add.id` : `${field}.line`;
}

function refuse(code: string, field: string, detail: string): Declined {
  return { kind: 'declined', code, field, detail };
}
