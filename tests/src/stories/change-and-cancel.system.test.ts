import { changeAndCancel } from './change-and-cancel.ts';
import { expectStory } from './expect-story.ts';

await expectStory(changeAndCancel, "ERP documents 3 (1 live), quantities = the ERP's book, verify 0");
