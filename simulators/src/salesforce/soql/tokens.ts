import type { Refuse } from './query-error.ts';

export type TokenKind = 'word' | 'string' | 'number' | 'date' | 'datetime' | 'symbol' | 'end';
/** `text` as it stands in the query; of a string what is between the quotes, escapes untouched. `at` counts from 0. */
export type Token = { readonly kind: TokenKind; readonly text: string; readonly at: number };

const shapes: readonly (readonly [TokenKind, RegExp])[] = [
  ['datetime', /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})/iy],
  ['date', /\d{4}-\d{2}-\d{2}/y],
  ['number', /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/iy],
  ['word', /[a-z_]\w*(?:\s*\.\s*[a-z_]\w*)*/iy],
  ['string', /'(?:[^'\\]|\\[\s\S])*'/y],
  ['symbol', /!=|<>|<=|>=|[=<>(),:]/y],
];
const space = /\s+/y;

/** Cuts a query into tokens; a dotted path (`Account.Name`) is one word. The last token is `end`. */
export function tokenize(text: string, refuse: Refuse): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    space.lastIndex = at;
    if (space.test(text)) {
      at = space.lastIndex;
      continue;
    }
    const token = tokenAt(text, at);
    if (token === undefined) throw refuse('MALFORMED_QUERY', at, unreadable(text, at));
    at += token.text.length;
    tokens.push(token.kind === 'string' ? { ...token, text: token.text.slice(1, -1) } : token);
  }
  return [...tokens, { kind: 'end', text: '<EOF>', at: text.length }];
}

function tokenAt(text: string, at: number): Token | undefined {
  for (const [kind, shape] of shapes) {
    shape.lastIndex = at;
    const found = shape.exec(text)?.[0];
    if (found !== undefined) return { kind, text: found, at };
  }
  return undefined;
}

const unreadable = (text: string, at: number): string =>
  text[at] === "'" ? `line 1:${at} mismatched character '<EOF>' expecting '''` : `line 1:${at} no viable alternative at character '${text[at]}'`;
