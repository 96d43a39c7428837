import { type Read, unreadableAnswer } from './answer-shape.ts';
import { type AnswerTable, classify } from './classify.ts';
import type { Call, HttpRequest } from './http.ts';
import type { Failure, Refusal } from './outcome.ts';

/** One request with a JSON body, or none; `commits` says whether it can change anything there, `read` what its answer must look like. */
export type JsonRequest<T> = Pick<HttpRequest, 'method' | 'url'> & {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly commits: boolean;
  readonly read: (body: unknown) => Read<T>;
};

/** What came back, in their shape; or the "no" or the failure that their table makes of it. */
export type JsonAnswer<T> = { readonly kind: 'got'; readonly value: T } | Refusal | Failure;

/** Sends one request and reads its answer, by the partner's table and by the shape. */
export async function requestJson<T>(request: JsonRequest<T>, table: AnswerTable, { http, now }: Call): Promise<JsonAnswer<T>> {
  const { method, url, body, commits, read } = request;
  const headers = body === undefined ? request.headers : { 'content-type': 'application/json', ...request.headers };
  const result = await http({ method, url, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const answer = classify(result, table, { commits, now: now() });
  if (answer.kind !== 'accepted') return answer;
  const value = read(answer.body);
  return value.kind === 'read' ? { kind: 'got', value: value.value } : unreadableAnswer(value, { commits });
}

/** For a read, at which a partner's "no" means that we ask wrongly. */
export function asFailure(answer: Refusal | Failure): Failure {
  return answer.kind === 'failed' ? answer : { kind: 'failed', class: 'poison', message: `${answer.code}: ${answer.message}` };
}
