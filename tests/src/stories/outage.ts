import { setTimeout as sleep } from 'node:timers/promises';
import { erpNames } from './erp-house.ts';
import { order } from './orders.ts';
import type { Story } from './story.ts';
import { mustBe, mustHold, type Tell } from './telling.ts';
import { verifyAll } from './verify.ts';
import type { World } from './world.ts';

/** Seconds instead of an hour. */
const downMs = 8_000;
const perSecond = 10;
const concurrency = 4;
/** An order takes two steps on the lane, each of which may finish among as many others as run at once. */
const asideMax = 2 * concurrency;
/** The longest wait for a probe after an outage as short as this one (1 + 2 + 4 + 8 s of waits), and as long again for the work. */
const drainSecondsMax = { simulated: 30, tryton: 120 } as const;
const slowerMsMax = 2_500;
const ordersWhileDown = { simulated: 24, tryton: 8 } as const;
const answersLostWanted = 3;

/** The first ERP is gone for a while, and afterwards loses some of its answers. */
export const outage: Story = {
  name: 'outage',
  about:
    'An ERP is down while orders come: none is lost, no attempt burned, the other ERP is as quick as ever, all drain in order; lost answers double nothing.',
  erps: erpNames,
  wishes: { second: true, perSecond },
  play: async (world, tell) => {
    tell.scene('All is well');
    const usualMs = await middleOfThree(world, 'WDC', 'usual');
    await middleOfThree(world, 'EDC', 'usual');
    tell.say(`An order for the West DC is in its ERP after ${usualMs} ms.`);
    const { ids, slowMs } = await down(world, tell);
    tell.say(`Meanwhile the other ERP had its orders after ${slowMs} ms.`);
    mustHold(`the other system's lane is not slowed (${usualMs} ms, now ${slowMs} ms)`, slowMs < usualMs * 3 + slowerMsMax);
    const outOfOrder = await drain(world, tell, ids);
    const lost = await loseAnswers(world, tell);

    const { count, doubled } = await books(world, [...ids, ...lost]);
    const problems = await verifyAll(world);
    for (const problem of problems) tell.say(`WRONG: ${problem}`);
    return `orders ${ids.length + lost.length}, ERP documents ${count}, doubled ${doubled}, out of order ${outOfOrder}, verify ${problems.length}`;
  },
};

const small = (purchaseOrder: string, warehouse: 'EDC' | 'WDC') => order('C-EAST', purchaseOrder, [`1 HS-1001 1 11.25 ${warehouse}`]);

async function toAccepted({ customer }: World, purchaseOrder: string, warehouse: 'EDC' | 'WDC'): Promise<number> {
  const startedAt = performance.now();
  const { id } = await customer.submit(small(purchaseOrder, warehouse));
  await customer.until(id, 'accepted by its ERP', ({ status }) => status === 'accepted');
  return Math.round(performance.now() - startedAt);
}

async function middleOfThree(world: World, warehouse: 'EDC' | 'WDC', name: string): Promise<number> {
  const times: number[] = [];
  for (let n = 1; n <= 3; n += 1) times.push(await toAccepted(world, `PO-${name}-${warehouse}-${n}`, warehouse));
  return times.sort((a, b) => a - b)[1] ?? 0;
}

async function down(world: World, tell: Tell): Promise<{ readonly ids: readonly string[]; readonly slowMs: number }> {
  const { customer, erp, hub } = world;
  tell.scene(`${erp.declaration.name} is down`);
  await erp.goDown();
  const ids: string[] = [];
  const wanted = ordersWhileDown[erp.name];
  for (let n = 1; n <= wanted; n += 1) {
    ids.push((await customer.submit(small(`PO-down-${n}`, 'EDC'))).id);
    await sleep(downMs / wanted / 2);
  }
  const slowMs = await middleOfThree(world, 'WDC', 'meanwhile');
  const first = await customer.until(ids[0] ?? '', 'it says that the ERP cannot be reached', ({ next }) => next.on === 'lane');
  tell.say(`${ids.length} orders are accepted by the hub. The first: ${first.next.what} (${first.next.who})`);
  await sleep(downMs / 2);
  const { rows } = await hub.database.pool.query<{ failures: number; open: number }>(
    "select max(failures)::int as failures, count(*)::int as open from effects where subject_id = any($1::uuid[]) and status in ('ready', 'claimed', 'doubt')",
    [ids],
  );
  mustBe('what waits, and the most attempts that count against one', rows, [{ failures: 0, open: ids.length }]);
  mustBe(
    'people called',
    (await customer.exceptions()).map(({ summary }) => summary),
    [],
  );
  tell.say('Each has one step that waits; no attempt was burned, nobody was called.');
  return { ids, slowMs };
}

async function drain(world: World, tell: Tell, ids: readonly string[]): Promise<number> {
  const { customer, erp } = world;
  tell.scene('It is back');
  const startedAt = performance.now();
  await erp.comeBack();
  const views = await Promise.all(ids.map((id) => customer.until(id, 'accepted', ({ status }) => status === 'accepted')));
  const seconds = (performance.now() - startedAt) / 1_000;
  const documents = (await Promise.all(views.map(({ code }) => erp.ordersOf(code)))).flat();
  mustBe('documents', documents.length, ids.length);
  const created = documents.map(({ id }) => Number(id.replace(/\D/g, '')));
  const places = created.map((id) => [...created].sort((a, b) => a - b).indexOf(id));
  const aside = places.map((place, index) => Math.abs(place - index));
  const outOfOrder = aside.filter((by) => by > asideMax).length;
  tell.say(
    `All ${ids.length} are in the ERP after ${seconds.toFixed(1)} s, in the order in which they came (${concurrency} at a time; most aside: ${Math.max(...aside)}).`,
  );
  mustHold(`drained within ${drainSecondsMax[erp.name]} s (${seconds.toFixed(1)} s)`, seconds <= drainSecondsMax[erp.name]);
  if ('stand' in erp) {
    const { perSecondMax, inFlightMax } = (erp as World['erp'] & { readonly stand: NonNullable<World['west']>['stand'] }).stand.book().traffic;
    tell.say(`It never had more than ${perSecondMax} calls in a second, ${inFlightMax} at once; ${perSecond} and ${concurrency} are permitted.`);
    mustHold(`the rate is kept (${perSecondMax} a second, ${inFlightMax} at once)`, perSecondMax <= perSecond && inFlightMax <= concurrency);
  }
  return outOfOrder;
}

async function loseAnswers({ customer, erp, hub }: World, tell: Tell): Promise<readonly string[]> {
  tell.scene('Answers are lost after the ERP has done its work');
  await erp.loseAnswers(answersLostWanted);
  const ids: string[] = [];
  for (let n = 1; n <= answersLostWanted + 1; n += 1) ids.push((await customer.submit(small(`PO-lost-${n}`, 'EDC'))).id);
  await Promise.all(ids.map((id) => customer.until(id, 'accepted', ({ status }) => status === 'accepted')));
  mustBe('answers lost', erp.answersLost(), answersLostWanted);
  const { rows } = await hub.database.pool.query<{ n: number }>('select count(*)::int as n from effects where ever_doubt and subject_id = any($1::uuid[])', [
    ids,
  ]);
  mustHold('the lost answers put effects in doubt', (rows[0]?.n ?? 0) >= answersLostWanted);
  tell.say(`${answersLostWanted} answers were lost; the hub looked before it wrote again.`);
  return ids;
}

async function books({ customer, erp }: World, ids: readonly string[]): Promise<{ readonly count: number; readonly doubled: number }> {
  const counts = await Promise.all(ids.map(async (id) => (await erp.ordersOf((await customer.order(id)).code)).length));
  return { count: counts.reduce((a, b) => a + b, 0), doubled: counts.filter((n) => n > 1).length };
}
