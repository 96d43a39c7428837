import { expect, it } from 'vitest';
import { createAccountQueue } from './account-queue.ts';

it('has one write under way for an account, and lets those of others pass', async () => {
  const queue = createAccountQueue();
  const done: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const first = queue(['a', 'b'], async () => {
    await promise;
    done.push('a and b');
  });
  const second = queue(['b'], async () => done.push('b'));
  await queue(['c'], async () => done.push('c'));
  resolve();
  await Promise.all([first, second]);
  expect(done).toEqual(['c', 'a and b', 'b']);
});

it('goes on after a write that failed', async () => {
  const queue = createAccountQueue();
  await expect(queue(['a'], () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await queue(['a'], () => Promise.resolve('yes'))).toBe('yes');
});
