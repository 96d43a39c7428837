import { isObject, type Json } from '../json.ts';

/** What earlier subrequests answered, by their referenceId. */
export type Answers = ReadonlyMap<string, Json>;

/** A reference to something that is not there. */
export class Unresolved extends Error {}

const reference = /@\{([A-Za-z0-9_]+)((?:\.[A-Za-z0-9_]+|\[\d+\])*)\}/g;

/** Puts the answers in the place of every `@{ref.path[0].name}`; throws Unresolved. */
export function resolve(json: Json, answers: Answers): Json {
  if (typeof json === 'string') return resolveText(json, answers);
  if (Array.isArray(json)) return json.map((each: Json) => resolve(each, answers));
  if (!isObject(json)) return json;
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, resolve(value, answers)]));
}

/** A text that is one reference and nothing else keeps the type of what it refers to. */
function resolveText(text: string, answers: Answers): Json {
  const [whole] = [...text.matchAll(reference)];
  if (whole?.[0] === text) return read(whole, answers);
  return text.replaceAll(reference, (...match: string[]) => String(read(match, answers)));
}

function read([all = '', name = '', path = '']: readonly string[], answers: Answers): Json {
  let value = answers.get(name);
  for (const step of path.matchAll(/\.([A-Za-z0-9_]+)|\[(\d+)\]/g)) value = stepInto(value, step[1], step[2]);
  if (value === undefined) throw new Unresolved(`Invalid reference specified. No value for ${all.slice(2, -1)} found in ${name}`);
  return value;
}

function stepInto(value: Json | undefined, name: string | undefined, index: string | undefined): Json | undefined {
  if (Array.isArray(value)) return value[Number(index)];
  return value !== undefined && isObject(value) && name !== undefined ? value[name] : undefined;
}

/** The names that something refers to. */
export function referencesIn(json: Json): readonly string[] {
  return [...new Set([...JSON.stringify(json).matchAll(reference)].map(([, name]) => name ?? ''))];
}
