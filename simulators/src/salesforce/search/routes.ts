import { type JsonObject, objectsIn, parseObject, textIn } from '../http/json.ts';
import type { SfAnswer, SfRequest, SfRoute } from '../http/route.ts';
import { malformedSearch, parseSosl } from './parse-sosl.ts';
import { runSearch } from './run-search.ts';
import { recordsMax, type SearchRequest, type Wanted } from './search-request.ts';

/** The resources `search`, which takes SOSL, and `parameterizedSearch`, which takes its parts. */
export const searchRoutes: readonly SfRoute[] = [
  { method: 'GET', path: /^\/search\/?$/, run: (request) => answer(request, parseSosl(questionIn(request))) },
  { method: 'GET', path: /^\/parameterizedSearch\/?$/i, run: (request) => answer(request, fromQuery(request)) },
  { method: 'POST', path: /^\/parameterizedSearch\/?$/i, run: (request) => answer(request, fromBody(parseObject(request.body))) },
];

const answer = ({ org, who, version }: SfRequest, search: SearchRequest): SfAnswer => ({
  status: 200,
  json: { searchRecords: runSearch(search, { org, userId: who.userId, version }) },
});

function questionIn({ query }: SfRequest): string {
  const question = query.get('q') ?? '';
  if (question.trim() === '') throw malformedSearch('A search string has to be specified');
  return question;
}

const wanted = (object: string, fields = 'Id', where = '', limit = recordsMax): Wanted => ({
  object,
  fields,
  clauses: where === '' ? '' : `WHERE ${where}`,
  limit,
  offset: 0,
});
const within = (text: string | null): SearchRequest['within'] => (text === 'NAME' || text === 'EMAIL' || text === 'PHONE' ? text : 'ALL');

function fromQuery(request: SfRequest): SearchRequest {
  const { query } = request;
  const objects = query.get('sobject')?.split(',') ?? [];
  return {
    terms: questionIn(request),
    within: within(query.get('in')),
    wanted: objects.map((object) =>
      wanted(object, query.get(`${object}.fields`) ?? undefined, query.get(`${object}.where`) ?? '', Number(query.get(`${object}.limit`) ?? recordsMax)),
    ),
    limit: Number(query.get('overallLimit') ?? recordsMax),
  };
}

function fromBody(body: JsonObject): SearchRequest {
  const objects = body['sobjects'] === undefined ? [] : objectsIn(body, 'sobjects');
  const shared = listIn(body, 'fields');
  return {
    terms: textIn(body, 'q'),
    within: within(typeof body['in'] === 'string' ? body['in'] : null),
    wanted: objects.map((object) =>
      wanted(
        textIn(object, 'name'),
        listIn(object, 'fields') ?? shared,
        typeof object['where'] === 'string' ? object['where'] : '',
        Number(object['limit'] ?? recordsMax),
      ),
    ),
    limit: Number(body['overallLimit'] ?? recordsMax),
  };
}

function listIn(body: JsonObject, name: string): string | undefined {
  const list = body[name];
  return Array.isArray(list) ? list.join(', ') : undefined;
}
