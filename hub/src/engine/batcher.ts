/** Limits of a batcher: how many items one batch takes, how many batches run at once. */
export type BatcherLimits = { readonly itemsMax: number; readonly concurrencyMax: number; readonly waitingMax: number };

/** The queue is full: the caller answers 503 with Retry-After instead of keeping more in memory. */
export class Overloaded extends Error {
  constructor(waiting: number) {
    super(`${waiting} items wait already.`);
    this.name = 'Overloaded';
  }
}

/** Collects what comes in while a batch is running, so that many share one transaction; nobody waits for company. */
export type Batcher<Item, Result> = { readonly add: (item: Item) => Promise<Result>; readonly close: () => Promise<void> };

type Waiting<Item, Result> = { readonly item: Item; readonly resolve: (result: Result) => void; readonly reject: (error: Error) => void };

/** Makes a batcher around `run`, which answers one result (or Error) per item, in order. When it throws, each item is tried alone, so one bad item never fails its neighbours. */
export function createBatcher<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly (Result | Error)[]>,
  limits: BatcherLimits,
): Batcher<Item, Result> {
  const queue: Waiting<Item, Result>[] = [];
  let running = 0;
  let isClosed = false;
  const idle: (() => void)[] = [];

  const runSafely = async (batch: readonly Waiting<Item, Result>[]): Promise<void> => {
    try {
      settle(batch, await run(batch.map((waiting) => waiting.item)));
    } catch (error) {
      if (batch.length === 1) settle(batch, [error as Error]);
      else for (const single of batch) await runSafely([single]);
    }
  };
  const next = (): void => {
    while (running < limits.concurrencyMax && queue.length > 0) {
      const batch = queue.splice(0, limits.itemsMax);
      running += 1;
      void runSafely(batch).finally(() => {
        running -= 1;
        if (running === 0 && queue.length === 0) for (const done of idle.splice(0)) done();
        next();
      });
    }
  };
  return {
    add: (item) => {
      if (isClosed) return Promise.reject(new Error('The hub is stopping.'));
      if (queue.length >= limits.waitingMax) return Promise.reject(new Overloaded(queue.length));
      return new Promise((resolve, reject) => {
        queue.push({ item, resolve, reject });
        // One turn of the event loop, so that requests of the same read of the socket share a batch.
        if (running < limits.concurrencyMax) setImmediate(next);
      });
    },
    close: () => {
      isClosed = true;
      if (running === 0 && queue.length === 0) return Promise.resolve();
      return new Promise((resolve) => idle.push(resolve));
    },
  };
}

function settle<Item, Result>(batch: readonly Waiting<Item, Result>[], results: readonly (Result | Error)[]): void {
  for (const [index, waiting] of batch.entries()) {
    const result = results[index];
    if (result instanceof Error) waiting.reject(result);
    else waiting.resolve(result as Result);
  }
}
