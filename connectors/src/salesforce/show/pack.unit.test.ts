import { describe, expect, it } from 'vitest';
import { packRows } from './pack.ts';
import type { ShowRow } from './show-rows.ts';

const row = (thing: ShowRow['thing'], key: string, more: Partial<ShowRow> = {}): ShowRow => ({
  thing,
  key,
  channelOrder: '0Q0000000000001',
  account: '001A',
  fields: {},
  links: [],
  ...more,
});
const shape = (rows: readonly ShowRow[]) => packRows(rows).map((call) => call.map(({ thing, rows: own }) => `${thing} ${own.map(({ key }) => key).join(' ')}`));

describe('rows on their way', () => {
  it('go in calls of at most 200, parents before those that name them', () => {
    const lines = Array.from({ length: 250 }, (_, index) => row('line', `l${index}`));
    const calls = packRows([row('shipmentLine', 'sl'), row('shipment', 's'), ...lines]);
    expect(calls.map((call) => call.map(({ thing, rows }) => [thing, rows.length]))).toEqual([
      [['line', 200]],
      [
        ['line', 50],
        ['shipment', 1],
        ['shipmentLine', 1],
      ],
    ]);
  });

  it('are sorted by account, so that its locks are taken once', () => {
    const at = (account: string, key: string) => row('line', key, { account, channelOrder: key });
    expect(shape([at('001B', '1'), at('001A', '2'), at('001B', '3')])).toEqual([['line 2 1 3']]);
  });

  it('are of five objects at most in one call', () => {
    const all = (['case', 'exception', 'line', 'shipment', 'shipmentLine', 'invoice'] as const).map((thing) => row(thing, 'k'));
    expect(shape(all)).toEqual([['case k', 'exception k', 'line k', 'shipment k', 'shipmentLine k'], ['invoice k']]);
  });

  it('never name one key twice in a call, nor two that differ by case alone', () => {
    expect(shape([row('invoice', 'i', { fields: { a: '1' } }), row('invoice', 'i', { fields: { a: '2' } })])).toEqual([['invoice i']]);
    expect(shape([row('line', 'a'), row('line', 'A')])).toEqual([['line a'], ['line A']]);
  });
});
