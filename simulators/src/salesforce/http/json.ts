import { Refused } from './answers.ts';

/** What JSON.parse gives. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
/** A JSON object. */
export type JsonObject = { readonly [name: string]: Json };

/** Reads a body; throws JSON_PARSER_ERROR. */
export function parseJson(body: Buffer): Json {
  if (body.length === 0) throw malformed('The HTTP entity body is required, but this request has no entity body.');
  try {
    return JSON.parse(body.toString('utf8')) as Json; // what JSON.parse gives is what Json says
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : String(error));
  }
}

/** Reads a body that must be an object. */
export function parseObject(body: Buffer): JsonObject {
  const json = parseJson(body);
  if (!isObject(json)) throw malformed('Cannot deserialize instance of the request from anything but a JSON object');
  return json;
}

/** A list of objects under this name. */
export function objectsIn(json: JsonObject, name: string): readonly JsonObject[] {
  const list = json[name];
  if (!Array.isArray(list) || !list.every(isObject)) throw malformed(`${name} must be a list of objects`);
  return list;
}

/** A text under this name; throws when it is missing. */
export function textIn(json: JsonObject, name: string): string {
  const value = json[name];
  if (typeof value !== 'string') throw malformed(`${name} must be a text`);
  return value;
}

/** An object under this name; undefined when it is missing. */
export function objectIn(json: JsonObject, name: string): JsonObject | undefined {
  const value = json[name];
  return value !== undefined && isObject(value) ? value : undefined;
}

/** Whether this is a JSON object, no list and not null. */
export const isObject = (json: Json): json is JsonObject => typeof json === 'object' && json !== null && !Array.isArray(json);

/** JSON that does not have the shape of its resource. */
export const malformed = (message: string): Refused => new Refused(400, 'JSON_PARSER_ERROR', message);
