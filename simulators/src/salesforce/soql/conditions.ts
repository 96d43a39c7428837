import { compareTest, includesTest, inTest, type Setting, type Test } from './criteria.ts';
import type { Bound } from './operands.ts';
import type { Condition, Operand, Query } from './query.ts';

/** Whether a row, or a group of rows, meets a condition. */
export type Predicate<T> = (of: T) => boolean;

/** A condition without queries in it. */
export type PlainCondition = Exclude<Condition, { kind: 'and' | 'or' | 'not' | 'inQuery' }> | PlainGroup;
type PlainGroup = { readonly kind: 'and' | 'or'; readonly members: readonly PlainCondition[] } | { readonly kind: 'not'; readonly member: PlainCondition };

/** Semi-joins of one condition. */
const semiJoinsMax = 2;

/**
 * Puts in place of each `IN (SELECT …)` the ids that its query finds. Throws MALFORMED_QUERY where the platform takes none: below OR,
 * inside another one, or more than two.
 */
export function answerSemiJoins(condition: Condition, setting: Setting, idsOf: (query: Query, left: Operand) => readonly string[]): PlainCondition {
  let count = 0;
  const answer = (part: Condition, isBelowOr: boolean): PlainCondition => {
    switch (part.kind) {
      case 'and':
      case 'or':
        return { kind: part.kind, members: part.members.map((member) => answer(member, isBelowOr || part.kind === 'or')) };
      case 'not':
        return { kind: 'not', member: answer(part.member, isBelowOr) };
      case 'inQuery': {
        const { left, isNegated, query } = part;
        count += 1;
        if (isBelowOr) throw setting.refuse('MALFORMED_QUERY', left.at, "Semi join sub-selects are not allowed with the 'OR' operator");
        if (count > semiJoinsMax) throw setting.refuse('MALFORMED_QUERY', left.at, `Cannot have more than ${semiJoinsMax} semi join sub-selects`);
        return { kind: 'in', left, isNegated, values: idsOf(query, left).map((id) => ({ kind: 'string', raw: id, text: id, at: left.at })) };
      }
      default:
        return part;
    }
  };
  return answer(condition, false);
}

/** Makes a condition testable; names are looked up by `bind`. Throws INVALID_FIELD for values of the wrong type. */
export function compileCondition<T>(condition: PlainCondition, bind: (operand: Operand) => Bound<T>, setting: Setting): Predicate<T> {
  const onValue = (left: Operand, isNegated: boolean, makeTest: (bound: Bound<T>) => Test): Predicate<T> => {
    const bound = bind(left);
    const test = makeTest(bound);
    return (of) => test(bound.read(of)) !== isNegated;
  };
  switch (condition.kind) {
    case 'and': {
      const members = condition.members.map((member) => compileCondition(member, bind, setting));
      return (of) => members.every((holds) => holds(of));
    }
    case 'or': {
      const members = condition.members.map((member) => compileCondition(member, bind, setting));
      return (of) => members.some((holds) => holds(of));
    }
    case 'not': {
      const holds = compileCondition(condition.member, bind, setting);
      return (of) => !holds(of);
    }
    case 'compare':
      return onValue(condition.left, false, (bound) => compareTest(bound, condition.comparator, condition.right, setting));
    case 'in':
      return onValue(condition.left, condition.isNegated, (bound) => inTest(bound, condition.values, setting));
    case 'includes':
      return onValue(condition.left, condition.isNegated, (bound) => includesTest(bound, condition.values, setting));
    default:
      return condition satisfies never;
  }
}
