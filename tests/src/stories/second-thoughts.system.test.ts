import { expectStory } from './expect-story.ts';
import { secondThoughts } from './second-thoughts.ts';

await expectStory(secondThoughts, 'answers 5, ERP documents 1, verify 0');
