import { expectStory } from './expect-story.ts';
import { salesforce } from './salesforce.ts';

await expectStory(salesforce, /^quotes 6, ERP documents 6, wrong lines 0, faults (\d+) of \1 survived, calls \d+ of budget \d+$/);
