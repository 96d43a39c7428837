import type { ValidationRule } from './formula.ts';
import { keyPrefixOf } from './ids.ts';
import type { Known, Schema } from './schema.ts';
import type { Store } from './store.ts';
import { type Disturbance, OrgError, type Row } from './types.ts';

/** The record, or the error for one that is not there or was deleted. */
export function requireRow(store: Store, { type }: Known, id: string | undefined): Row {
  const row = id === undefined ? undefined : store.get(type.name, id);
  if (row === undefined) throw new OrgError('NOT_FOUND', 'The requested resource does not exist', { status: 404 });
  if (row['IsDeleted'] === true) throw new OrgError('ENTITY_IS_DELETED', 'entity is deleted', { status: 404 });
  return row;
}

/** Throws REQUIRED_FIELD_MISSING for all fields that must have a value and have none. */
export function refuseMissing({ type }: Known, draft: Row): void {
  const missing = type.fields.filter(
    ({ name, nillable, createable, defaultedOnCreate }) => !nillable && createable && !defaultedOnCreate && (draft[name] ?? null) === null,
  );
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name);
  throw new OrgError('REQUIRED_FIELD_MISSING', `Required fields are missing: [${names.join(', ')}]`, { fields: names });
}

/** Throws for references among `given` that lead nowhere, to something deleted or to another object than they may. */
export function refuseDanglingReferences(schema: Schema, store: Store, { references }: Known, given: Row): void {
  for (const { name, label, referenceTo } of references) {
    const id = given[name];
    if (typeof id !== 'string') continue;
    const target = schema.byKeyPrefix(keyPrefixOf(id))?.type.name;
    if (target === undefined || !referenceTo.includes(target)) {
      throw new OrgError('FIELD_INTEGRITY_EXCEPTION', `${label}: id value of incorrect type: ${id}`, { fields: [name] });
    }
    const row = store.get(target, id);
    if (row === undefined) throw new OrgError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', { fields: [name] });
    if (row['IsDeleted'] === true) throw new OrgError('ENTITY_IS_DELETED', 'entity is deleted', { fields: [name] });
  }
}

/** Throws DUPLICATE_VALUE when another record has the value of a unique field. */
export function refuseDuplicates(store: Store, { type, indexed }: Known, draft: Row, before: Row | undefined): void {
  for (const field of indexed) {
    const value = draft[field.name];
    if (!field.unique || value === null || value === undefined || value === before?.[field.name]) continue;
    const other = store.by(type.name, field, String(value)).find((row) => row['Id'] !== draft['Id']);
    if (other !== undefined) throw new OrgError('DUPLICATE_VALUE', `duplicate value found: ${field.name} duplicates value on record with id: ${other['Id']}`);
  }
}

/** Throws FIELD_CUSTOM_VALIDATION_EXCEPTION when a validation rule of the org says so. */
export function refuseInvalid(rules: readonly ValidationRule[] | undefined, after: Row, before: Row | undefined): void {
  const broken = rules?.find(({ refuses }) => refuses(after, before) === true);
  if (broken === undefined) return;
  throw new OrgError('FIELD_CUSTOM_VALIDATION_EXCEPTION', broken.message, { fields: broken.field === null ? [] : [broken.field] });
}

/** Throws what a disturbance makes of a write to this record. */
export function refuseDisturbed(schema: Schema, store: Store, known: Known, row: Row, disturbance: Disturbance | undefined, isRemoval: boolean): void {
  if (disturbance === undefined) return;
  const { lockedAccounts = [], validationRule, failingTrigger } = disturbance;
  const isHit = (object: string | undefined) => object?.toLowerCase() === known.type.name.toLowerCase() && !isRemoval;
  const locked = lockedAccounts.length === 0 ? undefined : accountsAbove(schema, store, known, row, parentsMax).find((id) => isNamed(lockedAccounts, id));
  if (locked !== undefined) throw new OrgError('UNABLE_TO_LOCK_ROW', `unable to obtain exclusive access to this record or 1 records: ${locked}`);
  if (validationRule !== undefined && isHit(validationRule.object)) {
    throw new OrgError('FIELD_CUSTOM_VALIDATION_EXCEPTION', validationRule.message, { fields: [validationRule.field] });
  }
  if (failingTrigger !== undefined && isHit(failingTrigger.object)) throw new OrgError('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', failingTrigger.message);
}

const isNamed = (ids: readonly string[], id: string): boolean => ids.some((each) => each === id || each === id.slice(0, 15));

const parentsMax = 3;

/** The accounts a record belongs to: itself, or those its parents belong to. */
function accountsAbove(schema: Schema, store: Store, { type, references }: Known, row: Row, depth: number): readonly string[] {
  if (type.name === 'Account') return [String(row['Id'])];
  return references.flatMap(({ name, referenceTo }) => {
    const id = row[name];
    if (typeof id !== 'string' || depth === 0 || referenceTo.includes('User')) return [];
    if (referenceTo.includes('Account')) return [id];
    const parent = schema.byKeyPrefix(keyPrefixOf(id));
    const above = parent === undefined ? undefined : store.get(parent.type.name, id);
    return parent === undefined || above === undefined ? [] : accountsAbove(schema, store, parent, above, depth - 1);
  });
}
