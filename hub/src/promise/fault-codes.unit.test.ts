import fs from 'node:fs';
import { expect, it } from 'vitest';
import { quoteFaultCodes } from './fault-codes.ts';

it('is the set that docs/reference/quotes.md lists', () => {
  const text = fs.readFileSync(new URL('../../../docs/reference/quotes.md', import.meta.url), 'utf8');
  const table = text.slice(text.indexOf('## Faults'));
  const rows = [...table.matchAll(/^\| `([a-z-]+)` +\| (\w+) +\| ([\w-]+) +\| (.+?) +\|$/gm)].map(([, code, kind, owner, remedy]) => ({
    code,
    class: kind,
    owner,
    remedy,
  }));
  expect(rows).toEqual(Object.entries(quoteFaultCodes).map(([code, { class: kind, owner, remedy }]) => ({ code, class: kind, owner, remedy })));
});
