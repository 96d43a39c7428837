import { isDateLiteral, takesCount } from './date-literals.ts';
import type { Literal } from './query.ts';
import type { Refuse } from './query-error.ts';
import type { Reader } from './reader.ts';

/** A value on the right of a comparison. */
export function parseLiteral(reader: Reader): Literal {
  const token = reader.peek();
  const { at } = token;
  switch (token.kind) {
    case 'string':
      reader.next();
      return { kind: 'string', raw: token.text, text: unescaped(token.text, at, reader.refuse), at };
    case 'number':
      reader.next();
      return { kind: 'number', value: Number(token.text), at };
    case 'date':
    case 'datetime':
      reader.next();
      return dateOf(token.kind, token.text, at, reader.refuse);
    case 'word':
      return parseWord(reader, token.text.toUpperCase(), at);
    case 'symbol':
      if (token.text === ':') throw reader.refuse('MALFORMED_QUERY', at, 'Bind variables only allowed in Apex code');
      throw reader.unexpected();
    case 'end':
      throw reader.unexpected();
    default:
      return token.kind satisfies never;
  }
}

function parseWord(reader: Reader, word: string, at: number): Literal {
  if (reader.accept('NULL')) return { kind: 'null', at };
  if (reader.accept('TRUE')) return { kind: 'boolean', value: true, at };
  if (reader.accept('FALSE')) return { kind: 'boolean', value: false, at };
  if (!isDateLiteral(word)) throw reader.unexpected();
  reader.next();
  if (!takesCount(word)) return { kind: 'dateLiteral', name: word, count: 0, at };
  reader.expect(':');
  const count = reader.next();
  if (count.kind !== 'number' || !/^\d{1,5}$/.test(count.text)) throw reader.refuse('MALFORMED_QUERY', count.at, `unexpected token: '${count.text}'`);
  return { kind: 'dateLiteral', name: word, count: Number(count.text), at };
}

function dateOf(kind: 'date' | 'datetime', text: string, at: number, refuse: Refuse): Literal {
  const day = text.slice(0, 10);
  const midnight = new Date(`${day}T00:00:00Z`);
  const moment = new Date(kind === 'date' ? midnight : text);
  const isReal = !Number.isNaN(moment.getTime()) && !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
  if (!isReal) throw refuse('MALFORMED_QUERY', at, `Invalid ${kind}: ${text}`);
  return { kind, text: kind === 'date' ? text : moment.toISOString().replace('Z', '+0000'), at };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '"': '"', "'": "'", '\\': '\\', _: '_', '%': '%' };

function unescaped(raw: string, at: number, refuse: Refuse): string {
  return raw.replace(/\\(u[0-9a-f]{4}|[\s\S])/gi, (all, what: string) => {
    if (/^u[0-9a-f]{4}$/i.test(what)) return String.fromCharCode(Number.parseInt(what.slice(1), 16));
    const meant = escapes[what] ?? escapes[what.toLowerCase()];
    if (meant === undefined) throw refuse('MALFORMED_QUERY', at, `Invalid string literal '${raw}'. Illegal character sequence '${all}' in string literal.`);
    return meant;
  });
}

/** What LIKE matches: `%` any text, `_` one character, both themselves after a backslash; upper and lower case are the same. */
export function likePattern(raw: string): RegExp {
  const source = raw.replace(
    /\\u([0-9a-f]{4})|\\([\s\S])|([\s\S])/gi,
    (_, code: string | undefined, escaped: string | undefined, plain: string | undefined) => {
      if (code !== undefined) return `\\u${code}`;
      if (escaped !== undefined) return literally(escapes[escaped.toLowerCase()] ?? escaped);
      if (plain === '%') return '[\\s\\S]*';
      return plain === '_' ? '[\\s\\S]' : literally(plain ?? '');
    },
  );
  return new RegExp(`^${source.replaceAll(/(\[\\s\\S\]\*)+/g, '[\\s\\S]*')}$`, 'i');
}

const literally = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
