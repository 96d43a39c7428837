import { describe, expect, it } from 'vitest';
import { distance } from '../cli/where.ts';
import { headerLimits, idempotencyKeyOf, waitSecondsOf } from './headers.ts';
import { readCursor, writeCursor } from './paging.ts';
import { Refused } from './problem.ts';
import { readJson } from './read-json.ts';
import { refusalRawBytesMax, storable } from './refusals.ts';

type Request = Parameters<typeof idempotencyKeyOf>[0];
const withHeader = (name: string, value: string | undefined): Request => ({ headers: { [name]: value } }) as unknown as Request;
const codeOf = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof Refused ? error.problem.code : 'other';
  }
};

describe('the header Idempotency-Key', () => {
  const keyOf = (value: string | undefined) => idempotencyKeyOf(withHeader('idempotency-key', value));

  it('is one key with and without the quotes of a structured string', () => {
    expect([keyOf('8e03978e-40d5'), keyOf('"8e03978e-40d5"')]).toEqual(['8e03978e-40d5', '8e03978e-40d5']);
    expect(keyOf('"a\\"b"')).toBe('a"b');
  });

  it('is refused when it is missing, too long or holds what a header cannot carry safely', () => {
    for (const value of [undefined, '', '""']) expect(codeOf(() => keyOf(value))).toBe('missing-idempotency-key');
    for (const value of ['x'.repeat(headerLimits.keyCharsMax + 1), 'a b', 'ä']) expect(codeOf(() => keyOf(value))).toBe('invalid-parameter');
  });
});

describe('the header Prefer', () => {
  it('asks to wait so many seconds, up to the limit', () => {
    const seconds = (value: string | undefined) => waitSecondsOf(withHeader('prefer', value));
    expect([undefined, 'respond-async', 'wait=5', 'respond-async, wait=7', 'wait="9"', 'wait=600', 'wait=-1', 'await=3'].map(seconds)).toEqual([
      0, 0, 5, 7, 9, 30, 0, 0,
    ]);
  });
});

describe('a cursor', () => {
  it('leads on from where it was made, and nothing else is one', () => {
    const cursor = writeCursor(['2026-01-01', 'x']);
    const any = () => true;
    expect(readCursor(cursor, [any, any])).toEqual(['2026-01-01', 'x']);
    expect(readCursor(undefined, [any])).toBeUndefined();
    for (const wrong of ['', 'x', writeCursor(['x']), Buffer.from('{"0":"x"}').toString('base64url')])
      expect(codeOf(() => readCursor(wrong, [any, any]))).toBe('invalid-parameter');
    expect(codeOf(() => readCursor(cursor, [() => false, any]))).toBe('invalid-parameter');
  });
});

describe('what is kept of a refused message', () => {
  it('is the text itself, cut at a whole character', () => {
    expect(storable(Buffer.from('{"a":"ä"}'))).toBe('{"a":"ä"}');
    const cut = storable(Buffer.from(`x${'ä'.repeat(refusalRawBytesMax)}`));
    expect(cut.endsWith('ä')).toBe(true);
    expect(Buffer.byteLength(cut)).toBe(refusalRawBytesMax - 1);
  });

  it('is base64 where the bytes are no text that the store takes', () => {
    expect(storable(Buffer.from([0xff, 0xfe]))).toBe('base64://4=');
    expect(storable(Buffer.from('a\u0000b'))).toBe('base64:YQBi');
    expect(storable(Buffer.alloc(1_000_000)).length).toBeLessThanOrEqual(refusalRawBytesMax);
  });
});

describe('reading JSON from a stranger', () => {
  it('takes what is plain JSON as it is, escapes and braces within texts included', () => {
    const value = { a: ['{"b":1}', '\\"', 'a:b', { c: [] }], 'x:y': null, '': { '': 'ünï \u{1F600}' } };
    expect(readJson(Buffer.from(JSON.stringify(value)))).toEqual({ kind: 'read', value });
    expect(readJson(Buffer.from('{"a":"\\ud83d\\ude00\\u00e4"}'))).toEqual({ kind: 'read', value: { a: '😀ä' } });
  });

  it('names a member that appears twice, also when it is spelled differently', () => {
    const field = (text: string) => {
      const read = readJson(Buffer.from(text));
      return read.kind === 'refused' ? [read.problem.code, read.problem.field] : undefined;
    };
    expect(field('{"a":[{"b":1},{"c":{"d":1,"\\u0064":2}}]}')).toEqual(['duplicate-member', 'a[1].c.d']);
    expect(field('{"a":1,"a":1}')).toEqual(['duplicate-member', 'a']);
    expect(field('{"__proto__":1,"__proto__":2}')).toEqual(['duplicate-member', '__proto__']);
    expect(field('{"a":{"b":1},"c":{"b":1}}')).toBeUndefined();
  });
});

describe('the distance to an instant', () => {
  it('is said in the largest unit that fits', () => {
    const now = new Date('2026-03-02T08:00:00Z');
    const said = ['2026-03-04T08:00:00Z', '2026-03-02T09:10:00Z', '2026-03-02T07:59:00Z', '2026-03-02T08:00:01Z'].map((instant) => distance(instant, now));
    expect(said).toEqual(['in 2 days', 'in 1 hour', '1 minute ago', 'in 1 second']);
  });
});
