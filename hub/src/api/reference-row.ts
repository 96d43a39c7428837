import { type Static, Type } from 'typebox';
import { type CsvColumn, type CsvLine, type ReferenceRow, referenceKinds, referenceLimits } from '../reference/index.ts';
import { type Problem, problemBody } from './problem.ts';
import { problemOfValidation } from './problem-of-validation.ts';
import type { Check } from './validation.ts';

const strict = { additionalProperties: false } as const;
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '^[^\\u0000-\\u001f\\u007f]+$' });

const Name = Type.Object({ system: text(referenceLimits.systemCharsMax), name: text(referenceLimits.nameCharsMax) }, strict);
const Day = Type.String({ format: 'date', pattern: '^(?!0000)' }); // the calendar of PostgreSQL has no year 0

/** A row as a request holds it. */
export const ReferenceInput = Type.Object(
  {
    kind: Type.Enum([...referenceKinds]),
    from: Name,
    to: Name,
    validFrom: Type.Optional({ ...Day, description: 'The first day; a part of the key. Without it: since ever.' }),
    validUntil: Type.Optional({ ...Day, description: 'The last day. Without it: for ever.' }),
    default: Type.Optional(Type.Boolean({ description: 'Of several names that count on a day, this one is meant. Without it: false.' })),
    remove: Type.Optional(Type.Boolean({ description: 'The row is to be gone. Better end it by validUntil, where it has been right once.' })),
  },
  strict,
);
type ReferenceInput = Static<typeof ReferenceInput>;

/** A row that may be loaded, or why not. */
export type ReadRow = { readonly kind: 'row'; readonly row: ReferenceRow } | { readonly kind: 'refused'; readonly problem: Problem };

/** What judging rows needs: the compiled schema, and the systems that this installation knows. */
export type RowDeps = { readonly check: Check; readonly systems: ReadonlySet<string> };

/** Judges a row as it came. */
export function readRow(input: unknown, { check, systems }: RowDeps): ReadRow {
  if (!check(input)) return { kind: 'refused', problem: problemOfValidation(check.errors ?? []) };
  const { remove = false, default: isDefault = false, ...row } = input as ReferenceInput; // just checked
  for (const side of ['from', 'to'] as const) {
    const { system } = row[side];
    if (!systems.has(system))
      return refused('unknown-system', `${side}.system`, `${system} is no system of this installation: ${[...systems].sort().join(', ')}.`);
  }
  if (row.from.system === row.to.system) return refused('bad-value', 'to.system', 'A cross-reference leads from one system to another.');
  if (row.validFrom !== undefined && row.validUntil !== undefined && row.validUntil < row.validFrom)
    return refused('bad-value', 'validUntil', `The last day ${row.validUntil} is before the first, ${row.validFrom}.`);
  return { kind: 'row', row: { ...row, isDefault, remove } };
}

/** The same for a line of a file; fields are named by their columns. */
export function readLineRow({ values }: CsvLine, deps: RowDeps): ReadRow {
  const { kind, from_system, from_name, to_system, to_name, valid_from, valid_until } = values;
  const [isDefault, remove] = [flag(values.default), flag(values.remove)];
  const input = {
    ...given('kind', kind),
    from: { ...given('system', from_system), ...given('name', from_name) },
    to: { ...given('system', to_system), ...given('name', to_name) },
    ...given('validFrom', valid_from),
    ...given('validUntil', valid_until),
    ...given('default', isDefault),
    ...given('remove', remove),
  };
  const read = readRow(input, deps);
  if (read.kind === 'row') return read;
  const { field, detail } = read.problem;
  const column = field === undefined ? undefined : columnOf[field];
  if (field === undefined || column === undefined) return read;
  return { kind: 'refused', problem: { ...read.problem, field: column, detail: detail.replace(field, column) } };
}

const columnOf: Readonly<Record<string, CsvColumn>> = {
  kind: 'kind',
  'from.system': 'from_system',
  'from.name': 'from_name',
  'to.system': 'to_system',
  'to.name': 'to_name',
  validFrom: 'valid_from',
  validUntil: 'valid_until',
  default: 'default',
  remove: 'remove',
};

/** `true` and `false`; what else is written stays, for the schema to refuse. */
function flag(value: string | undefined): boolean | string | undefined {
  return value === 'true' ? true : value === 'false' ? false : value;
}

function given(name: string, value: unknown): object {
  return value === undefined ? {} : { [name]: value };
}

function refused(code: Problem['code'], field: string, detail: string): ReadRow {
  return { kind: 'refused', problem: { code, field, detail } };
}

/** A refused row in an answer. */
export function refusedRow(problem: Problem, instance: string) {
  const body = problemBody(problem, instance);
  return { status: body.status, problem: body };
}
