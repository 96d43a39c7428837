import { expect, test } from 'vitest';
import { drawSeed } from './draw-seed.ts';
import { jobsUsual, runMatrix } from './run-matrix.ts';

const wholeMatrixMsMax = 30 * 60_000;

test('loses no order and doubles no document, whatever is killed or stopped where, and every broken variant is caught', {
  timeout: wholeMatrixMsMax,
}, async () => {
  const said: string[] = [];
  const { line, isClean } = await runMatrix({ only: undefined, seed: drawSeed(), jobs: jobsUsual, isKept: false, say: (text) => said.push(text) });
  expect(
    said.filter((text) => text.startsWith('FAILED')),
    said[0],
  ).toEqual([]);
  expect(line).toMatch(/^lost 0; doubled A 0, B outside its window 0, inside (\d+) of which \1 swept, C asked (\d+) of \2; mutants caught (\d+) of \3$/);
  expect(isClean).toBe(true);
});
