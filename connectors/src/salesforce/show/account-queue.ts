/** Does work for some accounts when no other work is under way for any of them: two writes at once would lock each other out. */
export type AccountQueue = <T>(accounts: readonly string[], work: () => Promise<T>) => Promise<T>;

/** Makes the queue of one org. Waiting is bounded by the deadlines of what is under way. */
export function createAccountQueue(): AccountQueue {
  const tails = new Map<string, Promise<void>>();
  return async (accounts, work) => {
    const own = [...new Set(accounts)];
    const before = own.flatMap((account) => tails.get(account) ?? []);
    const { promise: done, resolve: finish } = Promise.withResolvers<void>();
    for (const account of own) tails.set(account, done);
    try {
      await Promise.all(before);
      return await work();
    } finally {
      finish();
      for (const account of own) if (tails.get(account) === done) tails.delete(account);
    }
  };
}
