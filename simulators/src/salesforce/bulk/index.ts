import type { SfRoute } from '../http/route.ts';
import { ingestRoutes } from './ingest-routes.ts';
import { openJobs } from './jobs.ts';
import { bulkQueryRoutes } from './query-routes.ts';
import { startWorker } from './worker.ts';

/** How Bulk API 2.0 behaves; what is left out is as on the platform. */
export type BulkOptions = {
  readonly now: () => Date;
  /** How long a job stays in each state before it goes on. */
  readonly stepMs?: number;
  readonly uploadBytesMax?: number;
  readonly rowsPerDayMax?: number;
};

/** Bulk API 2.0: its routes; `stop` ends the work under way and forgets all jobs. */
export type Bulk = { readonly routes: readonly SfRoute[]; readonly stop: () => void };

/** Opens `jobs/ingest` and `jobs/query`. Jobs live in memory. */
export function openBulk({ now, stepMs = 100, uploadBytesMax = 150 * 1024 * 1024, rowsPerDayMax = 150_000_000 }: BulkOptions): Bulk {
  const jobs = openJobs(now);
  const worker = startWorker(jobs, { stepMs, rowsPerDayMax });
  const stop = (): void => {
    worker.stop();
    jobs.clear();
  };
  return { routes: [...ingestRoutes(jobs, worker, uploadBytesMax), ...bulkQueryRoutes(jobs, worker)], stop };
}
