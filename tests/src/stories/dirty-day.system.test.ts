import { dirtyDay } from './dirty-day.ts';
import { expectStory } from './expect-story.ts';

await expectStory(dirtyDay, /^orders (\d+), closed \d+, waiting for one person 1, ERP documents \d+, doubled 0, verify 0$/);
