import { due, flowVersion } from '../../flows/index.ts';
import { readKey } from '../../orders/index.ts';
import type { Database } from '../../platform/index.ts';
import { readPage } from './read-rows.ts';

/** What this release's flows would do to one order that began with older ones. `renamed`: the same step under another key, which a release must never cause. */
export type PlannedUpgrade = {
  readonly order: string;
  readonly from: number;
  readonly to: number;
  readonly inserts: readonly string[];
  readonly withdrawals: readonly string[];
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
};

const firstId = '00000000-0000-0000-0000-000000000000';

/** Compares, for every open order of an older flow version, what would be due with what is there. Changes nothing. */
export async function* planUpgrade(database: Database, progress: { orders: number }): AsyncGenerator<PlannedUpgrade> {
  for (let after = firstId; ; ) {
    const page = await readPage(after, database.transact, { isOpenOnly: true });
    const last = page.at(-1);
    if (!last) return;
    for (const rows of page) {
      progress.orders += 1;
      if (rows.flowVersion >= flowVersion) continue;
      const wants = due(rows.order);
      const wanted = [...wants.effects, ...wants.asks].map((want) => want.key);
      const there = new Set(rows.effects.map((effect) => effect.key));
      const inserts = wanted.filter((key) => !there.has(key));
      const withdrawals = rows.effects.filter((effect) => effect.status === 'ready' && !wanted.includes(effect.key)).map((effect) => effect.key);
      const renamed = withdrawals.flatMap((from) => inserts.filter((to) => isSameStep(from, to)).map((to) => ({ from, to })));
      yield { order: rows.id, from: rows.flowVersion, to: flowVersion, inserts, withdrawals, renamed };
    }
    after = last.id;
  }
}

function isSameStep(a: string, b: string): boolean {
  const [x, y] = [readKey(a), readKey(b)];
  return x.op === y.op && x.place === y.place;
}
