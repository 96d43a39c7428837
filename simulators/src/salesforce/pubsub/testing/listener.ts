/** Hears events one by one. */
export type Listener<T> = {
  readonly hear: (heard: T) => void;
  readonly heard: readonly T[];
  /** The next `count` that nobody took yet. Rejects when they do not come within `msMax`. */
  readonly take: (count: number, msMax?: number) => Promise<readonly T[]>;
  /** The next one. */
  readonly next: () => Promise<T>;
};

const waitMsMax = 10_000;

/** Makes a listener. */
export function createListener<T>(): Listener<T> {
  const heard: T[] = [];
  let taken = 0;
  let wake: () => void = () => undefined;
  const take = async (count: number, msMax = waitMsMax): Promise<readonly T[]> => {
    const end = performance.now() + msMax;
    while (heard.length < taken + count) {
      const left = end - performance.now();
      if (left <= 0) throw new Error(`heard ${heard.length - taken} of ${count} within ${msMax} ms`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    taken += count;
    return heard.slice(taken - count, taken);
  };
  return {
    hear: (one) => {
      heard.push(one);
      wake();
    },
    heard,
    take,
    next: async () => {
      const [one] = await take(1);
      if (one === undefined) throw new Error('heard nothing');
      return one;
    },
  };
}
