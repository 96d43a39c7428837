import type { Known, Schema } from './schema.ts';
import type { Field, Row } from './types.ts';

/** What a record was before a transaction first touched it. */
export type Touched = { readonly object: string; readonly id: string; readonly before: Row | undefined; readonly after: Row | undefined };

/** The records of an org, deleted ones too, with indexes over what is not deleted. Names of objects as in describe. */
export type Store = {
  readonly get: (object: string, id: string) => Row | undefined;
  /** Records that are not deleted whose indexed field has this value. */
  readonly by: (object: string, field: Field, value: string) => readonly Row[];
  readonly all: (object: string) => Iterable<Row>;
  readonly put: (object: string, id: string, row: Row) => void;
  /** Forgets a record, deleted or not. */
  readonly drop: (object: string, id: string) => void;
  /** A place to go back to; see `undo`. */
  readonly mark: () => number;
  readonly undo: (mark: number) => void;
  /** What was touched since the last `settle`, each record once, in the order of its first touch. */
  readonly touched: () => readonly Touched[];
  /** Nothing before this can be undone. */
  readonly settle: () => void;
  /** Takes up a field that was added to an object. */
  readonly widen: (known: Known) => void;
};

type Table = { readonly rows: Map<string, Row>; readonly indexes: Map<string, Map<string, Set<string>>> };

/** A store with nothing in it. */
export function openStore(schema: Schema): Store {
  const tables = new Map<string, Table>();
  const log: { readonly object: string; readonly id: string; readonly before: Row | undefined }[] = [];
  const tableOf = (object: string): Table => {
    const table = tables.get(object) ?? { rows: new Map(), indexes: new Map() };
    if (!tables.has(object)) tables.set(object, table);
    return table;
  };
  const write = (object: string, id: string, row: Row | undefined) => {
    const table = tableOf(object);
    const before = table.rows.get(id);
    reindex(table, schema.find(object)?.indexed ?? [], id, before, row);
    if (row === undefined) table.rows.delete(id);
    else table.rows.set(id, row);
    return before;
  };
  return {
    get: (object, id) => tableOf(object).rows.get(id),
    all: (object) => tableOf(object).rows.values(),
    by: (object, field, value) => {
      const { rows, indexes } = tableOf(object);
      const ids = indexes.get(field.name)?.get(keyOf(field, value)) ?? [];
      return [...ids].map((id) => rows.get(id)).filter((row) => row !== undefined);
    },
    put: (object, id, row) => {
      log.push({ object, id, before: write(object, id, row) });
    },
    drop: (object, id) => {
      log.push({ object, id, before: write(object, id, undefined) });
    },
    mark: () => log.length,
    undo: (mark) => {
      for (const { object, id, before } of log.splice(mark).reverse()) write(object, id, before);
    },
    touched: () => {
      const first = new Map<string, Touched>();
      for (const { object, id, before } of log) if (!first.has(id)) first.set(id, { object, id, before, after: tableOf(object).rows.get(id) });
      return [...first.values()];
    },
    settle: () => {
      log.length = 0;
    },
    widen: ({ type, blank, indexed }) => {
      const { rows, indexes } = tableOf(type.name);
      indexes.clear();
      for (const [id, row] of rows) {
        const wider = { ...blank, ...row };
        rows.set(id, wider);
        reindex({ rows, indexes }, indexed, id, undefined, wider);
      }
    },
  };
}

function reindex({ indexes }: Table, fields: readonly Field[], id: string, before: Row | undefined, after: Row | undefined): void {
  for (const field of fields) {
    const old = valueIn(field, before);
    const now = valueIn(field, after);
    if (old === now) continue;
    const index = indexes.get(field.name) ?? new Map<string, Set<string>>();
    indexes.set(field.name, index);
    if (old !== undefined) drop(index, old, id);
    if (now !== undefined) index.set(now, (index.get(now) ?? new Set()).add(id));
  }
}

function drop(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  ids?.delete(id);
  if (ids?.size === 0) index.delete(key);
}

function valueIn(field: Field, row: Row | undefined): string | undefined {
  const value = row?.[field.name];
  return row === undefined || row['IsDeleted'] === true || value === null || value === undefined ? undefined : keyOf(field, String(value));
}

const keyOf = ({ referenceTo, caseSensitive }: Field, value: string): string =>
  referenceTo.length > 0 || caseSensitive === true ? value : value.toLowerCase();
