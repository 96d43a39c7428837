import { expect } from 'vitest';
import { test } from '../testing/database-test.ts';
import { jsonTexts, textsOf } from './index.ts';

test('JSON texts come back from one parameter byte for byte', async ({ database }) => {
  const values = ['', 'a "quoted" word', 'back\\slash', '{braces, commas}', 'NULL', 'line\nbreak\ttab', '\u0001', 'Zoë 訂單 🚚', '\ud800', '\u2028', ' space '];
  const texts = values.map((value) => JSON.stringify({ value, [value]: [value] }));
  const { rows } = await database.query(`select t from unnest(${textsOf('$1')}) with ordinality as u (t, n) order by n`, [jsonTexts(texts)]);
  expect(rows.map((row) => row.t)).toEqual(texts);
});
