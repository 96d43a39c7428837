import { refuseDisturbed } from './refuse.ts';
import type { Ground, ObjectRules } from './rules/index.ts';
import type { Known, Schema } from './schema.ts';
import type { Store } from './store.ts';
import { type ChildRelationship, type Disturbance, OrgError, type Row } from './types.ts';

type Desk = {
  readonly schema: Schema;
  readonly store: Store;
  readonly rules: ReadonlyMap<string, ObjectRules>;
  readonly disturbance: Disturbance | undefined;
};

/**
 * Puts a record into the bin: what belongs to it goes along, what only points to it forgets it.
 * Throws DELETE_FAILED when something needs it.
 */
export function removeRow(desk: Desk, ground: Ground, known: Known, row: Row): void {
  const { schema, store, rules } = desk;
  const { type } = known;
  const id = String(row['Id']);
  if (known.field('IsDeleted') === undefined) throw new OrgError('INVALID_TYPE_FOR_OPERATION', `entity type ${type.name} does not support delete`);
  refuseDisturbed(schema, store, known, row, desk.disturbance, true);
  rules.get(type.name)?.removing?.(row, ground);
  store.put(type.name, id, { ...row, IsDeleted: true, LastModifiedDate: ground.at, LastModifiedById: ground.who.userId, SystemModstamp: ground.at });
  for (const child of type.childRelationships) releaseChildren(desk, ground, id, child);
  rules.get(type.name)?.written?.(row, undefined, ground);
}

function releaseChildren(desk: Desk, ground: Ground, parent: string, { childSObject, field: name }: ChildRelationship): void {
  const child = desk.schema.find(childSObject);
  const field = child?.field(name);
  if (child === undefined || field === undefined) return;
  for (const row of desk.store.by(childSObject, field, parent)) {
    if (field.cascadeDelete) removeRow(desk, ground, child, row);
    else if (field.nillable && field.restrictedDelete !== true) ground.settle(childSObject, String(row['Id']), { [name]: null });
    else throw new OrgError('DELETE_FAILED', `Your attempt to delete ${parent} could not be completed because ${childSObject} ${row['Id']} needs it.`);
  }
}
