import type { FieldType, ObjectType, Row } from '../org/index.ts';
import { type Candidates, findCandidates } from './candidates.ts';
import { answerSemiJoins, compileCondition, type PlainCondition, type Predicate } from './conditions.ts';
import { type Bound, bindOperand } from './operands.ts';
import { findColumn, findField, type Scope, type Source } from './paths.ts';
import { type Links, type Manner, projector, type RecordList, type Selected, type Shown } from './projection.ts';
import type { Operand, Query, SelectItem } from './query.ts';
import { noSuchObject, noSuchRelationship, type Refuse } from './query-error.ts';
import { compileOrder } from './sorting.ts';

/** Where a query runs. */
export type Ground = { readonly source: Source; readonly refuse: Refuse; readonly now: Date; readonly userId: string; readonly withDeleted: boolean };

/** A query for records, its names looked up. */
export type RowsQuery = {
  /** What an index gives, before the rest of the condition is applied. */
  readonly candidates: () => Candidates | undefined;
  /** Those of the rows that the query is after, sorted and cut. */
  readonly run: (rows: Iterable<Row>) => readonly Row[];
  readonly show: (row: Row, links: Links) => Shown;
  readonly selected: readonly Selected[];
};

/** Looks all names of a query for records up. Throws INVALID_FIELD, INVALID_TYPE or MALFORMED_QUERY before any row is read. */
export function prepareRows(query: Query, object: ObjectType, ground: Ground): RowsQuery {
  const scope: Scope = { source: ground.source, object, aliases: query.aliases, refuse: ground.refuse };
  const selected = query.select.flatMap((item) => selectedBy(item, query, scope, ground));
  refuseDuplicates(selected, query, ground.refuse);
  const { condition, holds } = prepareFilter(query, scope, ground);
  const sort = compileOrder(query.orderBy, (operand) => bindOperand(operand, scope), ground.refuse);
  const run: RowsQuery['run'] = (rows) => {
    const found: Row[] = [];
    for (const row of rows) if (holds(row)) found.push(row);
    return cut(sort(found), query);
  };
  return { candidates: () => (ground.withDeleted ? undefined : findCandidates(condition, scope)), run, show: projector(object, selected), selected };
}

/** LIMIT and OFFSET. */
export const cut = <T>(of: readonly T[], { limit, offset }: Query): readonly T[] => of.slice(offset, limit === undefined ? undefined : offset + limit);

/** The object that a query is about. */
export function objectOf({ from }: Query, { source, refuse }: Ground): ObjectType {
  const object = source.typeOf(from.name);
  if (object === undefined) throw noSuchObject(refuse, from.at, from.name);
  if (object.isEvent) throw refuse('INVALID_TYPE_FOR_OPERATION', from.at, `entity type ${object.name} does not support query`);
  return object;
}

/** The rows that a query starts from: few by an index, else all. */
export const startRows = (object: ObjectType, candidates: Candidates | undefined, { source, withDeleted }: Ground): Iterable<Row> =>
  candidates?.rows ?? source.rows(object.name, withDeleted);

/** WHERE and the scope of a query, ready to test rows. */
export function prepareFilter(query: Query, scope: Scope, ground: Ground): { readonly condition: PlainCondition | undefined; readonly holds: Predicate<Row> } {
  const setting = { refuse: ground.refuse, now: ground.now };
  const condition =
    query.where === undefined ? undefined : answerSemiJoins(query.where, setting, (inner, left) => idsFound(inner, bindOperand(left, scope), ground));
  const holds = condition === undefined ? () => true : compileCondition(condition, (operand) => bindOperand(operand, scope), setting);
  return { condition, holds: query.scope === 'mine' ? (row) => row['OwnerId'] === ground.userId && holds(row) : holds };
}

function idsFound(query: Query, { type: leftType, name, at }: Bound<Row>, ground: Ground): readonly string[] {
  if (!isIdType(leftType))
    throw ground.refuse('MALFORMED_QUERY', at, `The left operand field in the where expression for outer query should be an id or reference field: ${name}`);
  const object = objectOf(query, ground);
  const prepared = prepareRows(query, object, ground);
  const [item] = prepared.selected;
  if (prepared.selected.length !== 1 || item?.kind !== 'field') throw ground.refuse('MALFORMED_QUERY', at, 'Semi join sub-selects can only query one field');
  const { type } = item.column.field;
  if (!isIdType(type))
    throw ground.refuse(
      'MALFORMED_QUERY',
      at,
      `The selected field '${item.key}' in the subquery and the left operand field in the where expression in the outer query should point to the same object type`,
    );
  const ids = prepared.run(startRows(object, prepared.candidates(), ground)).map((row) => item.column.read(row));
  return [...new Set(ids.filter((id) => typeof id === 'string'))];
}

const isIdType = (type: FieldType): boolean => type === 'id' || type === 'reference';

const manners: Readonly<Record<string, Manner | undefined>> = { TOLABEL: 'label', FORMAT: 'formatted' };

function selectedBy(item: SelectItem, query: Query, scope: Scope, ground: Ground): readonly Selected[] {
  switch (item.kind) {
    case 'all':
      return allFields(item, query, scope);
    case 'children':
      return [childrenBy(item, scope, ground)];
    case 'expression':
      return [expression(item.of, item.alias, scope)];
    default:
      return item satisfies never;
  }
}

const fieldsLimitMax = 200;

function allFields({ which, at }: Extract<SelectItem, { kind: 'all' }>, { limit }: Query, { object, refuse }: Scope): readonly Selected[] {
  if (which !== 'STANDARD' && (limit === undefined || limit > fieldsLimitMax))
    throw refuse('MALFORMED_QUERY', at, `The SOQL FIELDS function must have a LIMIT of at most ${fieldsLimitMax}`);
  return object.fields
    .filter(({ custom }) => which === 'ALL' || custom === (which === 'CUSTOM'))
    .map((field) => ({ kind: 'field', column: { hops: [], field, at, read: (row) => row[field.name] ?? null }, key: field.name, manner: 'plain' }));
}

function expression(of: Operand, alias: string | undefined, scope: Scope): Selected {
  if (of.kind === 'field') {
    if (alias !== undefined) throw scope.refuse('MALFORMED_QUERY', of.at, 'only aggregate expressions use field aliasing');
    const column = findColumn(of, scope);
    return { kind: 'field', column, key: column.field.name, manner: 'plain' };
  }
  const [arg] = of.args;
  const manner = manners[of.name];
  if (manner === undefined || arg === undefined || of.args.length > 1)
    throw scope.refuse('MALFORMED_QUERY', of.at, `Field must be grouped or aggregated: ${of.name}`);
  const inner = expression(arg, undefined, scope);
  if (inner.kind !== 'field') return inner; // cannot be: an operand is a field
  return { ...inner, key: alias ?? inner.key, manner: manner === 'formatted' && inner.manner !== 'plain' ? inner.manner : manner };
}

function childrenBy({ query, at }: Extract<SelectItem, { kind: 'children' }>, { object, source, refuse }: Scope, ground: Ground): Selected {
  const asked = query.from.name.toLowerCase();
  const relationship = object.childRelationships.find(({ relationshipName }) => relationshipName?.toLowerCase() === asked);
  const child = relationship === undefined ? undefined : source.typeOf(relationship.childSObject);
  if (relationship === undefined || child === undefined) throw noSuchRelationship(refuse, query.from.at, query.from.name, 'FROM part of query call');
  if (query.groupBy.length > 0 || query.having !== undefined) throw refuse('MALFORMED_QUERY', at, 'Grouping is not allowed in a nested query');
  const prepared = prepareRows(query, child, ground);
  const reference = findField(child, relationship.field)?.name ?? relationship.field;
  const rowsOf = ground.withDeleted ? byParent(child, reference, source) : (id: string) => source.readBy(child.name, reference, id);
  const childrenOf = (row: Row): RecordList => ({ rows: prepared.run(rowsOf(String(row['Id']))), show: prepared.show });
  return { kind: 'children', key: relationship.relationshipName ?? query.from.name, childrenOf };
}

/** Children with deleted ones, which no index knows: the table is read once, when the first are asked for. */
function byParent(child: ObjectType, reference: string, source: Source): (id: string) => readonly Row[] {
  let known: Map<string, Row[]> | undefined;
  return (id) => {
    known ??= Map.groupBy(source.rows(child.name, true), (row) => String(row[reference]));
    return known.get(id) ?? [];
  };
}

function refuseDuplicates(selected: readonly Selected[], query: Query, refuse: Refuse): void {
  const seen = new Set<string>();
  for (const item of selected) {
    const path = item.kind === 'field' ? [...item.column.hops.map(({ relationshipName }) => relationshipName), item.key] : [item.key];
    const name = path.join('.').toLowerCase();
    if (seen.has(name)) throw refuse('INVALID_FIELD', item.kind === 'field' ? item.column.at : query.from.at, `duplicate field selected: ${path.join('.')}`);
    seen.add(name);
  }
}
