import { describe, expect, it } from 'vitest';
import { troubleIn } from './troubles.ts';

const day = (stretches: number) => Array.from({ length: stretches }, (_, stretch) => troubleIn(stretch, stretches));

describe('the troubles of a day', () => {
  it.each([9, 24])('are all there over %i stretches, and events expire once', (stretches) => {
    const troubles = day(stretches);
    expect(new Set(troubles)).toEqual(new Set([undefined, 'cut', 'sign-out', 'duplicates', 'gaps', 'silence', 'refusal', 'expiry', 'overflow']));
    expect(troubles.filter((trouble) => trouble === 'expiry')).toHaveLength(1);
  });
});
