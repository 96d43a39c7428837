import type { SpoiledAnswer } from './scene.ts';

/** A JSON object of an answer, as a test alters it. */
export type Json = Readonly<Record<string, unknown>>;

/** A spoiled answer whose body is a JSON object, changed. */
export function spoilJson(title: string, field: string, change: (answer: Json) => Json): SpoiledAnswer {
  return { title, field, alter: (body) => JSON.stringify(change(jsonObject(JSON.parse(body)))) };
}

/** What a proxy says instead of the partner. */
export const noJson: SpoiledAnswer = { title: 'no JSON', field: '', alter: () => '<html>Bad gateway</html>' };

/** The object without one field. */
export function without(field: string): (answer: Json) => Json {
  return ({ [field]: _gone, ...rest }) => rest;
}

/** The page with the first entry of its list changed. */
export function inFirst(list: string, change: (entry: Json) => Json): (page: Json) => Json {
  return (page) => {
    const entries: unknown = page[list];
    const [first, ...rest] = Array.isArray(entries) ? entries : [];
    return { ...page, [list]: [change(jsonObject(first)), ...rest] };
  };
}

/** The value as an object; an empty one when it is none. */
export function jsonObject(value: unknown): Json {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
