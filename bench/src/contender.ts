import type pg from 'pg';
import type { ContenderInput, ContenderSaid } from './contenders/input.ts';
import { type Program, startProgram } from './program.ts';
import type { Server } from './server.ts';

/** What every contender gets alike: connections to the database, calls to the ERP at once, connections of the driver. */
export const same = { databaseConnections: 12, erpConcurrency: 32, driverConnections: 256 } as const;

/** Who is measured. `isDone` asks its database whether nothing is on its way any more. */
export type Contender = {
  readonly name: string;
  readonly file: string;
  readonly database: string;
  readonly validation: 'ask' | 'none';
  readonly isDone: string;
};

/** Fastify and one INSERT. */
export const bareInsert: Contender = {
  name: 'bare Fastify + INSERT',
  file: 'bench/src/contenders/bare-insert.ts',
  database: 'bench_insert',
  validation: 'none',
  isDone: 'select true as done',
};

/** A graphile-worker job per order. */
export const bareJob: Contender = {
  name: 'bare graphile-worker job',
  file: 'bench/src/contenders/bare-job.ts',
  database: 'bench_job',
  validation: 'none',
  isDone: 'select not exists (select 1 from graphile_worker._private_jobs) as done',
};

const hub = {
  file: 'bench/src/contenders/hub.ts',
  // Nothing open in the ledger, and the last event has its place in the feed.
  isDone: `select not exists (select 1 from effects where status = 'ready') and not exists (select 1 from effects where status = 'claimed')
              and not exists (select 1 from effects where status = 'doubt')
              and exists (select 1 from feed f join (select subject_id, seq from events order by n desc limit 1) e using (subject_id, seq)) as done`,
} as const;

/** The hub; the ERP is called once per order. */
export const hubPlain: Contender = { ...hub, name: 'hub', database: 'bench_hub', validation: 'none' };
/** The hub that asks the ERP for credit, price and stock first: two calls per order. */
export const hubAsking: Contender = { ...hub, name: 'hub, asks first', database: 'bench_hub_ask', validation: 'ask' };

/** Starts a contender on its database. Without an ERP the hub serves its API alone. */
export function startContender(
  contender: Contender,
  server: Server,
  more: Pick<ContenderInput, 'erp' | 'erpPerSecond'> & { readonly erpConcurrency?: number; readonly nodeArgs?: readonly string[] },
): Promise<Program<ContenderSaid>> {
  const { nodeArgs = [], erpConcurrency = same.erpConcurrency, ...rest } = more;
  const input = {
    connection: server.connectionOf(contender.database),
    connections: same.databaseConnections,
    erpConcurrency,
    validation: contender.validation,
    ...rest,
  };
  return startProgram<ContenderSaid>(contender.file, input, nodeArgs);
}

/** Asks one of a contender's questions. */
export async function askDatabase<T>(client: pg.Client, question: string): Promise<T> {
  const { rows } = await client.query(question);
  return rows[0] as T;
}
