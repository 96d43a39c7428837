import type { ExceptionStatus, InvoiceStatus, LineStatus, OrderStatus, ShipmentStatus } from '@crossdock/canonical';
import { subtract } from '@crossdock/canonical';
import { type Mapping, relationshipOf } from '../mapping.ts';
import type { WrittenRecord } from '../rest/composite.ts';
import type { CaseSettings } from '../settings.ts';
import { numberOf, type Written } from '../values.ts';
import { type Place, problemKey } from './place.ts';
import { type Content, cut, externalId, recordOf } from './record.ts';

/** What is upserted, in the order in which it must be: a row names those before it. */
export const rowThings = ['case', 'exception', 'line', 'shipment', 'shipmentLine', 'invoice'] as const;

/** One record to be upserted by its external id. */
export type ShowRow = {
  readonly thing: (typeof rowThings)[number];
  readonly channelOrder: string;
  readonly account: string | undefined;
  readonly key: string;
  /** Without the key. */
  readonly fields: WrittenRecord;
  /** Fields that lead to records of the customer's, which may be deleted or refused: the row can do without. */
  readonly links: readonly string[];
};

/** What the rows are made with. */
export type ShowNames = { readonly mapping: Mapping; readonly cases: CaseSettings; readonly statuses: Readonly<Record<string, string>> };

/** Every record beside the sale's own that shows the state of one order. Pure. */
export function rowsOf(status: OrderStatus, place: Place, names: ShowNames): readonly ShowRow[] {
  const ground = { status, place, names };
  return [
    ...status.exceptions.flatMap((exception) => caseRows(ground, exception)),
    ...status.exceptions.map((exception) => exceptionRow(ground, exception)),
    ...closingRows(ground),
    ...status.lines.map((line) => lineRow(ground, line)),
    ...status.shipments.flatMap((shipment) => [shipmentRow(ground, shipment), ...shipment.lines.map((line) => shipmentLineRow(ground, shipment, line))]),
    ...status.invoices.map((invoice) => invoiceRow(ground, invoice)),
  ];
}

type Ground = { readonly status: OrderStatus; readonly place: Place; readonly names: ShowNames };
type RowThing = ShowRow['thing'];

function row<T extends RowThing>(
  { status, place, names }: Ground,
  thing: T,
  key: string,
  content: Content<T>,
  links: readonly (string | undefined)[] = [],
): ShowRow {
  const { channelOrder } = status;
  const fields = recordOf<T>(names.mapping[thing], content);
  return { thing, channelOrder, account: place.account, key, fields, links: links.filter((link) => link !== undefined) };
}

/** What every row says of the state that it shows. */
const head = ({ status }: Ground) => ({ version: numberOf(String(status.version)), updatedAt: status.at, hubOrder: status.order });
const sale = ({ place }: Ground) => ({ order: place.order, quote: place.quote });
const amount = (decimal: string) => numberOf(decimal);

const lineKey = (code: string, { line, schedule }: { readonly line: string; readonly schedule: string }) => externalId(code, line, schedule);
const shipmentKey = ({ system, id }: Pick<ShipmentStatus, 'system' | 'id'>) => externalId(system, id);

function lineRow(ground: Ground, line: LineStatus): ShowRow {
  const { status, names } = ground;
  const { orderLine, quoteLine } = names.mapping.line.fields;
  const numbers = status.documents.filter(({ system }) => system === line.system).map(({ number, id }) => number ?? id);
  const content: Content<'line'> = {
    ...head(ground),
    ...sale(ground),
    orderLine: /^802\w{15}$/.test(line.line) ? line.line : undefined,
    quoteLine: /^0QL\w{15}$/.test(line.line) ? line.line : undefined,
    line: line.line,
    schedule: line.schedule,
    item: cut(line.item, textMax.item),
    unit: line.unit,
    status: names.statuses[line.progress] ?? line.progress,
    ordered: amount(line.ordered),
    allocated: amount(line.allocated),
    backordered: amount(line.backordered),
    picked: amount(line.picked),
    shipped: amount(line.shipped),
    delivered: amount(line.delivered),
    invoiced: amount(line.invoiced),
    cancelled: amount(line.cancelled),
    requestedDate: line.requestedDate ?? null,
    promisedDate: line.promisedDate ?? null,
    erpSystem: line.system,
    erpNumber: numbers.length === 0 ? null : cut(numbers.join(', '), textMax.lineErpNumber),
  };
  return row(ground, 'line', lineKey(status.code, line), content, [orderLine, quoteLine]);
}

/** Lengths of the fields of salesforce-app whose content nobody bounds. */
const textMax = {
  name: 80,
  item: 100,
  lineErpNumber: 80,
  erpNumber: 255,
  summary: 255,
  long: 4_000,
  tracking: 120,
  trackings: 8_000,
  carrier: 100,
  reason: 255,
  request: 80,
} as const;

function shipmentRow(ground: Ground, shipment: ShipmentStatus): ShowRow {
  const { system, id, number, state, warehouse, packages, expectedOn, at } = shipment;
  const [first] = packages;
  const content: Content<'shipment'> = {
    ...head(ground),
    ...sale(ground),
    number: cut(number ?? id, textMax.name),
    system,
    status: ground.names.statuses[state] ?? state,
    warehouse: warehouse ?? null,
    carrier: first?.carrier === undefined ? null : cut(first.carrier, textMax.carrier),
    trackingNumber: first?.tracking === undefined ? null : cut(first.tracking, textMax.tracking),
    trackingNumbers: cut(packages.map(({ carrier = '', tracking = '' }) => `${carrier} ${tracking}`.trim()).join('\n'), textMax.trackings) || null,
    expectedDate: expectedOn ?? null,
    shippedAt: state === 'shipped' ? at : undefined,
    deliveredAt: state === 'delivered' ? at : undefined,
  };
  return row(ground, 'shipment', shipmentKey(shipment), content);
}

function shipmentLineRow(ground: Ground, shipment: ShipmentStatus, line: ShipmentStatus['lines'][number]): ShowRow {
  const { status, names } = ground;
  const { shipment: ours, shipmentLine } = { shipment: names.mapping.shipment.fields, shipmentLine: names.mapping.shipmentLine.fields };
  const ordered = status.lines.find((one) => one.line === line.line && one.schedule === line.schedule);
  const content: Content<'shipmentLine'> = {
    ...head(ground),
    line: line.line,
    schedule: line.schedule,
    item: ordered && cut(ordered.item, textMax.item),
    unit: ordered?.unit,
    shipped: amount(line.shipped),
    delivered: amount(line.delivered),
  };
  const made = row(ground, 'shipmentLine', externalId(status.code, shipment.system, shipment.id, line.line, line.schedule), content);
  const parents: Record<string, Written> = {
    ...named(shipmentLine.shipment, ours.key, shipmentKey(shipment)),
    ...(ordered && named(shipmentLine.lineStatus, names.mapping.line.fields.key, lineKey(status.code, ordered))),
  };
  return { ...made, fields: { ...made.fields, ...parents } };
}

/** A parent named by its external id. */
const named = (lookup: string | undefined, key: string | undefined, value: string): Readonly<Record<string, Written>> =>
  lookup === undefined || key === undefined ? {} : { [relationshipOf(lookup)]: { [key]: value } };

function invoiceRow(ground: Ground, invoice: InvoiceStatus): ShowRow {
  const { system, id, number, currency, total, balance, dueDate, payment, dispute } = invoice;
  const content: Content<'invoice'> = {
    ...head(ground),
    ...sale(ground),
    account: ground.place.account,
    number: cut(number ?? id, textMax.name),
    system,
    kind: total.startsWith('-') ? 'credit-memo' : 'invoice',
    status: payment === 'paid' ? 'paid' : 'posted',
    currency,
    total: amount(total),
    balance: amount(balance),
    paid: amount(subtract(total, balance)),
    dueDate: dueDate ?? null,
    isDisputed: dispute !== undefined,
    disputeReason: dispute === undefined ? null : cut(dispute.reason, textMax.reason),
  };
  return row(ground, 'invoice', externalId(system, id), content);
}

function exceptionRow(ground: Ground, exception: ExceptionStatus): ShowRow {
  const { id, severity, owner, assignee, openedAt, dueAt, summary, remedies, line } = exception;
  const { mapping, cases } = ground.names;
  const content: Content<'exception'> = {
    ...head(ground),
    ...sale(ground),
    account: ground.place.account,
    status: 'open',
    class: exception.class,
    severity,
    ownerRole: owner,
    ownerTeam: assignee ?? null,
    openedAt,
    dueAt,
    closedAt: null,
    summary: cut(summary, textMax.summary),
    remedy: cut(remedies.join('\n'), textMax.long) || null,
    line: line ?? null,
  };
  const made = row(ground, 'exception', id, content);
  const link = cases.are === 'opened' ? named(mapping.exception.fields.case, mapping.case.fields.key, id) : {};
  return { ...made, fields: { ...made.fields, ...link }, links: Object.keys(link) };
}

const priorities: Readonly<Record<string, string>> = { high: 'High', normal: 'Medium', low: 'Low' };

/** A case is opened once; what people make of it afterwards is theirs. */
function caseRows(ground: Ground, { id, severity, owner, summary, remedies, dueAt }: ExceptionStatus): readonly ShowRow[] {
  const { cases } = ground.names;
  if (cases.are === 'left out' || ground.place.openExceptions.get(id)?.hasCase === true) return [];
  const fields: WrittenRecord = {
    Subject: cut(summary, textMax.summary),
    Description: [summary, '', ...remedies, '', `Owner: ${owner}, due ${dueAt}`].join('\n'),
    Priority: priorities[severity] ?? 'Medium',
    ...(ground.place.account !== undefined && { AccountId: ground.place.account }),
    ...(cases.owners[owner] !== undefined && { OwnerId: cases.owners[owner] }),
    ...(cases.origin !== undefined && { Origin: cases.origin }),
  };
  return [{ ...row(ground, 'case', id, {}), fields }];
}

/** The first status ends the reports of a problem, whose versions are counted apart: a late one must find a higher version. */
const endOfProblems = '1000000000000000';

/** What the org shows as open and the hub does not any more, the reason why a sale did not become an order among it. */
function closingRows(ground: Ground): readonly ShowRow[] {
  const { status, place, names } = ground;
  const open = new Set(status.exceptions.map(({ id }) => id));
  return [...place.openExceptions].flatMap(([key, { hasCase }]): ShowRow[] => {
    if (open.has(key)) return [];
    const version = key === problemKey(status.channelOrder) ? numberOf(endOfProblems) : head(ground).version;
    const content = { ...head(ground), version, status: 'closed', closedAt: status.at };
    const closed = row(ground, 'exception', key, content);
    return hasCase && names.cases.are === 'opened' ? [closed, { ...row(ground, 'case', key, {}), fields: { Status: names.cases.closedStatus } }] : [closed];
  });
}

/** What the quote and the order show themselves. */
export function headRecord(status: OrderStatus, thing: 'quote' | 'order', { mapping, statuses }: ShowNames): WrittenRecord {
  const last = status.requests.at(-1);
  const problems = [
    ...status.holds.map(({ reason, owner }) => `${reason} (${owner})`),
    ...status.exceptions.map(({ summary, owner }) => `${summary} (${owner})`),
  ];
  const content: Content<'quote' | 'order'> = {
    hubOrder: status.order,
    erpNumber: cut(status.documents.map(({ number, id }) => number ?? id).join(', '), textMax.erpNumber) || null,
    status: statuses[status.progress] ?? status.progress,
    problem: cut([...new Set(problems)].join('\n'), textMax.long) || null,
    answer: last === undefined ? null : cut(answerText(last, status.lines), textMax.long),
    request: last === undefined ? null : cut(nameOf(last), textMax.request),
    updatedAt: status.at,
  };
  return recordOf(mapping[thing], content);
}

type Request = OrderStatus['requests'][number];

/** The name under which somebody asked, else what people can tell it by. */
function nameOf({ request, kind, requestedAt }: Request): string {
  const [day = '', time = ''] = requestedAt.split('T');
  return request ?? `${kind} seen ${day} ${time.slice(0, 'hh:mm'.length)} UTC`;
}

/** Lines have ids that nobody reads, so their items are named too. */
function answerText({ kind, answer, reason, items }: Request, lines: OrderStatus['lines']): string {
  const itemOf = new Map(lines.map(({ line, item }) => [line, item]));
  const said = items.map((item) => {
    const line =
      item.line === undefined ? undefined : [`line ${item.line}`, ...[itemOf.get(item.line)].flatMap((name) => (name ? [`(${name})`] : []))].join(' ');
    const what = [item.wish, line, item.quantity && `quantity ${item.quantity}`].filter((part) => part !== undefined).join(', ');
    return `${what}: ${item.answer}${item.reason === undefined ? '' : `, ${item.reason}`}`;
  });
  return [`${kind} ${answer}${reason === undefined ? '' : `: ${reason}`}`, ...said].join('\n');
}
