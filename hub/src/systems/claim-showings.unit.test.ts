import { describe, expect, it } from 'vitest';
import { pickBatch, type WaitingShowing } from './claim-showings.ts';

const waiting = (channelOrder: string, more: Partial<WaitingShowing> = {}): WaitingShowing => ({
  channelOrder,
  subjectId: `order of ${channelOrder}`,
  problem: null,
  wanted: 1,
  failures: 0,
  digest: null,
  ...more,
});
const many = (name: string, count: number, more: Partial<WaitingShowing> = {}) => Array.from({ length: count }, (_, n) => waiting(`${name}-${n}`, more));
const named = (batch: readonly WaitingShowing[]) => batch.map((one) => one.channelOrder);
const round = { turn: 0, ordersMax: 4, problemsMax: 2 };

describe('picking a batch of records to write', () => {
  it('takes what is live before what has waited for long, and fills up with that', () => {
    expect(named(pickBatch(many('live', 2), many('old', 9), round))).toEqual(['live-0', 'live-1', 'old-0', 'old-1']);
  });

  it('begins with the oldest in every fourth batch, so that no backlog starves', () => {
    const batches = [0, 1, 2, 3].map((turn) => named(pickBatch(many('live', 9), many('old', 9), { ...round, turn }))[0]);
    expect(batches).toEqual(['live-0', 'live-0', 'live-0', 'old-0']);
  });

  it('takes nothing twice that is both', () => {
    expect(named(pickBatch(many('one', 2), many('one', 3), round))).toEqual(['one-0', 'one-1', 'one-2']);
  });

  it('keeps orders and problems apart, each with its own limit', () => {
    const problems = many('problem', 3, { subjectId: null, problem: '{}' });
    expect(named(pickBatch([], [...problems, ...many('order', 9)], round))).toEqual(['problem-0', 'problem-1']);
    expect(named(pickBatch([], [...many('order', 2), ...problems], round))).toEqual(['order-0', 'order-1']);
  });

  it.each([
    [1, 4],
    [2, 1],
    [9, 1],
  ])('divides a batch that has failed %i times, until the one that is to blame fails alone', (failures, size) => {
    const batch = pickBatch([], many('bad', 20, { failures }), { ...round, ordersMax: 16 });
    expect(batch).toHaveLength(size);
  });

  it('never puts what has failed together with what has not', () => {
    expect(named(pickBatch([], [waiting('bad', { failures: 1 }), waiting('good'), waiting('bad-too', { failures: 1 })], { ...round, ordersMax: 16 }))).toEqual([
      'bad',
      'bad-too',
    ]);
    expect(named(pickBatch([], [waiting('good'), waiting('bad', { failures: 1 }), waiting('good-too')], round))).toEqual(['good', 'good-too']);
  });

  it('has nothing to take where nothing waits', () => {
    expect(pickBatch([], [], round)).toEqual([]);
  });
});
