import { Refused } from '../answers.ts';
import { objectsIn, parseObject, textIn } from '../json.ts';
import type { SfAnswer, SfRequest, SfRoute } from '../route.ts';
import type { Dispatch } from './subrequest.ts';

const subrequestsMax = 25;

/** Up to 25 requests that have nothing to do with each other; each is a transaction of its own. */
export const batchRoutes = (dispatch: Dispatch): readonly SfRoute[] => [
  { method: 'POST', path: /^\/composite\/batch\/?$/, run: (request) => runBatch(request, dispatch) },
];

async function runBatch(request: SfRequest, dispatch: Dispatch): Promise<SfAnswer> {
  const body = parseObject(request.body);
  const asked = objectsIn(body, 'batchRequests');
  if (asked.length > subrequestsMax) throw new Refused(400, 'LIMIT_EXCEEDED', `Limit of ${subrequestsMax} reached for operations in a batch request`);
  const results: { readonly statusCode: number; readonly result: unknown }[] = [];
  let isHalted = false;
  for (const each of asked) {
    if (isHalted) {
      results.push({ statusCode: 412, result: [{ errorCode: 'BATCH_PROCESSING_HALTED', message: 'Batch processing halted per request' }] });
      continue;
    }
    const { status, json } = await dispatch.alone(request, { method: textIn(each, 'method'), url: textIn(each, 'url'), body: each['richInput'], headers: {} });
    results.push({ statusCode: status, result: json ?? null });
    isHalted = body['haltOnError'] === true && status >= 400;
  }
  return { status: 200, json: { hasErrors: results.some(({ statusCode }) => statusCode >= 400), results } };
}
