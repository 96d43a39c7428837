import type { SfAnswer, SfRequest, SfRoute } from '../route.ts';
import type { Usage } from './usage.ts';

/** Limits that this stand-in does not hold: what the platform says for a small org. */
const untouched = {
  ConcurrentAsyncGetReportInstances: 200,
  DailyAsyncApexExecutions: 250_000,
  DailyBulkApiBatches: 15_000,
  DailyBulkV2QueryFileStorageMB: 976_562,
  DailyBulkV2QueryJobs: 10_000,
  DailyDeliveredPlatformEvents: 10_000,
  DailyStandardVolumePlatformEvents: 10_000,
  DataStorageMB: 1024,
  FileStorageMB: 1024,
  HourlyPublishedPlatformEvents: 50_000,
  HourlyPublishedStandardVolumePlatformEvents: 1000,
  MonthlyPlatformEventsUsageEntitlement: 0,
  SingleEmail: 5000,
} as const;

/** What is left of the org's limits, and how many records it has. */
export const limitRoutes = (usage: Usage): readonly SfRoute[] => [
  { method: 'GET', path: /^\/limits\/?$/, run: () => showLimits(usage) },
  { method: 'GET', path: /^\/limits\/recordCount\/?$/, run: showCounts },
];

function showLimits(usage: Usage): SfAnswer {
  const limits = Object.entries(untouched).map(([name, max]) => [name, { Max: max, Remaining: max }] as const);
  const daily = { Max: usage.max, Remaining: Math.max(0, usage.max - usage.used()) };
  return { status: 200, json: Object.fromEntries([...limits, ['DailyApiRequests', daily] as const].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function showCounts({ org, query }: SfRequest): SfAnswer {
  const wanted = query.get('sObjects')?.split(',');
  const types = org.types().filter(({ name, isEvent }) => !isEvent && (wanted === undefined || wanted.includes(name)));
  return { status: 200, json: { sObjects: types.map(({ name }) => ({ count: [...org.rows(name)].length, name })) } };
}
