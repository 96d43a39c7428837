import { isUtf8 } from 'node:buffer';
import type { Problem } from './problem.ts';

/** Deepest nesting of a body; the deepest documented one needs seven levels. */
export const jsonDepthMax = 20;

/** What bytes say, or why they are refused. */
export type ReadJson = { readonly kind: 'read'; readonly value: unknown } | { readonly kind: 'refused'; readonly problem: Problem };

const quote = 0x22;
const backslash = 0x5c;
const letterU = 0x75;

/**
 * Reads JSON from a stranger. Depth is counted in the bytes, before anything recursive sees them; a member that appears
 * twice, U+0000 and unpaired surrogates are refused, because every reader further on would understand them differently.
 */
export function readJson(bytes: Uint8Array): ReadJson {
  if (!isUtf8(bytes)) return refused('not-utf8', 'The body is not encoded in UTF-8.');
  const counted = count(bytes);
  if (counted.depth > jsonDepthMax) return refused('too-deep', `The body is nested more than ${jsonDepthMax} levels deep.`);
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch (error) {
    return refused('malformed-json', `The body is no JSON: ${(error as Error).message}`);
  }
  if (membersOf(value) !== counted.members) {
    const field = findDuplicate(bytes);
    return refused('duplicate-member', `The member ${field ?? ''} appears twice in its object.`, field);
  }
  const place = counted.hasUnicodeEscape ? findForbidden(value, '') : undefined;
  if (place !== undefined) return refused('forbidden-character', `${place || 'The body'} holds U+0000 or an unpaired surrogate.`, place);
  return { kind: 'read', value };
}

function refused(code: Problem['code'], detail: string, field?: string): ReadJson {
  return { kind: 'refused', problem: { code, detail, ...(field !== undefined && { field }) } };
}

/** Deepest nesting, number of members and whether a `\u` escape is there, in one pass that allocates nothing per byte. */
function count(bytes: Uint8Array): { readonly depth: number; readonly members: number; readonly hasUnicodeEscape: boolean } {
  let depth = 0;
  let deepest = 0;
  let members = 0;
  let isText = false;
  let hasUnicodeEscape = false;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i];
    if (isText) {
      if (byte === backslash) {
        i += 1;
        if (bytes[i] === letterU) hasUnicodeEscape = true;
      } else if (byte === quote) isText = false;
    } else if (byte === quote) isText = true;
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > deepest) {
        deepest = depth;
        if (deepest > jsonDepthMax) break;
      }
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1;
    else if (byte === 0x3a) members += 1;
  }
  return { depth: deepest, members, hasUnicodeEscape };
}

/** Members of all objects within; recursion is bounded by the depth that was checked before. */
function membersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let members = 0;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object') members += membersOf(item);
    return members;
  }
  for (const inner of Object.values(value)) members += typeof inner === 'object' ? 1 + membersOf(inner) : 1;
  return members;
}

function findForbidden(value: unknown, place: string): string | undefined {
  if (typeof value === 'string') return value.includes('\u0000') || !value.isWellFormed() ? place : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  const isArray = Array.isArray(value);
  for (const [key, inner] of Object.entries(value)) {
    const name = isArray ? `${place}[${key}]` : joined(place, key);
    const found = findForbidden(key, name) ?? findForbidden(inner, name);
    if (found !== undefined) return found.toWellFormed().replaceAll('\u0000', '\uFFFD');
  }
  return undefined;
}

type Open = { readonly names: Set<string> | undefined; readonly place: string; index: number; name: string };

/** The place of the first member that appears twice. Runs only when it is known that there is one. */
function findDuplicate(bytes: Uint8Array): string | undefined {
  const stack: Open[] = [];
  for (const [token] of Buffer.from(bytes)
    .toString('utf8')
    .matchAll(/"(?:[^"\\]|\\.)*"\s*:?|[{}[\],]/gs)) {
    const top = stack.at(-1);
    if (token === '{' || token === '[') {
      const place = !top ? '' : top.names ? joined(top.place, top.name) : `${top.place}[${top.index}]`;
      stack.push({ names: token === '{' ? new Set() : undefined, place, index: 0, name: '' });
    } else if (token === '}' || token === ']') stack.pop();
    else if (token === ',') {
      if (top) top.index += 1;
    } else if (token.endsWith(':') && top?.names) {
      top.name = JSON.parse(token.slice(0, -1)) as string;
      if (top.names.has(top.name)) return joined(top.place, top.name);
      top.names.add(top.name);
    }
  }
  return undefined;
}

/** `place.name`. */
export function joined(place: string, name: string): string {
  return place === '' ? name : `${place}.${name}`;
}
