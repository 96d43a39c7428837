import { expect, it } from 'vitest';
import { soakSalesforce } from './soak.ts';

const soakMsMax = 480_000;
/** Memory is not judged in so short a time: the hub is still warming up. */
const short = { events: 2_000, growthPercentMax: undefined, keep: false } as const;

it(
  'loses no change event of Salesforce over a compressed day with cut streams, an expired replay id and an overflow, and makes each sale one order',
  async () => {
    const lines: string[] = [];
    const { lastLine, isWell } = await soakSalesforce({ ...short, plant: undefined }, (line) => lines.push(line));
    expect(lastLine, lines.join('\n')).toMatch(/^events 2\d{3}, sales (\d+), orders \1, missed 0, wrong 0, reconnects \d+, expired 1, /);
    expect(isWell).toBe(true);
  },
  soakMsMax,
);
