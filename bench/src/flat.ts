import { erpLatencyMs, rounds } from './compare.ts';
import { type Contender, hubPlain } from './contender.ts';
import { atLeast, type Findings, ratioOf } from './figures.ts';
import { fill } from './fill.ts';
import { measureAccept, measureComplete } from './measure.ts';
import type { Amounts } from './options.ts';
import type { Server } from './server.ts';

const warmUpOrders = 1_000;

/** The hub with few and with many orders in its database: neither accepting nor completing may be slower by more than a fifth. */
export async function compareSizes(server: Server, amounts: Amounts, tell: (line: string) => void): Promise<Findings> {
  const [few, many] = amounts.flatOrders;
  const sized = (orders: number): Contender => ({ ...hubPlain, name: `hub, ${orders.toLocaleString('en')} orders`, database: `bench_flat_${orders}` });
  const contenders = [sized(few), sized(many)];
  const notes: string[] = [];
  for (const [index, contender] of contenders.entries()) notes.push(await prepare(contender, server, amounts.flatOrders[index] ?? few, tell));
  const accepts = await rounds(contenders, amounts.rounds, tell, (contender) =>
    measureAccept(contender, server, { warmUpSeconds: amounts.warmUpSeconds, seconds: amounts.acceptSeconds }),
  );
  // What was accepted above is completed here before anything is measured.
  for (const contender of contenders) await measureComplete(contender, server, { warmUpOrders: 1, orders: 1, erpLatencyMs, isBacklogThere: true });
  const completes = await rounds(contenders, amounts.rounds, tell, (contender) =>
    measureComplete(contender, server, { warmUpOrders, orders: amounts.completeOrders, erpLatencyMs }),
  );
  for (const contender of contenders) await server.drop(contender.database);
  const [acceptFew, acceptMany] = accepts;
  const [completeFew, completeMany] = completes;
  if (!acceptFew || !acceptMany || !completeFew || !completeMany) throw new Error('A size is missing.');
  const rows = [...accepts.map((row) => ({ ...row, name: `accept: ${row.name}` })), ...completes.map((row) => ({ ...row, name: `complete: ${row.name}` }))];
  return {
    title: 'The same with a history in the database',
    rows,
    goals: [
      atLeast('accept, many orders beside few', ratioOf(acceptMany, acceptFew), 0.8),
      atLeast('end to end, many orders beside few', ratioOf(completeMany, completeFew), 0.8),
    ],
    notes,
  };
}

/** One real order goes through, and is copied. Answers how large the database is. */
async function prepare(contender: Contender, server: Server, orders: number, tell: (line: string) => void): Promise<string> {
  await server.create(contender.database);
  await measureComplete(contender, server, { warmUpOrders: 1, orders: 20, erpLatencyMs });
  const client = await server.connect(contender.database);
  try {
    const startMs = performance.now();
    await fill(client, orders, tell);
    const { rows } = await client.query<{ size: string }>('select pg_size_pretty(pg_database_size(current_database())) as size');
    return `${contender.name}: ${rows[0]?.size} on disk, filled in ${((performance.now() - startMs) / 1_000).toFixed(0)} s`;
  } finally {
    await client.end();
  }
}
