/** What a cross-reference can be about. */
export const referenceKinds = ['customer', 'contact', 'ship-to', 'item'] as const;
export type ReferenceKind = (typeof referenceKinds)[number];

/** Most rows of one request, rows of one transaction, characters of a name and of a system's id, rows of one file. */
export const referenceLimits = { requestRowsMax: 1_000, transactionRowsMax: 500, nameCharsMax: 200, systemCharsMax: 60, fileRowsMax: 1_000_000 } as const;

/** A name in a system. */
export type SystemName = { readonly system: string; readonly name: string };

/**
 * What the system `to` calls what the system `from` calls otherwise. Days are YYYY-MM-DD, both included; absent: without end. Of several
 * that count on a day, the default is meant.
 */
export type CrossReference = {
  readonly kind: ReferenceKind;
  readonly from: SystemName;
  readonly to: SystemName;
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly isDefault: boolean;
};

/** What tells one row from another: kind, both names and the first day. */
export type ReferenceKey = Pick<CrossReference, 'kind' | 'from' | 'to' | 'validFrom'>;

/** A row that is to be so; `remove`: it is to be gone. */
export type ReferenceRow = CrossReference & { readonly remove: boolean };

/** What became of a row. */
export const rowOutcomes = ['created', 'updated', 'removed', 'unchanged'] as const;
export type RowOutcome = (typeof rowOutcomes)[number];

/** The key as one text. */
export function keyOf({ kind, from, to, validFrom = '' }: ReferenceKey): string {
  return JSON.stringify([kind, from.system, from.name, to.system, to.name, validFrom]);
}

/** What can change of a row, as the record of changes keeps it. */
export function contentTextOf({ validUntil, isDefault }: Pick<CrossReference, 'validUntil' | 'isDefault'>): string {
  return JSON.stringify({ validUntil: validUntil ?? null, isDefault });
}

/** PostgreSQL's dates without end, where nothing is said. */
export const always = { from: '-infinity', until: 'infinity' } as const;

/** A date as `to_char` and our statements give it; undefined where it has no end. */
export function dayOrNone(day: string): string | undefined {
  return day === always.from || day === always.until ? undefined : day;
}
