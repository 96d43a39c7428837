import { describe, describeGlobal } from '../../org/index.ts';
import { Refused } from '../answers.ts';
import type { SfAnswer, SfRequest, SfRoute } from '../route.ts';
import { typeIn } from './fields.ts';

/** The versions that are offered: every release from Summer '14 to Summer '26. */
const versions = { first: 31, last: 67 } as const;
/** Spring '24 is 60; three releases a year. */
const springOf2024 = 60;

/** Whether `65.0` is offered. */
export const isVersion = (version: string): boolean => Number(version) >= versions.first && Number(version) <= versions.last && version.endsWith('.0');

/** What `/services/data` answers, without a session. */
export const versionList = (): SfAnswer => ({
  status: 200,
  json: Array.from({ length: versions.last - versions.first + 1 }, (_, nth) => versions.first + nth).map((number) => ({
    label: labelOf(number),
    url: `/services/data/v${number}.0`,
    version: `${number}.0`,
  })),
});

function labelOf(number: number): string {
  const releases = number - springOf2024 + 300; // a multiple of three away, so that the remainder is never negative
  const year = 24 + Math.floor(releases / 3) - 100;
  const season = ['Spring', 'Summer', 'Winter'][releases % 3] ?? '';
  return `${season} '${season === 'Winter' ? year + 1 : year}`;
}

/** What an org is made of: its resources, objects and fields. Metadata is as old as the process. */
export function objectRoutes(startedAt: Date): readonly SfRoute[] {
  const since = (run: (request: SfRequest) => unknown) => (request: SfRequest) => unlessKnown(request, startedAt, run);
  return [
    { method: 'GET', path: /^\/?$/, run: showResources },
    { method: 'GET', path: /^\/sobjects\/?$/, run: since(({ org, version }) => describeGlobal(org.types(), version)) },
    { method: 'GET', path: /^\/sobjects\/([^/]+)\/describe\/?$/, run: since(({ org, params, version }) => describe(typeIn(org, params[0]), version)) },
    { method: 'GET', path: /^\/sobjects\/([^/]+)\/?$/, run: showObject },
    { method: 'GET', path: /^\/recent\/?$/, run: () => ({ status: 200, json: [] }) }, // what an integration user has looked at: nothing
  ];
}

function showResources({ version, instanceUrl, org, who }: SfRequest): SfAnswer {
  const at = (name: string) => `/services/data/v${version}/${name}`;
  const names = ['commerce', 'composite', 'jobs', 'limits', 'parameterizedSearch', 'query', 'queryAll', 'recent', 'search', 'sobjects', 'tooling'];
  return { status: 200, json: { ...Object.fromEntries(names.map((name) => [name, at(name)])), identity: `${instanceUrl}/id/${org.orgId}/${who.userId}` } };
}

function showObject({ org, params, version }: SfRequest): SfAnswer {
  const type = typeIn(org, params[0]);
  const [objectDescribe] = describeGlobal([type], version).sobjects;
  return { status: 200, json: { objectDescribe, recentItems: [] } };
}

function unlessKnown(request: SfRequest, startedAt: Date, run: (request: SfRequest) => unknown): SfAnswer {
  const header = request.headers['if-modified-since'];
  const since = header === undefined ? Number.NaN : Date.parse(header);
  if (header !== undefined && Number.isNaN(since)) throw new Refused(400, 'INVALID_DATE_FORMAT', `not an HTTP date: ${header}`);
  const headers = { 'last-modified': startedAt.toUTCString() };
  if (Math.floor(startedAt.getTime() / 1000) * 1000 <= since) return { status: 304, headers };
  return { status: 200, headers, json: run(request) };
}
