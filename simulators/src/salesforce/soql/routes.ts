import type { SfAnswer, SfRequest, SfRoute } from '../http/route.ts';
import { OrgError, type Row } from '../org/index.ts';
import { batchSizeMax, batchSizeOf, type Cursor, invalidLocator, openCursors, parseLocator, showPage } from './cursors.ts';
import { explainQuery } from './explain.ts';
import type { Source } from './paths.ts';
import type { Links, Shown } from './projection.ts';
import { runQuery } from './run-query.ts';
import { toolingAnswer, toolingSource } from './tooling.ts';

/** What the query resources ask of their neighbours. */
export type QueryNeighbours = {
  /** Records of ManagedEventSubscription, which whoever serves Pub/Sub keeps. */
  readonly managedSubscriptions: () => readonly Row[];
  /** Records of PlatformEventChannelMember. */
  readonly channelMembers: () => readonly Row[];
};

/** The resources `query`, `queryAll` with their locators and `explain`, and `tooling/query`; each call has cursors of its own. */
export function queryRoutes({ managedSubscriptions, channelMembers }: QueryNeighbours): readonly SfRoute[] {
  const cursors = openCursors();

  const linksOf = ({ version }: SfRequest, batchSize: number): Links => {
    const links: Links = {
      version,
      page: (list) => {
        const cursor = { list, batchSize };
        return showPage(cursor, 0, links, () => cursors.children.keep(cursor));
      },
    };
    return links;
  };

  const answer = (request: SfRequest, source: Source, withDeleted: boolean): Shown => {
    const found = runQuery({ soql: request.query.get('q') ?? '', source, userId: request.who.userId, withDeleted });
    if (found.kind === 'count') return { totalSize: found.count, done: true, records: [] };
    if (found.kind === 'groups') return { totalSize: found.records.length, done: true, records: found.records };
    const batchSize = batchSizeOf(request.headers['sforce-query-options']) ?? batchSizeMax;
    const cursor: Cursor = { list: found, batchSize };
    return showPage(cursor, 0, linksOf(request, batchSize), () => cursors.of(request.who.userId).keep(cursor));
  };

  const more = (request: SfRequest): SfAnswer => {
    const { id, from } = parseLocator(request.params[0] ?? '');
    const kept = cursors.of(request.who.userId).find(id) ?? cursors.children.find(id);
    if (kept === undefined || from > kept.list.rows.length) throw invalidLocator();
    const batchSize = batchSizeOf(request.headers['sforce-query-options']) ?? kept.batchSize;
    return { status: 200, json: showPage({ ...kept, batchSize }, from, linksOf(request, batchSize), () => id) };
  };

  const query = (request: SfRequest, withDeleted: boolean): SfAnswer => {
    const explained = request.query.get('explain');
    if (explained !== null) return { status: 200, json: explainQuery(explained, request.org, request.who.userId) };
    if (!request.query.has('q')) throw new OrgError('MALFORMED_QUERY', 'A query string has to be specified');
    return { status: 200, json: answer(request, request.org, withDeleted) };
  };

  return [
    { method: 'GET', path: /^\/query\/?$/, run: (request) => query(request, false) },
    { method: 'GET', path: /^\/queryAll\/?$/i, run: (request) => query(request, true) },
    { method: 'GET', path: /^\/query(?:All)?\/([^/]+)$/i, run: more },
    {
      method: 'GET',
      path: /^\/tooling\/query\/?$/,
      run: (request) => {
        const source = toolingSource(request.org, { managedSubscriptions: managedSubscriptions(), channelMembers: channelMembers() });
        return { status: 200, json: toolingAnswer(answer(request, source, false)) };
      },
    },
    { method: 'GET', path: /^\/tooling\/query\/([^/]+)$/, run: more },
  ];
}
