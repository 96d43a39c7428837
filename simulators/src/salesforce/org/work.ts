import { randomUUID } from 'node:crypto';
import type { ValidationRule } from './formula.ts';
import { fullId } from './ids.ts';
import type { Numbers } from './numbers.ts';
import { readValue, showDatetime } from './read-value.ts';
import { refuseDanglingReferences, refuseDisturbed, refuseDuplicates, refuseInvalid, refuseMissing, requireRow } from './refuse.ts';
import { removeRow } from './remove-row.ts';
import type { Draft, Ground, ObjectRules } from './rules/index.ts';
import { isCompound, type Known, type Schema } from './schema.ts';
import type { Store } from './store.ts';
import { type Disturbance, type Field, OrgError, type PublishedEvent, type Row, type Who, type Work } from './types.ts';

/** What an open transaction works with; `events` collects what is published. */
export type Desk = {
  readonly schema: Schema;
  readonly store: Store;
  readonly numbers: Numbers;
  readonly rules: ReadonlyMap<string, ObjectRules>;
  /** Validation rules of the org's own, by object. */
  readonly validations: ReadonlyMap<string, readonly ValidationRule[]>;
  readonly disturbance: Disturbance | undefined;
  readonly who: Who;
  readonly at: Date;
  readonly events: PublishedEvent[];
};

/** The verbs of an open transaction. */
export function openWork(desk: Desk): Work {
  const { schema, store, events } = desk;
  const ground = groundOf(desk);
  const attempt = <T>(run: () => T): T => {
    const [mark, published] = [store.mark(), events.length];
    try {
      return run();
    } catch (error) {
      store.undo(mark);
      events.length = published;
      throw error;
    }
  };
  const publish = (known: Known, fields: Row) => {
    const eventUuid = randomUUID();
    const given = readGiven(known, fields, 'createable');
    const row = { ...known.blank, ...defaultsOf(known), ...given, EventUuid: eventUuid, CreatedDate: showDatetime(desk.at), CreatedById: desk.who.userId };
    refuseMissing(known, row);
    events.push({ object: known.type.name, fields: row, eventUuid });
    return { eventUuid };
  };
  const create = (known: Known, fields: Row) =>
    known.type.isEvent ? { id: publish(known, fields).eventUuid } : { id: createRow(desk, ground, known, fields) };
  const update = (known: Known, id: string, fields: Row) => changeRow(desk, ground, known, requireRow(store, known, fullId(id)), fields);
  const remove = (known: Known, id: string): string => {
    const row = requireRow(store, known, fullId(id));
    removeRow(desk, ground, known, row);
    return String(row['Id']);
  };
  return {
    attempt,
    create: (object, fields) => attempt(() => create(knownOf(schema, object), fields)),
    update: (object, id, fields) => attempt(() => update(knownOf(schema, object), id, fields)),
    upsert: (object, externalIdField, value, fields) =>
      attempt(() => {
        const known = knownOf(schema, object);
        const field = upsertField(known, externalIdField);
        const rest = Object.fromEntries(Object.entries(fields).filter(([name]) => name.toLowerCase() !== field.name.toLowerCase()));
        if (field.type === 'id' && value === '') return { ...create(known, rest), created: true };
        const id = field.type === 'id' ? value : idOfOnly(store, known, field, value);
        if (id === undefined) return { ...create(known, { ...rest, [field.name]: value }), created: true };
        update(known, id, rest);
        return { id: fullId(id) ?? id, created: false };
      }),
    remove: (object, id) => attempt(() => void remove(knownOf(schema, object), id)),
    purge: (object, id) =>
      attempt(() => {
        const known = knownOf(schema, object);
        store.drop(known.type.name, remove(known, id));
      }),
    publish: (event, fields) =>
      attempt(() => {
        const known = knownOf(schema, event);
        if (!known.type.isEvent) throw new OrgError('INVALID_TYPE_FOR_OPERATION', `${known.type.name} is no platform event`);
        return publish(known, fields);
      }),
  };
}

function knownOf(schema: Schema, object: string): Known {
  const known = schema.find(object);
  if (known === undefined) throw new OrgError('NOT_FOUND', 'The requested resource does not exist', { status: 404 });
  return known;
}

function upsertField(known: Known, name: string): Field {
  const field = known.field(name);
  if (field !== undefined && (field.externalId || field.idLookup)) return field;
  throw new OrgError('NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${name}`, { status: 404 });
}

function idOfOnly(store: Store, { type }: Known, field: Field, value: string): string | undefined {
  if (value === '') throw new OrgError('MISSING_ARGUMENT', `${field.name} not specified`, { fields: [field.name] });
  const ids = store.by(type.name, field, String(readValue(field, value))).map((row) => String(row['Id']));
  if (ids.length > 1) {
    throw new OrgError('DUPLICATE_EXTERNAL_ID', `${field.name}: more than one record found for external id field: [${ids.join(', ')}]`, {
      status: 300,
      fields: [field.name],
    });
  }
  return ids[0];
}

/** What a client sent, by the fields' names as in describe; throws for unknown fields, for those it may not write and for wrong values. */
function readGiven(known: Known, fields: Row, right: 'createable' | 'updateable', id?: string): Row {
  const given: Draft = {};
  const closed: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    const field = known.field(name);
    if (field === undefined) throw new OrgError('INVALID_FIELD', `No such column '${name}' on sobject of type ${known.type.name}`);
    if (field.type === 'id' && id !== undefined && fullId(String(value)) === id) continue;
    if (field.type === 'id' && id === undefined) {
      throw new OrgError('INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', { fields: [field.name] });
    }
    if (field[right]) given[field.name] = readValue(field, value);
    else closed.push(field.name);
  }
  if (closed.length > 0) {
    const message = `Unable to create/update fields: ${closed.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`;
    throw new OrgError('INVALID_FIELD_FOR_INSERT_UPDATE', message, { fields: closed });
  }
  return given;
}

const defaultsOf = ({ type }: Known): Row =>
  Object.fromEntries(type.fields.filter((field) => field.defaultValue !== null && !isCompound(field)).map(({ name, defaultValue }) => [name, defaultValue]));

function createRow(desk: Desk, ground: Ground, known: Known, fields: Row): string {
  const { schema, store, numbers, who, at } = desk;
  const { type } = known;
  if (!type.fields.some(({ createable }) => createable)) {
    throw new OrgError('INVALID_TYPE_FOR_OPERATION', `entity type ${type.name} does not support create`);
  }
  const given = readGiven(known, fields, 'createable');
  const draft: Draft = { ...known.blank, ...defaultsOf(known), ...given };
  refuseMissing(known, draft);
  refuseDanglingReferences(schema, store, known, given);
  draft['Id'] = numbers.nextId(type.keyPrefix);
  if (known.field('OwnerId') !== undefined && draft['OwnerId'] === null) draft['OwnerId'] = who.userId;
  if (type.custom && draft['Name'] === null) draft['Name'] = draft['Id'];
  desk.rules.get(type.name)?.creating?.(draft, ground, given);
  refuseDuplicates(store, known, draft, undefined);
  refuseDisturbed(schema, store, known, draft, desk.disturbance, false);
  refuseInvalid(desk.validations.get(type.name), draft, undefined);
  for (const field of known.autoNumbers) draft[field.name] = numbers.nextNumber(type.name, field);
  const now = showDatetime(at);
  Object.assign(draft, { CreatedDate: now, CreatedById: who.userId, ...modified(now, who) });
  write(desk, ground, known, undefined, draft);
  return draft['Id'];
}

function changeRow(desk: Desk, ground: Ground, known: Known, before: Row, fields: Row): void {
  const { schema, store, who, at } = desk;
  const id = String(before['Id']);
  const given = readGiven(known, fields, 'updateable', id);
  const draft: Draft = { ...before, ...given };
  refuseMissing(known, draft);
  refuseDanglingReferences(schema, store, known, given);
  desk.rules.get(known.type.name)?.changing?.(draft, ground, before, given);
  refuseDuplicates(store, known, draft, before);
  refuseDisturbed(schema, store, known, draft, desk.disturbance, false);
  refuseInvalid(desk.validations.get(known.type.name), draft, before);
  write(desk, ground, known, before, Object.assign(draft, modified(showDatetime(at), who)));
}

function write({ store, rules }: Desk, ground: Ground, { type }: Known, before: Row | undefined, after: Draft): void {
  store.put(type.name, String(after['Id']), after);
  rules.get(type.name)?.written?.(before, after, ground);
}

const modified = (now: string, who: Who): Row => ({ LastModifiedDate: now, LastModifiedById: who.userId, SystemModstamp: now });

function groundOf({ schema, store, who, at }: Desk): Ground {
  const now = showDatetime(at);
  const live = (row: Row | undefined) => (row?.['IsDeleted'] === true ? undefined : row);
  return {
    who,
    at: now,
    find: (object, id) => (typeof id === 'string' ? live(store.get(object, id)) : undefined),
    by: (object, name, value) => {
      const field = schema.find(object)?.field(name);
      if (field === undefined) throw new Error(`${object}.${name}: no such field`);
      return store.by(object, field, value);
    },
    settle: (object, id, fields) => {
      const row = store.get(object, id);
      if (row !== undefined) store.put(object, id, { ...row, ...fields, ...modified(now, who) });
    },
  };
}
