import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';

describe('the options of a soak', () => {
  it('are a hundred thousand events of Salesforce and memory that grows by ten percent at most, where nothing else is said', () => {
    expect(readOptions(['salesforce'])).toEqual({ kind: 'run', wishes: { events: 100_000, growthPercentMax: 10, plant: undefined, keep: false } });
  });

  it('leave memory alone in a short soak, where the hub is still warming up', () => {
    expect(readOptions(['salesforce', '--events', '2000'])).toMatchObject({ wishes: { events: 2_000, growthPercentMax: undefined } });
  });

  it.each([
    [[], 'salesforce'],
    [['shopify'], 'salesforce'],
    [['salesforce', '--events', '12'], '--events'],
    [['salesforce', '--events', 'many'], '--events'],
    [['salesforce', '--plant', 'flowers'], '--plant'],
    [['salesforce', '--speed', '9'], '--speed'],
  ])('are refused by name: %j', (words, named) => {
    expect(readOptions(words)).toEqual({ kind: 'wrong', message: expect.stringContaining(named) });
  });
});
