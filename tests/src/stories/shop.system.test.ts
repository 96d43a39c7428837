import { expectStory } from './expect-story.ts';
import { shop } from './shop.ts';

await expectStory(shop, 'shop orders 2, ERP documents 3 (2 live), tracking told 2, verify 0');
