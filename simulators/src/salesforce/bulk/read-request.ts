import type { SfRequest } from '../http/route.ts';
import { OrgError } from '../org/index.ts';
import { type CsvFormat, columnDelimiters, lineEndings } from './csv.ts';

/** A JSON object of a request. Throws JSON_PARSER_ERROR. */
export function readJson(text: string): Readonly<Record<string, unknown>> {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new OrgError('JSON_PARSER_ERROR', 'The HTTP entity body must be a JSON object');
  return { ...value };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new OrgError('JSON_PARSER_ERROR', error instanceof Error ? error.message : 'The HTTP entity body is not JSON');
  }
}

/** A member that is a text; undefined when it is not there or null. Throws JSON_PARSER_ERROR for anything else. */
export function textOf(body: Readonly<Record<string, unknown>>, member: string): string | undefined {
  const value = body[member];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new OrgError('JSON_PARSER_ERROR', `Cannot deserialize instance of string from ${JSON.stringify(value)} for ${member}`);
  return value;
}

/** A member that is one of these words. Throws JSON_PARSER_ERROR for another one. */
export function wordOf<T extends string>(body: Readonly<Record<string, unknown>>, member: string, words: readonly T[], otherwise: T | undefined): T {
  const text = textOf(body, member);
  const word = text === undefined ? otherwise : words.find((one) => one === text);
  if (word === undefined)
    throw new OrgError(
      'JSON_PARSER_ERROR',
      text === undefined ? `${member} not specified` : `${text} not a valid value for ${member}: one of ${words.join(', ')}`,
    );
  return word;
}

/** How the CSV of a new job is written. Throws INVALIDJOB for another content than CSV. */
export function formatOf(body: Readonly<Record<string, unknown>>): CsvFormat {
  if ((textOf(body, 'contentType') ?? 'CSV') !== 'CSV') throw invalidJob('Unsupported content type, CSV is the only one');
  return {
    columnDelimiter: wordOf(body, 'columnDelimiter', keysOf(columnDelimiters), 'COMMA'),
    lineEnding: wordOf(body, 'lineEnding', keysOf(lineEndings), 'LF'),
  };
}

const keysOf = <T extends object>(of: T): readonly (keyof T & string)[] => Object.keys(of) as (keyof T & string)[]; // literals have no other keys

/** The job cannot be made. */
export const invalidJob = (message: string): OrgError => new OrgError('INVALIDJOB', `InvalidJob : ${message}`);

/** The job is in no state for what was asked. */
export const invalidState = (message: string): OrgError => new OrgError('INVALIDJOBSTATE', `InvalidJobState : ${message}`);

/** A new job and its data in one request, as `multipart/form-data`; undefined for any other request. */
export async function readMultipart({ headers, body }: SfRequest): Promise<{ readonly job: string; readonly content: Buffer } | undefined> {
  const type = headers['content-type'] ?? '';
  if (!type.toLowerCase().startsWith('multipart/')) return undefined;
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    return { job: (await bytesOf(form.get('job'))).toString(), content: await bytesOf(form.get('content')) };
  } catch {
    throw invalidJob('Malformed multipart request: parts named job and content are needed');
  }
}

const bytesOf = async (part: ReturnType<FormData['get']>): Promise<Buffer> =>
  part === null || typeof part === 'string' ? Buffer.from(part ?? '') : Buffer.from(await part.arrayBuffer());
