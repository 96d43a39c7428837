import { compare, type Decimal, type DocumentLine, isZero, type ShipTo } from '@crossdock/canonical';
import type { Difference } from './outcome.ts';

/**
 * Fields besides item and quantity that a system keeps and shows. One that is listed and was sent must be found: a system
 * that drops a field in silence is caught by that. One that a system cannot show is not listed.
 */
export type ComparedField = 'reference' | 'customer' | 'purchaseOrder' | 'shipTo' | 'warehouse' | 'currency' | 'requestedDate' | 'unit' | 'unitPrice';

/** What a system was to hold; an `OrderDocument` and a `WarehouseOrder` are both. */
export type SentContent = {
  readonly reference: string;
  readonly customer?: string;
  readonly purchaseOrder?: string;
  readonly shipTo?: ShipTo;
  readonly warehouse?: string;
  readonly currency?: string;
  readonly lines: readonly DocumentLine[];
};

/** What it holds; a `SalesOrderSnapshot` is one. */
export type HeldContent = {
  readonly [Head in 'reference' | 'customer' | 'purchaseOrder' | 'warehouse' | 'currency' | 'requestedDate']?: string;
} & {
  readonly shipTo?: ShipTo;
  readonly lines: readonly {
    readonly lineKey: string;
    readonly item: string;
    readonly quantity: Decimal;
    readonly unit?: string;
    readonly unitPrice?: Decimal;
  }[];
};

/**
 * Where a system's document is not what was sent; empty when it is. Numbers are compared as numbers, exactly. `requestedDate`
 * is the earliest of the lines' dates, as most systems keep one per document. A line with quantity 0 counts as not there.
 */
export function compareDocument(sent: SentContent, found: HeldContent, fields: readonly ComparedField[]): readonly Difference[] {
  const compared = new Set(fields);
  const foundLines = new Map(found.lines.filter((line) => !isZero(line.quantity)).map((line) => [line.lineKey, line]));
  const sentKeys = new Set(sent.lines.map((line) => line.lineKey));
  return [
    ...compareHeads(sent, found, compared),
    ...sent.lines.flatMap((line) => compareLine(line, foundLines.get(line.lineKey), compared)),
    ...[...foundLines.values()]
      .filter((line) => !sentKeys.has(line.lineKey))
      .map((line) => ({ lineKey: line.lineKey, field: 'line', sent: '', found: `${line.quantity} ${line.item}` })),
  ];
}

/** The earliest requested date of an order's lines, YYYY-MM-DD; undefined when none has one. */
export function earliestRequestedDate(lines: readonly DocumentLine[]): string | undefined {
  return lines
    .map((line) => line.requestedDate)
    .filter((date) => date !== undefined)
    .sort()[0];
}

function compareHeads(sent: SentContent, found: HeldContent, compared: ReadonlySet<ComparedField>): readonly Difference[] {
  const pairs: readonly (readonly [ComparedField, string | undefined, string | undefined])[] = [
    ['reference', sent.reference, found.reference],
    ['customer', sent.customer, found.customer],
    ['purchaseOrder', sent.purchaseOrder, found.purchaseOrder],
    ['shipTo', ...comparedShipTos(sent.shipTo, found.shipTo)],
    ['warehouse', sent.warehouse, found.warehouse],
    ['currency', sent.currency, found.currency],
    ['requestedDate', earliestRequestedDate(sent.lines), found.requestedDate],
  ];
  return pairs
    .filter(([field, ours, theirs]) => compared.has(field) && ours !== undefined && ours !== theirs)
    .map(([field, ours = '', theirs = '']) => ({ field, sent: ours, found: theirs }));
}

type FoundLine = HeldContent['lines'][number];

function compareLine(sent: DocumentLine, found: FoundLine | undefined, compared: ReadonlySet<ComparedField>): readonly Difference[] {
  const { lineKey } = sent;
  if (found === undefined) return [{ lineKey, field: 'line', sent: `${sent.quantity} ${sent.item}`, found: '' }];
  const differences: Difference[] = [];
  const note = (field: string, ours: string, theirs: string | undefined) => differences.push({ lineKey, field, sent: ours, found: theirs ?? '' });
  if (sent.item !== found.item) note('item', sent.item, found.item);
  if (compare(sent.quantity, found.quantity) !== 0) note('quantity', sent.quantity, found.quantity);
  if (compared.has('unit') && sent.unit !== found.unit) note('unit', sent.unit, found.unit);
  if (compared.has('unitPrice') && sent.unitPrice !== undefined && !isSamePrice(sent.unitPrice, found.unitPrice)) {
    note('unitPrice', sent.unitPrice, found.unitPrice);
  }
  return differences;
}

function isSamePrice(sent: Decimal, found: Decimal | undefined): boolean {
  return found !== undefined && compare(sent, found) === 0;
}

const addressFields = ['name', 'street', 'city', 'region', 'postalCode', 'country'] as const;

/**
 * Both ship-tos as far as they can be compared. Where both have an id: by it, and by the parts of an address that both have.
 * Else by the parts that we gave; by the id when we gave nothing else.
 */
function comparedShipTos(ours: ShipTo | undefined, theirs: ShipTo = {}): readonly [string | undefined, string | undefined] {
  if (ours === undefined) return [undefined, undefined];
  const given = addressFields.filter((field) => ours[field] !== undefined);
  const both = ours.id !== undefined && theirs.id !== undefined;
  const fields = both ? given.filter((field) => theirs[field] !== undefined) : given;
  const compared = both || given.length === 0 ? (['id', ...fields] as const) : fields;
  const written = (shipTo: ShipTo) => compared.map((field) => shipTo[field] ?? '').join(', ');
  return [written(ours), written(theirs)];
}
