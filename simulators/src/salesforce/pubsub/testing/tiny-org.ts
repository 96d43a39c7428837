import { randomUUID } from 'node:crypto';
import { type Change, type Commit, type Field, type ObjectType, type Org, OrgError, type PublishedEvent, type Row, type Work } from '../../org/types.ts';

/** A field of a tiny org: a name, a type, and what it is a part of. */
export type TinyField = Pick<Field, 'name' | 'type'> & Partial<Field>;

/** An org in memory that knows no rules: enough to commit something that a bus can tell. */
export type TinyOrg = Org & {
  /** Sets the clock; it stands still otherwise. */
  readonly setNow: (now: Date) => void;
};

const plain: Omit<Field, 'name' | 'label' | 'type'> = {
  length: 255,
  precision: 0,
  scale: 0,
  nillable: true,
  createable: true,
  updateable: true,
  externalId: false,
  unique: false,
  idLookup: false,
  calculated: false,
  autoNumber: false,
  custom: false,
  defaultedOnCreate: false,
  defaultValue: null,
  referenceTo: [],
  relationshipName: null,
  cascadeDelete: false,
  picklistValues: [],
  restrictedPicklist: false,
  compoundFieldName: null,
};

const fieldOf = ({ name, ...more }: TinyField): Field => ({ ...plain, name, label: name, custom: name.endsWith('__c'), ...more });

/** Describes an object of a tiny org. */
export function tinyType(name: string, keyPrefix: string, fields: readonly TinyField[]): ObjectType {
  const stamps: readonly TinyField[] = [
    { name: 'Id', type: 'id' },
    { name: 'CreatedDate', type: 'datetime' },
    { name: 'LastModifiedDate', type: 'datetime' },
    { name: 'SystemModstamp', type: 'datetime' },
  ];
  const isEvent = name.endsWith('__e');
  return {
    ...{ name, label: name, labelPlural: name, keyPrefix, isEvent, custom: name.includes('__'), childRelationships: [] },
    fields: [...(isEvent ? [] : stamps), ...fields].map(fieldOf),
  };
}

/** Opens a tiny org. */
export function openTinyOrg(objects: readonly ObjectType[]): TinyOrg {
  const types = new Map(objects.map((object) => [object.name.toLowerCase(), object]));
  const rows = new Map<string, Row>();
  const listeners = new Set<(commit: Commit) => void>();
  let now = new Date('2026-03-02T10:00:00Z');
  let commits = 0n;

  const typeOf = (object: string) => types.get(object.toLowerCase());
  const known = (object: string) => {
    const type = typeOf(object);
    if (type === undefined) throw new OrgError('NOT_FOUND', `The requested resource ${object} does not exist`, { status: 404 });
    return type;
  };
  const work = (changes: Change[], events: PublishedEvent[]): Work => {
    const write = (type: ObjectType, id: string, fields: Row, before: Row | undefined) => {
      const stamp = now.toISOString().replace('Z', '+0000');
      const row: Row = {
        ...Object.fromEntries(type.fields.map(({ name }) => [name, null])),
        ...{ Id: id, CreatedDate: stamp, ...before, ...fields, LastModifiedDate: stamp, SystemModstamp: stamp },
      };
      const changed = type.fields.map(({ name }) => name).filter((name) => (before === undefined ? (row[name] ?? null) !== null : row[name] !== before[name]));
      rows.set(id, row);
      changes.push({ type: before === undefined ? 'CREATE' : 'UPDATE', object: type.name, id, changed, row });
    };
    return {
      create: (object, fields) => {
        const type = known(object);
        const id = `${type.keyPrefix}${String(rows.size + 1).padStart(12, '0')}AAA`;
        write(type, id, fields, undefined);
        return { id };
      },
      update: (object, id, fields) => write(known(object), id, fields, rows.get(id)),
      upsert: () => {
        throw new Error('a tiny org has no external ids');
      },
      remove: (object, id) => {
        changes.push({ type: 'DELETE', object: known(object).name, id, changed: [], row: rows.get(id) ?? {} });
        rows.delete(id);
      },
      purge: () => {
        throw new Error('a tiny org has no bin');
      },
      publish: (event, fields) => {
        const { name, fields: described } = known(event);
        const missing = described.find((field) => !field.nillable && (fields[field.name] ?? null) === null);
        if (missing !== undefined) throw new OrgError('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.name}]`, { fields: [missing.name] });
        const eventUuid = randomUUID();
        events.push({ object: name, fields, eventUuid });
        return { eventUuid };
      },
      attempt: (run) => run(),
    };
  };
  return {
    orgId: '00D000000000001AAA',
    now: () => now,
    setNow: (to) => {
      now = to;
    },
    typeOf,
    types: () => [...types.values()],
    read: (_, id) => rows.get(id),
    readBy: () => [],
    rows: () => rows.values(),
    transact: (who, run) => {
      const changes: Change[] = [];
      const events: PublishedEvent[] = [];
      const result = run(work(changes, events));
      commits += 1n;
      const commit = { commitNumber: 1_725_357_365_187_780_608n + commits, at: now, transactionKey: randomUUID(), who, changes, events };
      for (const listen of listeners) listen(commit);
      return result;
    },
    onCommit: (listen) => {
      listeners.add(listen);
      return () => listeners.delete(listen);
    },
    addField: (object, field) => {
      const type = known(object);
      types.set(type.name.toLowerCase(), { ...type, fields: [...type.fields, fieldOf(field)] });
    },
    disturb: () => undefined,
    close: () => undefined,
  };
}
