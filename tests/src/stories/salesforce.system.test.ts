import { expectStory } from './expect-story.ts';
import { salesforce } from './salesforce.ts';
import { wellLine } from './salesforce-outcome.ts';

const [few, usual] = [3, 8];

await expectStory(salesforce, wellLine, { what: 'The hub is killed twice.', erps: ['simulated'], size: { quotes: usual, hasKills: true } });
await expectStory(salesforce, wellLine, { what: 'Salesforce has every fault in turn.', erps: ['simulated'], size: { hasFaults: true } });
await expectStory(salesforce, wellLine, { what: 'The ERP is a real one.', erps: ['tryton'], size: { quotes: few } });
for (const trigger of ['order-activated', 'platform-event'] as const)
  await expectStory(salesforce, wellLine, { what: `What makes a sale an order: ${trigger}.`, erps: ['simulated'], size: { quotes: few, trigger } });
