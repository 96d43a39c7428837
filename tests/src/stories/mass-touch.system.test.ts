import { expectStory } from './expect-story.ts';
import { massTouch } from './mass-touch.ts';

await expectStory(massTouch, 'quotes 2001, orders 21, ERP documents 21, exceptions 1');
