import type { Field, FieldValue, ObjectType, Row } from './types.ts';

/** What a compound field shows: `city` of `BillingAddress` is `BillingCity`; null when nothing of it is set. */
export function compoundValue(type: ObjectType, { name: compound }: Field, row: Row): Readonly<Record<string, FieldValue>> | null {
  const prefix = compound.replace(/Address$/, '');
  const parts = type.fields.filter(({ compoundFieldName }) => compoundFieldName === compound);
  if (parts.every(({ name }) => (row[name] ?? null) === null)) return null;
  return Object.fromEntries(parts.map(({ name }) => [partName(name, prefix), row[name] ?? null]));
}

function partName(name: string, prefix: string): string {
  const part = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  return part.charAt(0).toLowerCase() + part.slice(1);
}
