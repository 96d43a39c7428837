import { expectStory } from './expect-story.ts';
import { newAccount } from './new-account.ts';

await expectStory(newAccount, 'quotes 3, customers made 1, verify 0');
