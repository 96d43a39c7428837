import { expectStory } from './expect-story.ts';
import { shop } from './shop.ts';

await expectStory(shop, 'shop orders 2, ERP documents 2 (1 live), tracking told 2, verify 0');
