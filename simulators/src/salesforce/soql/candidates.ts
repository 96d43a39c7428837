import type { Field, Row } from '../org/index.ts';
import type { PlainCondition } from './conditions.ts';
import { findColumn, type Scope } from './paths.ts';
import type { Literal } from './query.ts';

/** Rows among which all matches are, found by one field instead of reading the whole table. */
export type Candidates = { readonly field: string; readonly rows: readonly Row[] };

/** Uses `Id`, an external id or a reference that the condition wants to equal something; undefined when there is none. */
export function findCandidates(condition: PlainCondition | undefined, scope: Scope): Candidates | undefined {
  if (condition === undefined) return undefined;
  if (condition.kind === 'and') {
    for (const member of condition.members) {
      const found = findCandidates(member, scope);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const isEquality = (condition.kind === 'in' && !condition.isNegated) || (condition.kind === 'compare' && condition.comparator === '=');
  if (!isEquality || condition.left.kind !== 'field') return undefined;
  const { hops, field } = findColumn(condition.left, scope);
  const texts = textsOf(condition.kind === 'in' ? condition.values : [condition.right]);
  if (hops.length > 0 || texts === undefined || !isIndexed(field, texts)) return undefined;
  return { field: field.name, rows: rowsWith(field, texts, scope) };
}

function isIndexed({ type, externalId, unique, idLookup }: Field, texts: readonly string[]): boolean {
  if (type === 'reference') return texts.every((text) => text.length === 18);
  return type === 'id' || externalId || unique || idLookup;
}

function rowsWith(field: Field, texts: readonly string[], { source, object }: Scope): readonly Row[] {
  const found = new Map<Row[string] | undefined, Row>();
  for (const text of texts) {
    const rows = field.type === 'id' ? [source.read(object.name, text)] : source.readBy(object.name, field.name, text);
    for (const row of rows) if (row !== undefined) found.set(row['Id'], row);
  }
  return [...found.values()];
}

/** The texts of literals; undefined when one of them is no text, or the empty one, which stands for null. */
function textsOf(literals: readonly Literal[]): readonly string[] | undefined {
  const texts = literals.map((literal) => (literal.kind === 'string' ? literal.text : ''));
  return texts.includes('') ? undefined : texts;
}
