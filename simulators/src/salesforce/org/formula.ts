import type { FieldValue, Row } from './types.ts';

/** A condition of a validation rule over a record as it is about to be and as it was (undefined when it is new). */
export type Formula = (after: Row, before: Row | undefined) => FieldValue;

/** A validation rule of an object: when `refuses` is true, the write fails with the message on the field. */
export type ValidationRule = {
  readonly name: string;
  readonly object: string;
  readonly refuses: Formula;
  readonly message: string;
  readonly field: string | null;
};

const token = /\s*(?:(?<number>\d+(?:\.\d+)?)|"(?<text>[^"]*)"|(?<word>[A-Za-z_]\w*)|(?<sign><>|!=|<=|>=|&&|\|\||[=<>(),!+*/-]))/y;

type Tokens = { readonly peek: () => string | undefined; readonly take: (expected?: string) => string };

/**
 * Reads a formula: fields, numbers, texts, comparisons, + and -, &&, ||, !, and the functions AND, OR, NOT, ISNEW, ISBLANK, ISCHANGED,
 * ISPICKVAL, PRIORVALUE, TEXT, BLANKVALUE and IF. Throws on anything else, so that no rule is silently left out.
 */
export function readFormula(text: string): Formula {
  const tokens = tokensOf(text);
  const formula = readOr(tokens);
  if (tokens.peek() !== undefined) throw new Error(`formula not understood at ${tokens.peek()}: ${text}`);
  return formula;
}

function tokensOf(text: string): Tokens {
  const parts: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (match === null) throw new Error(`formula not understood at ${text.slice(at, at + 20)}`);
    parts.push(match[0].trim());
  }
  let next = 0;
  return {
    peek: () => parts[next],
    take: (expected) => {
      const part = parts[next];
      if (part === undefined || (expected !== undefined && part !== expected))
        throw new Error(`formula not understood: ${expected ?? 'more'} missing in ${text}`);
      next += 1;
      return part;
    },
  };
}

/** A binary level of the grammar: operators of one strength over what binds tighter. */
const level =
  (operators: Readonly<Record<string, (a: FieldValue, b: FieldValue) => FieldValue>>, tighter: (tokens: Tokens) => Formula) =>
  (tokens: Tokens): Formula => {
    let left = tighter(tokens);
    for (let apply = operators[tokens.peek() ?? '']; apply !== undefined; apply = operators[tokens.peek() ?? '']) {
      tokens.take();
      const [first, second, both] = [left, tighter(tokens), apply];
      left = (after, before) => both(first(after, before), second(after, before));
    }
    return left;
  };

const compared = (isTrue: (order: number) => boolean) => (a: FieldValue, b: FieldValue) => a !== null && b !== null && isTrue(a < b ? -1 : Number(a > b));
const same = (a: FieldValue, b: FieldValue) => (a ?? '') === (b ?? '');

const readSum = level({ '+': (a, b) => Number(a) + Number(b), '-': (a, b) => Number(a) - Number(b) }, (tokens) => readValue(tokens));
const readComparison = level(
  {
    '<': compared((order) => order < 0),
    '<=': compared((order) => order <= 0),
    '>': compared((order) => order > 0),
    '>=': compared((order) => order >= 0),
    '=': same,
    '<>': (a, b) => !same(a, b),
    '!=': (a, b) => !same(a, b),
  },
  readSum,
);
const readAnd = level({ '&&': (a, b) => a === true && b === true }, readComparison);
const readOr = level({ '||': (a, b) => a === true || b === true }, readAnd);

type Call = (args: readonly Formula[]) => Formula;

const functions: Readonly<Record<string, Call>> = {
  AND: (args) => (after, before) => args.every((arg) => arg(after, before) === true),
  OR: (args) => (after, before) => args.some((arg) => arg(after, before) === true),
  NOT:
    ([arg]) =>
    (after, before) =>
      arg?.(after, before) !== true,
  ISNEW: () => (_, before) => before === undefined,
  ISBLANK:
    ([arg]) =>
    (after, before) =>
      (arg?.(after, before) ?? '') === '',
  ISCHANGED:
    ([arg]) =>
    (after, before) =>
      before !== undefined && arg?.(after, before) !== arg?.(before, before),
  ISPICKVAL:
    ([arg, value]) =>
    (after, before) =>
      same(arg?.(after, before) ?? null, value?.(after, before) ?? null),
  PRIORVALUE:
    ([arg]) =>
    (after, before) =>
      arg?.(before ?? after, before) ?? null,
  TEXT:
    ([arg]) =>
    (after, before) =>
      String(arg?.(after, before) ?? ''),
  BLANKVALUE:
    ([arg, other]) =>
    (after, before) =>
      arg?.(after, before) ?? other?.(after, before) ?? null,
  IF:
    ([condition, yes, no]) =>
    (after, before) =>
      (condition?.(after, before) === true ? yes : no)?.(after, before) ?? null,
};

function readValue(tokens: Tokens): Formula {
  const part = tokens.take();
  if (part === '!' || part === '-') {
    const value = readValue(tokens);
    return part === '!' ? (after, before) => value(after, before) !== true : (after, before) => -Number(value(after, before));
  }
  if (part === '(') {
    const inner = readOr(tokens);
    tokens.take(')');
    return inner;
  }
  if (part.startsWith('"')) return () => part.slice(1, -1);
  if (/^\d/.test(part)) return () => Number(part);
  if (/^(true|false)$/i.test(part)) return () => part.toLowerCase() === 'true';
  if (!/^[A-Za-z_]/.test(part)) throw new Error(`formula not understood at ${part}`);
  if (tokens.peek() !== '(') return (after) => after[part] ?? null;
  const call = functions[part.toUpperCase()];
  if (call === undefined) throw new Error(`formula not understood: there is no function ${part} here`);
  return call(readArguments(tokens));
}

function readArguments(tokens: Tokens): readonly Formula[] {
  const args: Formula[] = [];
  tokens.take('(');
  while (tokens.peek() !== ')') {
    args.push(readOr(tokens));
    if (tokens.peek() !== ')') tokens.take(',');
  }
  tokens.take(')');
  return args;
}
