import type { Due } from '../flows/index.ts';
import { digestOf, type EffectRow, type EffectUpdate, type NewEffect } from '../systems/index.ts';

/** What the engine must know of a system to put a want into its lane. */
export type LaneOf = (system: string, op: string) => { readonly limiter: string };

/** What the ledger has to become, and the wants that it can do nothing about: settled, and wanted all the same. */
export type Difference = { readonly inserts: readonly NewEffect[]; readonly updates: readonly EffectUpdate[]; readonly stuck: readonly string[] };

type Want = {
  readonly key: string;
  readonly system: string;
  readonly op: string;
  readonly reference: string | undefined;
  readonly body: string;
  readonly reopened: number;
};

/** Compares what should exist with what is there (the table in LEDGER.md, section 4). Pure. */
export function differenceOf(
  subjectId: string,
  rows: readonly EffectRow[],
  wants: Pick<Due, 'effects' | 'asks'>,
  known: { readonly laneOf: LaneOf; readonly flowVersion: number },
): Difference {
  const there = new Map(rows.map((row) => [row.key, row]));
  const inserts: NewEffect[] = [];
  const updates: EffectUpdate[] = [];
  const stuck: string[] = [];
  const wanted = wantsOf(wants);
  for (const want of wanted) {
    const row = there.get(want.key);
    if (!row) {
      const { limiter } = known.laneOf(want.system, want.op);
      inserts.push({
        subjectId,
        key: want.key,
        op: want.op,
        system: want.system,
        limiter,
        laneClass: 'live',
        reference: want.reference,
        body: want.body,
        reopened: want.reopened,
        flowVersion: known.flowVersion,
      });
      continue;
    }
    const update = whenThere(row, want);
    if (update === 'stuck') stuck.push(want.key);
    else if (update) updates.push({ subjectId, key: want.key, ...update });
  }
  const keys = new Set(wanted.map((want) => want.key));
  for (const row of rows) {
    if (row.status === 'ready' && !keys.has(row.key))
      updates.push({ subjectId, key: row.key, status: 'withdrawn', reopened: row.reopened, everDoubt: row.everDoubt, due: 'kept' });
  }
  return { inserts, updates, stuck };
}

function wantsOf({ effects, asks }: Pick<Due, 'effects' | 'asks'>): readonly Want[] {
  return [
    ...effects.map(
      (effect): Want => ({
        key: effect.key,
        system: effect.system,
        op: effect.body.op,
        reference: effect.reference,
        body: JSON.stringify(effect.body),
        reopened: effect.reopened,
      }),
    ),
    ...asks.map((ask): Want => ({ key: ask.key, system: ask.system, op: 'ask', reference: undefined, body: JSON.stringify(ask.body), reopened: 0 })),
  ];
}

function whenThere(row: EffectRow, want: Want): Omit<EffectUpdate, 'subjectId' | 'key'> | 'stuck' | undefined {
  const isReopened = want.reopened > row.reopened;
  const isOtherBody = digestOf(want.body) !== row.bodyDigest;
  const again = { status: 'ready', reopened: want.reopened, everDoubt: row.everDoubt, due: 'now' } as const;
  switch (row.status) {
    case 'ready':
      if (isReopened) return isOtherBody && !row.everDoubt ? { ...again, body: want.body } : again;
      // What may have left us keeps its body: the probe must look for what was sent, and an amendment follows.
      return isOtherBody && !row.everDoubt ? { ...again, body: want.body, due: 'kept' } : undefined;
    case 'withdrawn':
      return isOtherBody && !row.everDoubt ? { ...again, body: want.body } : again;
    case 'claimed':
      return undefined;
    case 'doubt':
      return isReopened ? again : undefined; // a person has looked, and says send it
    case 'confirmed':
    case 'refused':
    case 'failed':
    case 'abandoned':
      if (!isReopened) return 'stuck';
      return isOtherBody && !row.everDoubt ? { ...again, body: want.body } : again;
    default:
      return row.status satisfies never;
  }
}
