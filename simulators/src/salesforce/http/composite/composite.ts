import type { IncomingHttpHeaders } from 'node:http';
import type { Work } from '../../org/index.ts';
import { Refused } from '../answers.ts';
import { isObject, type Json, type JsonObject, objectIn, objectsIn, parseObject, textIn } from '../json.ts';
import type { SfAnswer, SfRequest, SfRoute } from '../route.ts';
import { type Answers, resolve, Unresolved } from './references.ts';
import type { Dispatch, Subrequest } from './subrequest.ts';

/** The most subrequests, and of them the most queries and collections (REST API guide, Composite). */
const subrequestsMax = 25;
const heavyMax = 5;

/** A subrequest as it came, its references not yet resolved. */
export type Node = {
  readonly referenceId: string;
  readonly method: string;
  readonly url: string;
  readonly body: Json | undefined;
  readonly headers: JsonObject;
};

/** What a subrequest came to. */
export type NodeAnswer = {
  readonly body: unknown;
  readonly httpHeaders: Readonly<Record<string, string>>;
  readonly httpStatusCode: number;
  readonly referenceId: string;
};

/** Up to 25 requests in one, each of which may use what those before it answered. */
export const compositeRoutes = (dispatch: Dispatch): readonly SfRoute[] => [
  { method: 'POST', path: /^\/composite\/?$/, run: (request) => runComposite(request, dispatch) },
];

async function runComposite(request: SfRequest, dispatch: Dispatch): Promise<SfAnswer> {
  const body = parseObject(request.body);
  const nodes = readNodes(body);
  if (nodes.length > subrequestsMax) throw new Refused(400, 'LIMIT_EXCEEDED', `Limit of ${subrequestsMax} reached for operations in a composite request`);
  const heavy = nodes.filter(({ url }) => /\/(query|queryAll|composite\/sobjects)\b/.test(url));
  if (heavy.length > heavyMax)
    throw new Refused(400, 'LIMIT_EXCEEDED', `Limit of ${heavyMax} reached for query and collection operations in a composite request`);
  const compositeResponse = body['allOrNone'] === true ? runAll(request, nodes, dispatch).answers : await runEach(request, nodes, dispatch);
  return { status: 200, json: { compositeResponse } };
}

/** Reads `compositeRequest`; throws when a subrequest misses what it needs. */
export function readNodes(body: JsonObject): readonly Node[] {
  const nodes = objectsIn(body, 'compositeRequest').map((each) => {
    const referenceId = textIn(each, 'referenceId');
    if (!/^[A-Za-z0-9][A-Za-z0-9_]*$/.test(referenceId)) {
      throw new Refused(
        400,
        'JSON_PARSER_ERROR',
        `Provided referenceId ('${referenceId}') must start with a letter or a number, and it can contain only letters, numbers and underscores ('_').`,
      );
    }
    return { referenceId, method: textIn(each, 'method'), url: textIn(each, 'url'), body: each['body'], headers: objectIn(each, 'httpHeaders') ?? {} };
  });
  const twin = nodes.find(({ referenceId }, index) => nodes.findIndex((node) => node.referenceId === referenceId) !== index);
  if (twin !== undefined) throw new Refused(400, 'INVALID_INPUT', `Duplicate referenceId provided: ${twin.referenceId}`);
  return nodes;
}

/** Each in a transaction of its own; what refers to one that failed is not run. */
async function runEach(request: SfRequest, nodes: readonly Node[], dispatch: Dispatch): Promise<readonly NodeAnswer[]> {
  const heard = new Map<string, Json>();
  const answers: NodeAnswer[] = [];
  for (const node of nodes) {
    const sub = prepare(node, heard);
    const answer = sub instanceof Unresolved ? halted(node, sub.message) : told(node, await dispatch.alone(request, sub));
    if (answer.httpStatusCode < 300) heard.set(node.referenceId, asJson(answer.body));
    answers.push(answer);
  }
  return answers;
}

/** Thrown inside the transaction to undo it. */
class RolledBack extends Error {}

/** All in one transaction, in the order of `nodes`: when one fails, none of them has happened. */
export function runAll(
  request: SfRequest,
  nodes: readonly Node[],
  dispatch: Dispatch,
): { readonly answers: readonly NodeAnswer[]; readonly isSuccessful: boolean } {
  let answers: readonly NodeAnswer[] = [];
  try {
    request.org.transact(request.who, (work) => {
      answers = runInTurn(request, nodes, dispatch, work);
      if (answers.length < nodes.length || answers.some(isFailed)) throw new RolledBack();
    });
    return { answers, isSuccessful: true };
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    const undone = 'The transaction was rolled back since another operation in the same transaction failed.';
    const failed = answers.at(-1);
    return { answers: nodes.map((node) => (failed?.referenceId === node.referenceId ? failed : halted(node, undone))), isSuccessful: false };
  }
}

/** Runs until one fails; the failed one is the last answer. */
function runInTurn(request: SfRequest, nodes: readonly Node[], dispatch: Dispatch, work: Work): readonly NodeAnswer[] {
  const heard = new Map<string, Json>();
  const answers: NodeAnswer[] = [];
  for (const node of nodes) {
    const sub = prepare(node, heard);
    const answer = sub instanceof Unresolved ? halted(node, sub.message) : told(node, dispatch.within(request, sub, work));
    answers.push(answer);
    if (isFailed(answer)) return answers;
    heard.set(node.referenceId, asJson(answer.body));
  }
  return answers;
}

/** A collection that could not do one of its records has failed too, though its status is 200. */
const isFailed = ({ httpStatusCode, body }: NodeAnswer): boolean =>
  httpStatusCode >= 300 ||
  (Array.isArray(body) && body.some((each: unknown) => typeof each === 'object' && each !== null && 'success' in each && each.success === false));

function prepare({ method, url, body, headers }: Node, heard: Answers): Subrequest | Unresolved {
  try {
    const resolved = resolve({ url, body: body ?? null, headers }, heard);
    if (!isObject(resolved)) throw new TypeError('an object stays an object');
    const target = textIn(resolved, 'url');
    if (/\/(composite(?!\/sobjects)|jobs)\b/.test(target)) throw new Refused(400, 'INVALID_INPUT', `${target} is not supported as a subrequest`);
    return { method, url: target, body: resolved['body'], headers: lowered(objectIn(resolved, 'headers') ?? {}) };
  } catch (error) {
    if (error instanceof Unresolved) return error;
    throw error;
  }
}

const lowered = (headers: JsonObject): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));

const told = ({ referenceId }: Node, { status, headers = {}, json }: SfAnswer): NodeAnswer => ({
  body: json ?? null,
  httpHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [titled(name), value])),
  httpStatusCode: status,
  referenceId,
});

const titled = (name: string): string =>
  name === 'etag' ? 'ETag' : name.replaceAll(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase());

const halted = ({ referenceId }: Node, message: string): NodeAnswer => ({
  body: [{ errorCode: 'PROCESSING_HALTED', message }],
  httpHeaders: {},
  httpStatusCode: 400,
  referenceId,
});

/** An answer as it goes over the wire. */
const asJson = (body: unknown): Json => JSON.parse(JSON.stringify(body ?? null)) as Json;
