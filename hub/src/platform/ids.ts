import { v7 } from 'uuid';

/** A new time-ordered id (UUIDv7, RFC 9562). Random ids cost sixteen times the WAL. */
export type IdSource = () => string;

/** UUIDv7 of this machine. */
export const newId: IdSource = () => v7();

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'; // Crockford's base 32

/** A UUID in 26 characters, upper case, for references whose field is short (35 characters in some ERPs). */
export function shortId(uuid: string): string {
  let value = BigInt(`0x${uuid.replaceAll('-', '')}`);
  let text = '';
  for (let i = 0; i < 26; i += 1) {
    text = alphabet[Number(value & 31n)] + text;
    value >>= 5n;
  }
  return text;
}

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True for a UUID as we print it. */
export function isUuid(text: string): boolean {
  return uuidShape.test(text);
}
