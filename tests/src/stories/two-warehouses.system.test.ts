import { expectStory } from './expect-story.ts';
import { twoWarehouses } from './two-warehouses.ts';

await expectStory(twoWarehouses, 'ERP documents 2, shipped = ordered, verify 0');
