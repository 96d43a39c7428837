import { isDeepStrictEqual } from 'node:util';

/** Where a story is told to, a line at a time. */
export type Tell = {
  /** A new part of the story. */
  readonly scene: (title: string) => void;
  /** What happened, for somebody who follows along. */
  readonly say: (text: string) => void;
};

/** A teller that begins each line with the seconds since the story began. */
export function createTell(print: (line: string) => void): Tell {
  const startedAt = performance.now();
  const seconds = () => `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`.padStart(7);
  return { scene: (title) => print(`\n${title}`), say: (text) => print(`${seconds()}  ${text}`) };
}

/** The story went otherwise than the product promises. */
export class StoryBroken extends Error {}

/** Ends the story unless what is so is what should be. */
export function mustBe(what: string, actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) throw new StoryBroken(`${what}: ${text(actual)}, but should be ${text(expected)}.`);
}

/** Ends the story unless it holds. */
export function mustHold(what: string, holds: boolean): asserts holds {
  if (!holds) throw new StoryBroken(`${what}: this does not hold.`);
}

/** The value, which must be there. */
export function must<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new StoryBroken(`There is no ${what}.`);
  return value;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
