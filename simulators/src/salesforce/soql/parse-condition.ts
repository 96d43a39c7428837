import { parseLiteral } from './parse-literal.ts';
import { parseOperand } from './parse-operand.ts';
import type { Comparator, Condition, Literal, Query } from './query.ts';
import type { Reader } from './reader.ts';

/** Parentheses and NOTs inside one another. */
const depthMax = 100;

/** A condition of WHERE or HAVING. AND and OR next to each other need parentheses, as on the platform. */
export function parseCondition(reader: Reader, parseQuery: () => Query, depth = 0): Condition {
  if (depth > depthMax) throw reader.refuse('MALFORMED_QUERY', reader.peek().at, 'Condition is nested too deeply');
  const part = (): Condition => parsePart(reader, parseQuery, depth);
  const first = part();
  for (const kind of ['and', 'or'] as const) {
    if (!reader.sees(kind.toUpperCase())) continue;
    const members = [first];
    while (reader.accept(kind.toUpperCase())) members.push(part());
    if (reader.sees('AND') || reader.sees('OR')) throw reader.unexpected();
    return { kind, members };
  }
  return first;
}

function parsePart(reader: Reader, parseQuery: () => Query, depth: number): Condition {
  if (reader.accept('NOT')) {
    if (depth > depthMax) throw reader.unexpected();
    return { kind: 'not', member: parsePart(reader, parseQuery, depth + 1) };
  }
  if (!reader.accept('(')) return parseComparison(reader, parseQuery);
  const inside = parseCondition(reader, parseQuery, depth + 1);
  reader.expect(')');
  return inside;
}

function parseComparison(reader: Reader, parseQuery: () => Query): Condition {
  const left = parseOperand(reader);
  const isNegated = reader.accept('NOT');
  if (reader.accept('IN')) {
    if (reader.sees('(', 'SELECT')) {
      reader.expect('(');
      const query = parseQuery();
      reader.expect(')');
      return { kind: 'inQuery', left, isNegated, query };
    }
    return { kind: 'in', left, isNegated, values: parseValues(reader) };
  }
  if (isNegated) throw reader.unexpected();
  if (reader.accept('INCLUDES')) return { kind: 'includes', left, isNegated: false, values: parseValues(reader) };
  if (reader.accept('EXCLUDES')) return { kind: 'includes', left, isNegated: true, values: parseValues(reader) };
  const comparator = comparators[reader.peek().text.toUpperCase()];
  if (comparator === undefined) throw reader.unexpected();
  reader.next();
  return { kind: 'compare', left, comparator, right: parseLiteral(reader) };
}

const comparators: Readonly<Record<string, Comparator>> = { '=': '=', '!=': '!=', '<>': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=', LIKE: 'LIKE' };

function parseValues(reader: Reader): readonly Literal[] {
  reader.expect('(');
  const values = reader.list(() => parseLiteral(reader));
  reader.expect(')');
  return values;
}
