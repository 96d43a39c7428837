import { describe, expect, it } from 'vitest';
import { numberOf } from './ids.ts';
import { fullId, keyPrefixOf, makeId } from './index.ts';

describe('ids', () => {
  it.each([
    ['001D000000IRFma', '001D000000IRFmaIAH'], // published by the platform's documentation
    ['801D0000000FzsM', '801D0000000FzsMIAS'],
    ['005Rj000005UEfQ', '005Rj000005UEfQIAW'],
  ])('%s gets the suffix that tells its capitals', (short, full) => {
    expect([fullId(short), fullId(full)]).toEqual([full, full]);
  });

  it('mends an id whose case was lost', () => {
    expect(fullId('801d0000000fzsmias')).toBe('801D0000000FzsMIAS');
  });

  it.each(['', '001', '001D000000IRFm', '001D000000IRFm!', '001D000000IRFmaIA!', '001D000000IRFmaI9H', 'ABC Corporation'])('refuses %j', (text) => {
    expect(fullId(text)).toBeUndefined();
  });

  it('counts under a key prefix and reads the number back', () => {
    const ids = [1, 61, 62, 123_456_789].map((number) => makeId('801', number));
    expect([ids[0], new Set(ids).size]).toEqual([fullId('801Hd0000000001'), 4]);
    expect(ids.map(numberOf)).toEqual([1, 61, 62, 123_456_789]);
    expect(ids.every((id) => id.length === 18 && keyPrefixOf(id) === '801' && fullId(id) === id)).toBe(true);
  });
});
