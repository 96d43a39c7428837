import { describe, expect, it } from 'vitest';
import { fingerprintOf } from './fingerprint.ts';
import { type BatchRow, batchLimits, readBatch } from './read-batch.ts';
import { type RoutingDeps, routeOrder } from './route-order.ts';

describe('a fingerprint', () => {
  it('is the same for the same request, whatever wrote the JSON', () => {
    const one = { customer: { id: 'A', name: 'Ä "x"' }, lines: [{ item: 'x' }, { item: 'y' }], note: undefined };
    const other = { lines: [{ item: 'x' }, { item: 'y' }], customer: { name: 'Ä "x"', id: 'A' } };
    expect(fingerprintOf(one)).toEqual(fingerprintOf(other));
  });

  it('differs when anything differs, also only the order of a list or the place of a word', () => {
    const all = [
      { a: 'b', c: '' },
      { a: '', c: 'b' },
      { a: ['x', 'y'] },
      { a: ['y', 'x'] },
      { a: 'x,y' },
      { a: [['x'], 'y'] },
      { a: ['x', ['y']] },
      [],
      {},
      { a: null },
    ];
    expect(new Set(all.map((value) => fingerprintOf(value).toString('hex'))).size).toBe(all.length);
  });
});

describe('routes', () => {
  const can = { steps: ['create'], can: ['amend'], keepsInvoices: true, answers: true } as const;
  const deps: RoutingDeps = {
    landscape: {
      channels: [],
      policy: { validation: 'ask' } as RoutingDeps['landscape']['policy'],
      routes: [
        { when: { customer: 'C-VIP' }, system: 'sap', warehouse: 'VIP' },
        { when: { channel: 'shop', item: 'HS-1' }, system: 'erp', warehouse: 'SHOP' },
        { when: { warehouse: 'WDC' }, system: 'erp', warehouse: 'WDC', fulfilment: 'wms' },
        { when: { item: 'HS-2' }, system: 'erp', warehouse: 'EDC', fulfilment: 'wms' },
      ],
    },
    capabilitiesOf: (system, fulfilment) => ({ ...can, can: fulfilment === undefined ? [] : ['change-release'], answers: system === 'erp' }),
  };
  const quantity = { value: '2', unit: 'EA' } as const;
  const one = { value: '1', unit: 'EA' } as const;
  const from = (customer: string, channel = 'portal') => ({ customer, channel });

  it('are the first rule that fits, per schedule, each route once', () => {
    const lines = [
      { item: 'HS-2', quantity, schedules: [{ quantity: one }, { quantity: one, warehouse: 'WDC' }] },
      { item: 'HS-9', quantity, warehouse: 'WDC' },
    ];
    expect(routeOrder({ lines }, from('C'), deps)).toMatchObject({
      kind: 'routed',
      routeOfSchedule: [0, 1, 1],
      routes: [
        { system: 'erp', warehouse: 'EDC', fulfilment: 'wms', isAsked: true, can: ['change-release'] },
        { system: 'erp', warehouse: 'WDC' },
      ],
    });
    expect(routeOrder({ lines }, from('C-VIP'), deps)).toMatchObject({ routeOfSchedule: [0, 0, 0], routes: [{ system: 'sap', isAsked: false }] });
    expect(routeOrder({ lines: [{ item: 'HS-1', quantity }] }, from('C', 'shop'), deps)).toMatchObject({ routes: [{ warehouse: 'SHOP' }] });
  });

  it('that nobody has are refused naming the line', () => {
    const lines = [
      { item: 'HS-2', quantity },
      { item: 'HS-9', quantity },
    ];
    expect(routeOrder({ lines }, from('C'), deps)).toMatchObject({
      kind: 'malformed',
      code: 'no-route',
      field: 'lines[1]',
      detail: expect.stringMatching('HS-9'),
    });
  });
});

describe('a batch', () => {
  async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
    for (const text of texts) yield Buffer.from(text);
  }
  const rowsOf = async (...texts: readonly string[]): Promise<readonly BatchRow[]> => {
    const rows: BatchRow[] = [];
    for await (const row of readBatch(chunks(...texts))) rows.push(row);
    return rows;
  };

  it('is cut into rows wherever its bytes were cut on the way', async () => {
    const rows = await rowsOf('{"a"', ':1}\r\n', '\n', '{"b":2}\n{"c"', ':3}');
    expect(rows.map(({ row, bytes }) => [row, bytes.toString().trim()])).toEqual([
      [1, '{"a":1}'],
      [3, '{"b":2}'],
      [4, '{"c":3}'],
    ]);
    expect(await rowsOf('')).toEqual([]);
  });

  it('keeps no more than the beginning of a row that is too long, and goes on after it', async () => {
    const part = 'x'.repeat(1_000_000);
    const rows = await rowsOf(part, part, part, part, '\n{"b":2}');
    expect(rows.map(({ row, isTooLong, bytes }) => [row, isTooLong, bytes.length])).toEqual([
      [1, true, 65_536],
      [2, false, 7],
    ]);
    expect(batchLimits.rowBytesMax).toBeLessThan(4_000_000);
  });
});
