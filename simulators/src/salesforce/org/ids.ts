const prefixLength = 3;
const shortLength = 15;
const numberLength = 9;
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const suffixLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const instance = 'Hd0'; // two characters for the instance and a reserved zero
const shape = /^[0-9A-Za-z]+$/;

/** The id of the `number`-th record under a key prefix, 18 characters long. */
export function makeId(keyPrefix: string, number: number): string {
  let text = '';
  for (let rest = number; rest > 0; rest = Math.floor(rest / digits.length)) text = digits.charAt(rest % digits.length) + text;
  return withSuffix(`${keyPrefix}${instance}${text.padStart(numberLength, '0')}`);
}

/** Which record under its key prefix an id of {@link makeId} names. */
export const numberOf = (id: string): number =>
  [...id.slice(prefixLength + instance.length, shortLength)].reduce((sum, digit) => sum * digits.length + digits.indexOf(digit), 0);

/** The key prefix of an id: which object it belongs to. */
export const keyPrefixOf = (id: string): string => id.slice(0, prefixLength);

/**
 * An id of 15 or 18 characters with 18. The last three say which of the others are capitals, so that an id which lost its
 * letters' case on the way is mended. Undefined when the text is no id.
 */
export function fullId(id: string): string | undefined {
  if (!shape.test(id)) return undefined;
  if (id.length === shortLength) return withSuffix(id);
  return id.length === shortLength + prefixLength ? mended(id) : undefined;
}

function withSuffix(short: string): string {
  const letters = [0, 5, 10].map((from) => suffixLetters.charAt(capitalsOf(short.slice(from, from + 5))));
  return short + letters.join('');
}

const capitalsOf = (five: string): number => [...five].reduce((bits, letter, index) => bits + (letter >= 'A' && letter <= 'Z' ? 2 ** index : 0), 0);

function mended(id: string): string | undefined {
  const capitals = [...id.slice(shortLength).toUpperCase()].map((letter) => suffixLetters.indexOf(letter));
  if (capitals.includes(-1)) return undefined;
  const isCapital = (index: number) => ((capitals[Math.floor(index / 5)] ?? 0) >> (index % 5)) % 2 === 1;
  const short = [...id.slice(0, shortLength)].map((letter, index) => (isCapital(index) ? letter.toUpperCase() : letter.toLowerCase())).join('');
  const full = withSuffix(short);
  return full.slice(shortLength) === id.slice(shortLength).toUpperCase() ? full : undefined;
}
