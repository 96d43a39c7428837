import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { askDatabase, type Contender, same, startContender } from './contender.ts';
import type { DriveInput, Driven } from './drive-input.ts';
import { readBook, startErp } from './erp.ts';
import type { Round } from './figures.ts';
import { cpuSecondsOf, peakBytesOf } from './proc.ts';
import { startProgram } from './program.ts';
import type { Server } from './server.ts';

/** Longest wait for orders to complete, in ms, and how often is looked. */
export const measureLimits = { completeMsMax: 600_000, lookMs: 40 } as const;

/** Sends orders from a process of its own. Rejects when one was not accepted. */
export async function drive(how: DriveInput): Promise<Driven> {
  const { said } = await startProgram<Driven>('bench/src/drive.ts', how);
  if (said.failed > 0) throw new Error(`${said.failed} requests to ${how.url} were not accepted.`);
  return said;
}

/** One round of accepting: warmed up, then measured for some seconds. */
export async function measureAccept(
  contender: Contender,
  server: Server,
  { warmUpSeconds, seconds }: { readonly warmUpSeconds: number; readonly seconds: number },
): Promise<Round> {
  const program = await startContender(contender, server, {});
  try {
    const url = program.said.url;
    await drive({ url, connections: same.driverConnections, seconds: warmUpSeconds });
    await server.settle();
    const before = { process: cpuSecondsOf(program.pid), database: server.cpuSeconds() };
    const driven = await drive({ url, connections: same.driverConnections, seconds });
    return {
      orders: driven.accepted,
      seconds: driven.seconds,
      p50Ms: driven.p50Ms,
      p99Ms: driven.p99Ms,
      processCpuSeconds: cpuSecondsOf(program.pid) - before.process,
      databaseCpuSeconds: server.cpuSeconds() - before.database,
      peakBytes: peakBytesOf(program.pid),
    };
  } finally {
    await program.stop();
  }
}

/** How a round end to end is done; `isBacklogThere`: orders of before wait too, so the ERP gets more than are sent. */
type CompleteRound = { readonly warmUpOrders: number; readonly orders: number; readonly erpLatencyMs: number; readonly isBacklogThere?: boolean };

/** One round end to end: from the first request until the last order is confirmed and nothing is on its way. Latencies are those of accepting. */
export async function measureComplete(
  contender: Contender,
  server: Server,
  { warmUpOrders, orders, erpLatencyMs, isBacklogThere = false }: CompleteRound,
): Promise<Round> {
  const erp = await startErp(['--latency-ms', String(erpLatencyMs)]);
  const program = await startContender(contender, server, { erp: erp.said });
  const client = await server.connect(contender.database);
  try {
    const url = program.said.url;
    await complete(contender, client, { url, connections: same.driverConnections, orders: warmUpOrders });
    await server.settle();
    const before = { process: cpuSecondsOf(program.pid), database: server.cpuSeconds() };
    const { driven, seconds } = await complete(contender, client, { url, connections: same.driverConnections, orders });
    const used = { process: cpuSecondsOf(program.pid) - before.process, database: server.cpuSeconds() - before.database };
    const book = await readBook(erp.said);
    const isComplete = isBacklogThere || book.counts['sales-order'] === warmUpOrders + orders;
    if (!isComplete || book.duplicates.length > 0)
      throw new Error(`${contender.name}: the ERP holds ${book.counts['sales-order']} of ${warmUpOrders + orders} orders, ${book.duplicates.length} twice.`);
    return {
      orders,
      seconds,
      p50Ms: driven.p50Ms,
      p99Ms: driven.p99Ms,
      processCpuSeconds: used.process,
      databaseCpuSeconds: used.database,
      peakBytes: peakBytesOf(program.pid),
    };
  } finally {
    await client.end();
    await program.stop();
    await erp.stop();
  }
}

/** Sends orders and waits until none is on its way; the seconds begin with the first request. */
export async function complete(
  contender: Contender,
  client: pg.Client,
  how: { readonly url: string; readonly connections: number; readonly orders: number },
): Promise<{ readonly driven: Driven; readonly seconds: number }> {
  const driven = await drive(how);
  const acceptedMs = performance.now();
  const giveUpMs = acceptedMs + measureLimits.completeMsMax;
  for (;;) {
    const { done } = await askDatabase<{ done: boolean }>(client, contender.isDone);
    if (done) return { driven, seconds: driven.seconds + (performance.now() - acceptedMs) / 1_000 };
    if (performance.now() > giveUpMs) throw new Error(`${contender.name} has not finished ${how.orders} orders after ${measureLimits.completeMsMax} ms.`);
    await sleep(measureLimits.lookMs);
  }
}
