import { type FieldValue, type ObjectType, OrgError, type Row } from '../org/index.ts';
import { bindAggregate, isAggregate } from './aggregates.ts';
import { findCandidates } from './candidates.ts';
import { answerSemiJoins, compileCondition, type Predicate } from './conditions.ts';
import { requireComparable } from './criteria.ts';
import { type Bound, bindOperand } from './operands.ts';
import type { Scope } from './paths.ts';
import type { Shown } from './projection.ts';
import type { Operand, Query, SelectItem } from './query.ts';
import { cut, type Ground, prepareFilter, startRows } from './rows-query.ts';
import { compileOrder } from './sorting.ts';

type Group = readonly Row[];
type Groups = { readonly bind: (operand: Operand) => Bound<Group>; readonly keys: readonly Bound<Row>[] };
type Expression = Extract<SelectItem, { kind: 'expression' }>;

/** Groups of one answer; more would need paging, which the platform does not do for them. */
const groupsMax = 2000;

/** Whether a query is after groups of rows, not rows. */
export const isGrouped = ({ select, groupBy, having }: Query): boolean =>
  groupBy.length > 0 || having !== undefined || select.some((item) => item.kind === 'expression' && item.of.kind === 'call' && isAggregate(item.of.name));

/** The answer of a query with aggregates or GROUP BY: one `AggregateResult` per group. */
export function runGroups(query: Query, object: ObjectType, ground: Ground): readonly Shown[] {
  const { refuse } = ground;
  const scope: Scope = { source: ground.source, object, aliases: query.aliases, refuse };
  const groups = bindGroups(query, scope);
  const columns = outputColumns(query, groups.bind, refuse);
  const holds = prepareHaving(query, groups, ground);
  const sort = compileOrder(query.orderBy, groups.bind, refuse);
  const filter = prepareFilter(query, scope, ground);
  const rows: Row[] = [];
  const candidates = ground.withDeleted ? undefined : findCandidates(filter.condition, scope);
  for (const row of startRows(object, candidates, ground)) if (filter.holds(row)) rows.push(row);
  const found = cut(sort(grouped(rows, query, groups.keys).filter(holds)), query);
  if (found.length > groupsMax)
    throw new OrgError('EXCEEDED_ID_LIMIT', 'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch');
  return found.map((group) => ({
    attributes: { type: 'AggregateResult' },
    ...Object.fromEntries(columns.map(({ key, bound }): readonly [string, FieldValue] => [key, bound.read(group)])),
  }));
}

function bindGroups(query: Query, scope: Scope): Groups {
  const keys = query.groupBy.map((operand) => {
    const bound = bindOperand(operand, scope);
    requireComparable(bound, 'grouped', scope.refuse);
    return bound;
  });
  const aliased = new Map(
    query.select.flatMap((item) => (item.kind === 'expression' && item.alias !== undefined ? [[item.alias.toLowerCase(), item.of] as const] : [])),
  );
  const bind = (operand: Operand): Bound<Group> => {
    if (operand.kind === 'field' && operand.names.length === 1) {
      const meant = aliased.get((operand.names[0] ?? '').toLowerCase());
      if (meant !== undefined && meant !== operand && meant.kind === 'call') return bind(meant);
    }
    if (operand.kind === 'call' && isAggregate(operand.name)) {
      const [arg] = operand.args;
      if (arg === undefined || operand.args.length > 1) throw scope.refuse('MALFORMED_QUERY', operand.at, 'Grouped query cannot use COUNT() without a field');
      return bindAggregate(operand.name, bindOperand(arg, scope), operand.at, scope.refuse);
    }
    const bound = bindOperand(operand, scope);
    if (!keys.some((key) => sameText(key) === sameText(bound)))
      throw scope.refuse('MALFORMED_QUERY', operand.at, `Field must be grouped or aggregated: ${bound.name}`);
    return { ...bound, read: (group) => (group[0] === undefined ? null : bound.read(group[0])) };
  };
  return { bind, keys };
}

/** Two ways to write the same thing read alike: `account.name`, or `a.Name` with an alias. */
const sameText = ({ column, name }: Bound<Row>): string =>
  (column === undefined ? name : [...column.hops.map(({ relationshipName }) => relationshipName), column.field.name].join('.')).toLowerCase();

/** Names of the values in an answer: the alias, the field's name, or `expr0`, `expr1` … */
function outputColumns(query: Query, bind: Groups['bind'], refuse: Ground['refuse']): readonly { readonly key: string; readonly bound: Bound<Group> }[] {
  let unnamed = 0;
  const keys = new Set<string>();
  return query.select.map((item) => {
    const { of, alias } = requireExpression(item, query, refuse);
    const bound = bind(of);
    const key = alias ?? bound.column?.field.name ?? `expr${unnamed++}`;
    if (keys.has(key.toLowerCase())) throw refuse('MALFORMED_QUERY', of.at, `duplicate alias: ${key}`);
    keys.add(key.toLowerCase());
    return { key, bound };
  });
}

function requireExpression(item: SelectItem, query: Query, refuse: Ground['refuse']): Expression {
  if (item.kind === 'expression') return item;
  throw refuse(
    'MALFORMED_QUERY',
    item.at,
    item.kind === 'all'
      ? 'The SOQL FIELDS function is not allowed in a grouped query'
      : `Nested queries are not allowed in a grouped query: ${query.from.name}`,
  );
}

function prepareHaving({ having }: Query, { bind }: Groups, { refuse, now }: Ground): Predicate<Group> {
  if (having === undefined) return () => true;
  const setting = { refuse, now };
  const condition = answerSemiJoins(having, setting, (_, { at }) => {
    throw refuse('MALFORMED_QUERY', at, 'Semi join sub-selects are not allowed in HAVING');
  });
  return compileCondition(condition, bind, setting);
}

function grouped(rows: readonly Row[], { groupBy }: Query, keys: readonly Bound<Row>[]): readonly Group[] {
  if (groupBy.length === 0) return [rows];
  const keyOf = (row: Row): string =>
    JSON.stringify(
      keys.map(({ read }) => {
        const value = read(row);
        return typeof value === 'string' ? value.toLowerCase() : value;
      }),
    );
  return [...Map.groupBy(rows, keyOf).values()];
}
