import { v7 } from 'uuid';
import { newSalt } from './audit-chain.ts';

/** A new time-ordered id (UUIDv7, RFC 9562). Random ids cost sixteen times the WAL. */
export type IdSource = () => string;

/** UUIDv7 of this machine; its random bits come from the pool of salts, because a system call per id shows in the profile. */
export const newId: IdSource = () => v7({ random: newSalt() });

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'; // Crockford's base 32

/** A UUID in 26 characters, upper case, for references whose field is short (35 characters in some ERPs). */
export function shortId(uuid: string): string {
  let text = '';
  let rest = 0;
  let bits = 2; // 26 letters hold 130 bits, a UUID has 128
  for (const letter of uuid) {
    if (letter === '-') continue;
    rest = (rest << 4) | Number.parseInt(letter, 16);
    bits += 4;
    if (bits < 5) continue;
    bits -= 5;
    text += alphabet[rest >> bits];
    rest &= (1 << bits) - 1;
  }
  return text;
}

/** The UUID behind 26 characters of `shortId`; undefined when they are none. */
export function idOfCode(code: string): string | undefined {
  let value = 0n;
  for (const letter of code) {
    const digit = alphabet.indexOf(letter);
    if (digit < 0) return undefined;
    value = (value << 5n) | BigInt(digit);
  }
  const hex = value.toString(16).padStart(32, '0');
  if (code.length !== 26 || hex.length !== 32) return undefined;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True for a UUID as we print it. */
export function isUuid(text: string): boolean {
  return uuidShape.test(text);
}
