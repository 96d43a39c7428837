import { expect, test } from 'vitest';
import { shuffleRows } from './mutants.ts';

test('the mutant unsorted changes the order of the rows and nothing else', () => {
  const ids = Array.from({ length: 50 }, (_, index) => `id-${index}`);
  const texts = ids.map((id) => JSON.stringify({ id, more: [1, 2] }));
  const [arrays, plain, joined, scalar] = shuffleRows([ids, `{${ids.join(',')}}`, texts.join('\u0001'), 'actor']);
  const order = arrays as readonly string[];
  expect(order).not.toEqual(ids);
  expect(order.toSorted()).toEqual(ids.toSorted());
  expect(plain).toBe(`{${order.join(',')}}`);
  expect(joined).toBe(order.map((id) => JSON.stringify({ id, more: [1, 2] })).join('\u0001'));
  expect(scalar).toBe('actor');
});

test('the mutant unsorted leaves a single row as it is', () => {
  const values = [['id-1'], '{id-1}', '{"a":1,"b":[2,3]}'];
  expect(shuffleRows(values)).toEqual(values);
});
