import { hubPlain, same, startContender } from './contender.ts';
import { type Book, readBook, startErp } from './erp.ts';
import { atLeast, type Findings, type Goal, rowOf } from './figures.ts';
import { complete } from './measure.ts';
import type { Amounts } from './options.ts';
import { cpuSecondsOf, peakBytesOf } from './proc.ts';
import type { Server } from './server.ts';

/** What the ERP takes: calls at once, calls in any second, and how long each takes in ms. */
const cap = { concurrency: 8, perSecond: 40, latencyMs: 5 } as const;

/** Far more orders than the ERP takes, all at once: none may be lost, none doubled, the cap never passed and well used. */
export async function burst(server: Server, amounts: Amounts, tell: (line: string) => void): Promise<Findings> {
  const orders = amounts.burstOrders;
  const contender = { ...hubPlain, database: 'bench_burst' };
  await server.create(contender.database);
  const erp = await startErp(['--concurrency', String(cap.concurrency), '--rate', String(cap.perSecond), '--latency-ms', String(cap.latencyMs)]);
  const program = await startContender(contender, server, { erp: erp.said, erpConcurrency: cap.concurrency, erpPerSecond: cap.perSecond });
  const client = await server.connect(contender.database);
  try {
    await server.settle();
    const before = { process: cpuSecondsOf(program.pid), database: server.cpuSeconds() };
    const { driven, seconds } = await complete(contender, client, { url: program.said.url, connections: same.driverConnections, orders });
    const book = await readBook(erp.said);
    const times = driven.accepted / driven.seconds / cap.perSecond;
    tell(`accepted ${times.toFixed(1)} times as fast as the ERP takes them; done after ${seconds.toFixed(0)} s`);
    const round = {
      orders,
      seconds,
      p50Ms: driven.p50Ms,
      p99Ms: driven.p99Ms,
      processCpuSeconds: cpuSecondsOf(program.pid) - before.process,
      databaseCpuSeconds: server.cpuSeconds() - before.database,
      peakBytes: peakBytesOf(program.pid),
    };
    return {
      title: `A burst of ${times.toFixed(0)} times what the ERP takes (${cap.perSecond} calls a second, ${cap.concurrency} at once)`,
      rows: [rowOf('hub', [round])],
      goals: goalsOf(book, orders, times),
      notes: [`The ERP saw ${book.traffic.inFlightMax} calls at once and ${book.traffic.perSecondMax} in the busiest second.`],
    };
  } finally {
    await client.end();
    await program.stop();
    await erp.stop();
    await server.drop(contender.database);
  }
}

function goalsOf({ counts, duplicates, traffic }: Book, orders: number, times: number): readonly Goal[] {
  const lost = orders - (counts['sales-order'] ?? 0);
  const above = traffic.violations.concurrency + traffic.violations.rate;
  const none = (name: string, figure: number): Goal => ({ name, figure, wanted: '0', isMet: figure === 0 });
  return [
    atLeast('burst, orders beside what the ERP takes', times, 10),
    none('burst, orders lost', lost),
    none('burst, orders doubled', duplicates.length),
    none('burst, calls above the cap, by the ERP itself', above),
    atLeast('burst, share of the cap that was used', usedShare(traffic.seconds), 0.95),
  ];
}

/** Over the whole seconds between the first and the last call. */
function usedShare(seconds: Book['traffic']['seconds']): number {
  const busy = seconds.filter(({ requests }) => requests > cap.perSecond / 4); // polls go on before and after the burst
  const whole = busy.slice(1, -1);
  const spanSeconds = (Date.parse(whole.at(-1)?.second ?? '') - Date.parse(whole[0]?.second ?? '')) / 1_000 + 1;
  return whole.reduce((sum, { requests }) => sum + requests, 0) / (spanSeconds * cap.perSecond);
}
