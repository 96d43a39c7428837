import { type Journal, noJournal, openJournal } from '../../stand-in/index.ts';
import type { GivenField } from './make-field.ts';
import type { Numbers } from './numbers.ts';
import type { Schema } from './schema.ts';
import type { Store, Touched } from './store.ts';
import type { FieldValue, Row } from './types.ts';

/** What a commit wrote: the values that changed in a record, a record that is gone past the bin, or a field that was added. */
type Entry =
  | { readonly kind: 'row'; readonly object: string; readonly id: string; readonly set: Row }
  | { readonly kind: 'gone'; readonly object: string; readonly id: string }
  | { readonly kind: 'field'; readonly object: string; readonly field: GivenField };

/** Where an org writes its commits. */
export type OrgJournal = {
  /** How many commits there were. */
  readonly count: () => number;
  readonly append: (touched: readonly Touched[]) => void;
  readonly addField: (object: string, field: GivenField) => void;
  readonly close: () => void;
};

/** Opens the journal of an org and puts back what it holds; without a file nothing is kept. */
export function openOrgJournal(file: string | undefined, { schema, store, numbers }: { schema: Schema; store: Store; numbers: Numbers }): OrgJournal {
  let count = 0;
  const replay = (entry: Entry) => {
    if (entry.kind === 'field') return store.widen(schema.addField(entry.object, entry.field));
    const known = schema.find(entry.object);
    if (known === undefined) return; // the metadata no longer has this object
    if (entry.kind === 'gone') return store.drop(known.type.name, entry.id);
    const row = { ...known.blank, ...store.get(entry.object, entry.id), ...entry.set };
    store.put(known.type.name, entry.id, row);
    numbers.saw(known, row);
  };
  const journal: Journal<Entry> =
    file === undefined
      ? noJournal()
      : openJournal<Entry>(file, (line) => {
          count = line.cursor;
          if ('documents' in line) for (const entry of line.documents) replay(entry);
        });
  store.settle();
  const append = (documents: readonly Entry[]) => {
    journal.append({ cursor: count + 1, documents });
    count += 1;
  };
  return {
    count: () => count,
    append: (touched) => append(touched.map(entryOf)),
    addField: (object, field) => append([{ kind: 'field', object, field }]),
    close: journal.close,
  };
}

const entryOf = ({ object, id, before, after }: Touched): Entry =>
  after === undefined ? { kind: 'gone', object, id } : { kind: 'row', object, id, set: difference(before, after) };

function difference(before: Row | undefined, after: Row): Row {
  const changed: Record<string, FieldValue> = {};
  for (const [name, value] of Object.entries(after)) if (value !== (before?.[name] ?? null)) changed[name] = value;
  return changed;
}
