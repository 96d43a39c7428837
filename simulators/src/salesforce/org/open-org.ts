import { randomUUID } from 'node:crypto';
import { foundOrg, orgId, permittedEditors } from './found-org.ts';
import { fullId } from './ids.ts';
import { openNumbers } from './numbers.ts';
import { objectTypes, orderStatuses } from './object-types.ts';
import { openOrgJournal } from './org-journal.ts';
import { noMetadata, readMetadata } from './read-metadata.ts';
import { standardRules } from './rules/index.ts';
import { openSchema, type Schema } from './schema.ts';
import { seedBusiness } from './seed.ts';
import { openStore, type Store, type Touched } from './store.ts';
import type { Change, Commit, Disturbance, Org, OrgOptions, PublishedEvent, Row, Who, Work } from './types.ts';
import { openWork } from './work.ts';

/** Commit numbers are greater than what a number of JavaScript can hold, as real ones are. */
const firstCommitNumber = 1_725_357_365_187_780_609n;

/** Opens a simulated org: what its file holds, else a new one with its administrator, an integration user and a sales rep. */
export function openOrg({ file, metadata, now = () => new Date(), isSeeded }: OrgOptions): Org {
  const own = metadata === undefined ? noMetadata : readMetadata(...[metadata].flat());
  const statuses = orderStatuses(own);
  const codes = new Map(statuses.map(({ label, code }) => [label, code]));
  const schema = openSchema(objectTypes(own));
  const store = openStore(schema);
  const numbers = openNumbers();
  const journal = openOrgJournal(file, { schema, store, numbers });
  const rules = standardRules((status) => codes.get(status), permittedEditors);
  const validations = Map.groupBy(own.rules, ({ object }) => object);
  const listeners = new Set<(commit: Commit) => void>();
  let disturbance: Disturbance | undefined;
  let isOpen = false;
  const transact = <T>(who: Who, run: (work: Work) => T): T => {
    if (isOpen) throw new Error('a transaction is open already');
    const at = now();
    const events: PublishedEvent[] = [];
    isOpen = true;
    let touched: readonly Touched[] = [];
    let result: T;
    try {
      result = run(openWork({ schema, store, numbers, rules, validations, disturbance, who, at, events }));
      if (result instanceof Promise) throw new Error('a transaction can not wait');
      touched = store.touched();
      if (touched.length + events.length > 0) journal.append(touched);
    } catch (error) {
      store.undo(0);
      throw error;
    } finally {
      store.settle();
      isOpen = false;
    }
    const changes = touched.flatMap((each) => changeOf(schema, each) ?? []);
    if (changes.length + events.length > 0) {
      const commitNumber = firstCommitNumber + BigInt(journal.count());
      const commit: Commit = { commitNumber, at, transactionKey: randomUUID(), who, changes, events };
      for (const listen of [...listeners]) listen(commit);
    }
    return result;
  };
  const org: Org = {
    orgId,
    now,
    transact,
    ...readsOf(schema, store),
    onCommit: (listen) => {
      listeners.add(listen);
      return () => listeners.delete(listen);
    },
    addField: (object, field) => {
      store.widen(schema.addField(object, field));
      journal.addField(object, field);
    },
    disturb: (next) => {
      disturbance = next;
    },
    close: journal.close,
  };
  if (journal.count() === 0) {
    foundOrg(store, schema, numbers, statuses, now());
    journal.append(store.touched());
    store.settle();
    if (isSeeded) seedBusiness(org);
  }
  return org;
}

/** What can be asked of an org without a transaction. */
const readsOf = (schema: Schema, store: Store): Pick<Org, 'typeOf' | 'types' | 'read' | 'readBy' | 'rows'> => ({
  typeOf: (object) => schema.find(object)?.type,
  types: () => schema.all().map(({ type }) => type),
  read: (object, id) => {
    const known = schema.find(object);
    const full = fullId(id);
    return known === undefined || full === undefined ? undefined : live(store.get(known.type.name, full));
  },
  readBy: (object, name, value) => {
    const known = schema.find(object);
    const field = known?.field(name);
    if (known === undefined || field === undefined) return [];
    const isId = field.type === 'id' || field.type === 'reference';
    const wanted = isId ? (fullId(value) ?? value) : value;
    if (known.indexed.includes(field)) return store.by(known.type.name, field, wanted);
    if (field.type === 'id') return [live(store.get(known.type.name, wanted))].filter((row) => row !== undefined);
    return [...store.all(known.type.name)].filter((row) => row['IsDeleted'] !== true && String(row[field.name] ?? '') === wanted);
  },
  rows: function* (object, withDeleted = false) {
    const known = schema.find(object);
    for (const row of known === undefined ? [] : store.all(known.type.name)) if (withDeleted || row['IsDeleted'] !== true) yield row;
  },
});

const live = (row: Row | undefined): Row | undefined => (row?.['IsDeleted'] === true ? undefined : row);

/** What CDC tells of a record that a transaction touched; undefined when nothing is left of it. */
function changeOf(schema: Schema, { object, id, before, after }: Touched): Change | undefined {
  const [was, is] = [live(before), live(after)];
  const fields = schema.find(object)?.type.fields ?? [];
  if (is === undefined) return was === undefined ? undefined : { type: 'DELETE', object, id, changed: [], row: was };
  const changed = fields
    .map(({ name }) => name)
    .filter((name) => (is[name] ?? null) !== (was?.[name] ?? null) || (was !== undefined && name === 'LastModifiedDate'));
  return { type: was === undefined ? 'CREATE' : 'UPDATE', object, id, changed, row: is };
}
