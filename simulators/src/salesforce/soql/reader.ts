import type { OrgError } from '../org/index.ts';
import type { Refuse } from './query-error.ts';
import type { Token } from './tokens.ts';

/** Reads tokens one after the other; keywords and symbols are matched without regard to case. */
export type Reader = {
  readonly peek: (ahead?: number) => Token;
  readonly next: () => Token;
  /** Whether the words or symbols come next; nothing is consumed. */
  readonly sees: (...texts: readonly string[]) => boolean;
  /** Consumes the words or symbols when all of them come next. */
  readonly accept: (...texts: readonly string[]) => boolean;
  /** Consumes them, or throws MALFORMED_QUERY. */
  readonly expect: (...texts: readonly string[]) => void;
  /** `unexpected token` at the next one. */
  readonly unexpected: () => OrgError;
  /** Items with commas between them. */
  readonly list: <T>(item: () => T) => readonly T[];
  readonly refuse: Refuse;
};

/** A reader from the first token on. */
export function createReader(tokens: readonly Token[], refuse: Refuse): Reader {
  const end = tokens.at(-1) ?? { kind: 'end', text: '<EOF>', at: 0 };
  let place = 0;
  const peek = (ahead = 0): Token => tokens[place + ahead] ?? end;
  const next = (): Token => {
    const token = peek();
    place += 1;
    return token;
  };
  const sees = (...texts: readonly string[]): boolean =>
    texts.every((text, ahead) => {
      const token = peek(ahead);
      return (token.kind === 'word' || token.kind === 'symbol') && token.text.toUpperCase() === text;
    });
  const accept = (...texts: readonly string[]): boolean => {
    const isThere = sees(...texts);
    if (isThere) place += texts.length;
    return isThere;
  };
  const unexpected = (): OrgError => refuse('MALFORMED_QUERY', peek().at, `unexpected token: '${peek().text}'`);
  const expect = (...texts: readonly string[]): void => {
    for (const text of texts) if (!accept(text)) throw unexpected();
  };
  const list = <T>(item: () => T): readonly T[] => {
    const items = [item()];
    while (accept(',')) items.push(item());
    return items;
  };
  return { peek, next, sees, accept, expect, unexpected, list, refuse };
}
