import { expectStory } from './expect-story.ts';
import { outage } from './outage.ts';

await expectStory(outage, /^orders (\d+), ERP documents \1, doubled 0, out of order 0, verify 0$/);
