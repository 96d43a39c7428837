import { setTimeout as sleep } from 'node:timers/promises';
import { StoryBroken } from './telling.ts';

const patienceMs = 240_000;
const lookEveryMs = 250;

/** Looks until there is something. */
export async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + patienceMs; ; await sleep(lookEveryMs)) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new StoryBroken(`Not within ${patienceMs} ms: ${what}.`);
  }
}
