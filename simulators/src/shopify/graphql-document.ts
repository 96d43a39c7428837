/** A value in a document, variables already put in. */
export type Value = null | boolean | number | string | readonly Value[] | Values;
/** Arguments, an input object, or variables. */
export type Values = { readonly [name: string]: Value };
/** A field with what is selected below it; none for a scalar. */
export type Selection = { readonly name: string; readonly as: string; readonly args: Values; readonly below: readonly Selection[] };
/** One operation, ready to be carried out. */
export type Document = { readonly kind: 'query' | 'mutation'; readonly selections: readonly Selection[] };

/** The document is not GraphQL, or uses what this stand-in does not know (fragments, directives, several operations). */
export class GraphqlSyntaxError extends Error {}

const tokenShape = /[\s,]+|#[^\n]*|(?<token>"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?|[_A-Za-z]\w*|[!$():=[\]{}])/gy;
const nameShape = /^[_A-Za-z]\w*$/;
const depthMax = 20;

/** Where the reading of a document stands. `values`: the variables, given ones before defaults. */
type Reader = { readonly tokens: readonly string[]; at: number; values: Values };

/** Parses one operation of the GraphQL language (spec.graphql.org, October 2021, chapter 2), as far as simple clients use it. */
export function parseDocument(source: string, variables: Values): Document {
  const reader: Reader = { tokens: tokenize(source), at: 0, values: {} };
  const kind = peek(reader) === '{' ? 'query' : readName(reader);
  if (kind !== 'query' && kind !== 'mutation') throw new GraphqlSyntaxError(`syntax error, unexpected "${kind}"`);
  if (nameShape.test(peek(reader))) take(reader);
  reader.values = { ...(skip(reader, '(') ? Object.fromEntries(readUntil(reader, ')', readDeclared)) : {}), ...variables };
  const selections = readSelections(reader, 0);
  if (peek(reader) !== '') throw new GraphqlSyntaxError(`"${peek(reader)}" is more than this stand-in understands: one operation, no fragments`);
  return { kind, selections };
}

function tokenize(source: string): readonly string[] {
  const tokens: string[] = [];
  let end = 0;
  for (const match of source.matchAll(tokenShape)) {
    if (match.groups?.['token'] !== undefined) tokens.push(match.groups['token']);
    end = match.index + match[0].length;
  }
  if (end !== source.length) throw new GraphqlSyntaxError(`syntax error, unexpected "${source[end] ?? ''}"`);
  return tokens;
}

const peek = ({ tokens, at }: Reader): string => tokens[at] ?? '';

function take(reader: Reader): string {
  reader.at += 1;
  return reader.tokens[reader.at - 1] ?? '';
}

/** Takes the token if it comes next. */
function skip(reader: Reader, token: string): boolean {
  const isNext = peek(reader) === token;
  if (isNext) take(reader);
  return isNext;
}

function expect(reader: Reader, token: string): void {
  const found = take(reader);
  if (found !== token) throw new GraphqlSyntaxError(`syntax error, unexpected ${found === '' ? 'end of file' : `"${found}"`}, expecting "${token}"`);
}

function readName(reader: Reader): string {
  const found = take(reader);
  if (!nameShape.test(found)) throw new GraphqlSyntaxError(`syntax error, unexpected "${found}", expecting a name`);
  return found;
}

function readUntil<T>(reader: Reader, end: string, read: (reader: Reader) => T): readonly T[] {
  const members: T[] = [];
  while (!skip(reader, end)) {
    if (peek(reader) === '') expect(reader, end);
    members.push(read(reader));
  }
  return members;
}

function readSelections(reader: Reader, depth: number): readonly Selection[] {
  if (depth > depthMax) throw new GraphqlSyntaxError(`a query may be ${depthMax} deep`);
  expect(reader, '{');
  return readUntil(reader, '}', () => {
    const as = readName(reader);
    const name = skip(reader, ':') ? readName(reader) : as;
    const args = skip(reader, '(') ? Object.fromEntries(readUntil(reader, ')', readPair)) : {};
    return { name, as, args, below: peek(reader) === '{' ? readSelections(reader, depth + 1) : [] };
  });
}

function readPair(reader: Reader): readonly [string, Value] {
  const name = readName(reader);
  expect(reader, ':');
  return [name, readValue(reader)];
}

function readValue(reader: Reader): Value {
  const token = take(reader);
  if (token === '$') return reader.values[readName(reader)] ?? null;
  if (token === '[') return readUntil(reader, ']', readValue);
  if (token === '{') return Object.fromEntries(readUntil(reader, '}', readPair));
  if (token.startsWith('"')) return String(JSON.parse(token));
  if (/^-?\d/.test(token)) return Number(token);
  if (token === 'true' || token === 'false') return token === 'true';
  if (token === 'null') return null;
  if (nameShape.test(token)) return token; // an enum's word
  throw new GraphqlSyntaxError(`syntax error, unexpected "${token}", expecting a value`);
}

/** `$id: ID! = default`; what has no default is null until the request gives it. */
function readDeclared(reader: Reader): readonly [string, Value] {
  expect(reader, '$');
  const name = readName(reader);
  expect(reader, ':');
  readType(reader);
  return [name, skip(reader, '=') ? readValue(reader) : null];
}

function readType(reader: Reader): void {
  if (skip(reader, '[')) {
    readType(reader);
    expect(reader, ']');
  } else readName(reader);
  skip(reader, '!');
}
