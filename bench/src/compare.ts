import { bareInsert, bareJob, type Contender, hubAsking, hubPlain } from './contender.ts';
import { atLeast, type Findings, type Round, type Row, ratioOf, rowOf } from './figures.ts';
import { measureAccept, measureComplete } from './measure.ts';
import type { Amounts } from './options.ts';
import type { Server } from './server.ts';

/** How long the simulated ERP takes for each call, in ms. */
export const erpLatencyMs = 5;

const warmUpOrders = 1_000;

type Tell = (line: string) => void;

/** Accepting orders: the hub's API beside one INSERT per request. */
export async function compareAccept(server: Server, amounts: Amounts, tell: Tell): Promise<Findings> {
  const contenders = [bareInsert, hubPlain];
  const rows = await alternate(contenders, server, amounts.rounds, tell, (contender) =>
    measureAccept(contender, server, { warmUpSeconds: amounts.warmUpSeconds, seconds: amounts.acceptSeconds }),
  );
  const [insert, hub] = rows;
  if (!insert || !hub) throw new Error('A contender is missing.');
  return { title: 'Accepting orders', rows, goals: [atLeast('accept, beside the bare INSERT', ratioOf(hub, insert), 0.7)], notes: [] };
}

/** Completing orders end to end: the hub with one and with two calls to the ERP beside one job per order. */
export async function compareComplete(server: Server, amounts: Amounts, tell: Tell): Promise<Findings> {
  const contenders = [bareJob, hubPlain, hubAsking];
  const rows = await alternate(contenders, server, amounts.rounds, tell, (contender) =>
    measureComplete(contender, server, { warmUpOrders, orders: amounts.completeOrders, erpLatencyMs }),
  );
  const [job, hub, asking] = rows;
  if (!job || !hub || !asking) throw new Error('A contender is missing.');
  return {
    title: `Completing orders end to end (the ERP takes ${erpLatencyMs} ms a call)`,
    rows,
    goals: [
      atLeast('end to end, one ERP call, beside the bare job', ratioOf(hub, job), 1.4),
      atLeast('end to end, ERP asked first, beside the bare job', ratioOf(asking, job), 1),
    ],
    notes: [],
  };
}

/** Rounds on fresh databases, which are dropped afterwards. */
async function alternate(
  contenders: readonly Contender[],
  server: Server,
  count: number,
  tell: Tell,
  measure: (contender: Contender) => Promise<Round>,
): Promise<readonly Row[]> {
  for (const contender of contenders) await server.create(contender.database);
  const rows = await rounds(contenders, count, tell, measure);
  for (const contender of contenders) await server.drop(contender.database);
  return rows;
}

/** Rounds A B A B …, every other one backwards, so that nobody always comes first. */
export async function rounds(
  contenders: readonly Contender[],
  count: number,
  tell: Tell,
  measure: (contender: Contender) => Promise<Round>,
): Promise<readonly Row[]> {
  const done = new Map<Contender, Round[]>(contenders.map((contender) => [contender, []]));
  for (let round = 1; round <= count; round += 1) {
    for (const contender of round % 2 === 1 ? contenders : contenders.toReversed()) {
      const result = await measure(contender);
      done.get(contender)?.push(result);
      tell(`round ${round}/${count}  ${contender.name}: ${(result.orders / result.seconds).toFixed(0)}/s`);
    }
  }
  return contenders.map((contender) => rowOf(contender.name, done.get(contender) ?? []));
}
