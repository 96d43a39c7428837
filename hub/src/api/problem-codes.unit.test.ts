import fs from 'node:fs';
import { expect, it } from 'vitest';
import { knownCode, problemCodes } from './problem-codes.ts';

it('knows every code with which a decision declines, so that none is answered as a mere "declined"', () => {
  const folder = new URL('../orders/', import.meta.url);
  const sources = fs.readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const codes = sources.flatMap((name) =>
    [...fs.readFileSync(new URL(name, folder), 'utf8').matchAll(/(?:\bkind: 'declined', code: |\brefuse\()'([a-z-]+)'/g)].map(([, code]) => String(code)),
  );
  expect(codes.length).toBeGreaterThan(10);
  expect(codes.filter((code) => !Object.hasOwn(problemCodes, code))).toEqual([]);
});

it('answers what it does not know as declined', () => {
  expect([knownCode('order-closed'), knownCode('constructor'), knownCode('new-word')]).toEqual(['order-closed', 'declined', 'declined']);
});
