import type { ErpName } from './erp-house.ts';
import type { Played, Story, StorySize } from './story.ts';
import { createTell } from './telling.ts';
import { openWorld } from './world.ts';

/** How a story is played: told to whom, and whether its database stays afterwards. */
export type PlayOptions = { readonly erp: ErpName; readonly keep: boolean; readonly print: (line: string) => void; readonly size?: StorySize };

/** Brings up a world, plays the story in it, takes it down. Rejects when the story breaks. */
export async function playStory(story: Story, { erp, keep, print, size = {} }: PlayOptions): Promise<Played> {
  const startedAt = performance.now();
  print(`${story.name} (${erp})\n${story.about}`);
  const { trigger } = size;
  const world = await openWorld({
    ...story.wishes,
    erp,
    ...(size.hasKills && { isHubApart: true }),
    ...(story.wishes.salesforce && trigger && { salesforce: trigger }),
  });
  const tell = createTell(print);
  try {
    const lastLine = await story.play(world, tell, size);
    if (keep) print(`\nThe database is kept in ${world.database.home}.`);
    return { erp, lastLine, seconds: (performance.now() - startedAt) / 1_000 };
  } catch (error) {
    for (const complaint of world.complaints().slice(-complaintsShownMax)) print(`hub: ${complaint}`);
    throw error;
  } finally {
    await world.close(keep);
  }
}

const complaintsShownMax = 30;
