import { describe, expect, it } from 'vitest';
import { line, refusedWith, summary, wms } from '../testing/wms-without-wire.ts';

describe('grades of the WMS', () => {
  it('A refuses a second order with the same reference and names the first', () => {
    const { create } = wms('A');
    create([line('1', 'HS-1001', '1')]);
    expect(create([line('1', 'HS-1001', '1')])).toEqual(refusedWith('duplicate-reference', { more: { id: 'wo-000001', number: 'WO000001' } }));
  });

  it.each(['B', 'C'] as const)('%s makes a second order', (grade) => {
    const { create, ledger } = wms(grade);
    create([line('1', 'HS-1001', '1')]);
    create([line('1', 'HS-1001', '1')]);
    expect(ledger.book.count('order')).toBe(2);
  });
});

describe('allocation', () => {
  it('allocates what is there and lets the rest wait in a shipment of its own', () => {
    const { create, step, shipments, told, stock, order } = wms();
    create([line('1', 'HS-1005', '30'), line('2', 'HS-1001', '2')]);
    step('allocate');
    expect(summary(shipments())).toEqual(['SHP000001 allocated 1:24-0+0 2:2-0+0', 'SHP000002 backordered 1:0-0+6']);
    expect([told, order().state, stock('HS-1005')?.allocated]).toEqual([['allocated SHP000001 v1', 'backordered SHP000002 v1'], 'backordered', '24']);
  });

  it('fills backorders when goods arrive, oldest first, and splits off what still lacks', () => {
    const { create, step, receive, shipments, told } = wms();
    create([line('1', 'HS-1010', '5')]);
    create([line('1', 'HS-1010', '5')], { reference: 'REL-2' });
    step('allocate');
    step('allocate', undefined, {}, 'wo-000002');
    told.length = 0;
    receive('HS-1010', '7');
    expect([summary(shipments()), summary(shipments('wo-000002'))]).toEqual([
      ['SHP000001 allocated 1:5-0+0'],
      ['SHP000002 allocated 1:2-0+0', 'SHP000003 backordered 1:0-0+3'],
    ]);
    expect(told).toEqual(['allocated SHP000001 v2', 'allocated SHP000002 v2', 'backordered SHP000003 v1']);
  });

  it('gives goods to the warehouse that received them only', () => {
    const { create, step, receive, shipments } = wms();
    create([line('1', 'HS-1010', '5')]);
    step('allocate');
    receive('HS-1010', '7', 'WDC');
    expect(summary(shipments())).toEqual(['SHP000001 backordered 1:0-0+5']);
  });

  it('allocates whole cases only', () => {
    const { create, step, shipments } = wms();
    create([line('1', 'HS-1004', '250', 'CS')]);
    step('allocate');
    expect(summary(shipments())).toEqual(['SHP000001 allocated 1:200-0+0', 'SHP000002 backordered 1:0-0+50']);
  });

  it('makes a shipment per allocation, so one order can leave in several', () => {
    const { create, step, shipments } = wms();
    create([line('1', 'HS-1001', '10')]);
    step('allocate', [['1', '4']]);
    step('allocate');
    expect(summary(shipments())).toEqual(['SHP000001 allocated 1:4-0+0', 'SHP000002 allocated 1:6-0+0']);
    expect(step('allocate')).toEqual(refusedWith('nothing-to-do'));
  });
});

describe('picking to delivery', () => {
  it('goes stage by stage and skips none', () => {
    const { create, step, order } = wms();
    create([line('1', 'HS-1001', '10')]);
    expect(step('pick')).toEqual(refusedWith('nothing-to-do'));
    const states = (['allocate', 'pick', 'pack', 'ship', 'deliver'] as const).map((each) => {
      step(each);
      return order().state;
    });
    expect(states).toEqual(['allocated', 'picked', 'packed', 'shipped', 'delivered']);
  });

  it('makes a package with its tracking number per part that leaves, and lowers the stock', () => {
    const { create, step, shipments, stock, order } = wms();
    create([line('1', 'HS-1001', '10')]);
    for (const each of ['allocate', 'pick', 'pack'] as const) step(each);
    step('ship', [['1', '4']], { tracking: '1Z1' });
    expect([order().state, stock('HS-1001')]).toMatchObject(['partially-shipped', { onHand: '496', allocated: '6' }]);
    step('ship', undefined, { tracking: '1Z2' });
    expect(shipments()[0]?.packages).toMatchObject([
      { tracking: '1Z1', lines: [{ key: '1', quantity: '4' }] },
      { tracking: '1Z2', lines: [{ key: '1', quantity: '6' }] },
    ]);
  });

  it('refuses more than is ready', () => {
    const { create, step } = wms();
    create([line('1', 'HS-1001', '10')]);
    step('allocate');
    step('pick', [['1', '3']]);
    expect(step('pack', [['1', '4']])).toEqual(refusedWith('not-ready', { more: { line: '1', ready: '3' } }));
  });

  it('works on the shipment that is named', () => {
    const { create, step, shipments } = wms();
    create([line('1', 'HS-1001', '10')]);
    step('allocate', [['1', '4']]);
    step('allocate');
    step('pick', undefined, { shipment: 'SHP000002' });
    expect(shipments().map(({ state }) => state)).toEqual(['allocated', 'picked']);
  });
});

describe('changing and cancelling', () => {
  it('takes from what waits first, then from what is allocated, never from what is picked', () => {
    const { create, step, change, shipments, stock, told } = wms();
    create([line('1', 'HS-1005', '30')]);
    step('allocate');
    step('pick', [['1', '10']]);
    told.length = 0;
    change({ lines: [{ key: '1', quantity: '20' }] });
    expect(summary(shipments())).toEqual(['SHP000001 allocated 1:24-4+0', 'SHP000002 cancelled 1:0-0+0']);
    expect([told, stock('HS-1005')?.allocated]).toEqual([['changed SHP000001 v3', 'cancelled SHP000002 v2'], '20']);
    expect(change({ lines: [{ key: '1', quantity: '9' }] })).toEqual(refusedWith('already-picked', { more: { line: '1', picked: '10' } }));
  });

  it('leaves a later shipment alone that is picked, and takes from an earlier one that is not', () => {
    const { create, step, change, shipments } = wms();
    create([line('1', 'HS-1001', '10')]);
    step('allocate', [['1', '5']]);
    step('allocate');
    step('pick', undefined, { shipment: 'SHP000002' });
    change({ lines: [{ key: '1', quantity: '7' }] });
    expect(summary(shipments())).toEqual(['SHP000001 allocated 1:5-3+0', 'SHP000002 picked 1:5-0+0']);
  });

  it('changes all lines or none', () => {
    const { create, step, change, order } = wms();
    create([line('1', 'HS-1001', '5'), line('2', 'HS-1003', '5')]);
    step('allocate');
    step('pick', [['2', '5']]);
    const before = order();
    const lines = [
      { key: '1', quantity: '1' },
      { key: '2', quantity: '1' },
    ];
    expect(change({ lines })).toEqual(refusedWith('already-picked', { more: { line: '2', picked: '5' } }));
    expect(order()).toBe(before);
  });

  it('refuses another ship-to once something is on its way', () => {
    const { create, step, change } = wms();
    create([line('1', 'HS-1001', '5')]);
    expect(change({ shipTo: 'elsewhere' })).toMatchObject({ answer: { shipTo: 'elsewhere' } });
    for (const each of ['allocate', 'pick', 'pack'] as const) step(each);
    step('ship', [['1', '1']]);
    expect(change({ shipTo: 'elsewhere' })).toEqual(refusedWith('already-shipped'));
  });

  it('cancels as a whole while nothing is picked, and gives the stock back', () => {
    const { create, step, cancel, stock, told } = wms();
    create([line('1', 'HS-1001', '5')]);
    step('allocate');
    expect([cancel(), cancel()]).toMatchObject([
      { answer: { order: { state: 'cancelled' }, lines: [{ key: '1', cancelled: '5', kept: '0' }] } },
      { documents: [] },
    ]);
    expect([stock('HS-1001')?.allocated, told.at(-1)]).toEqual(['0', 'cancelled SHP000001 v2']);
  });

  it('says per line what could be cancelled when some of it is picked, and does just that when asked for a part', () => {
    const { create, step, cancel } = wms();
    create([line('1', 'HS-1001', '5'), line('2', 'HS-1003', '5')]);
    step('allocate');
    step('pick', [['1', '2']]);
    expect(cancel()).toEqual(refusedWith('already-picked', { more: { line: '1', lines: [{ key: '1', cancellable: '3', picked: '2' }] } }));
    const lines = [
      { key: '1', cancelled: '3', kept: '2' },
      { key: '2', cancelled: '5', kept: '0' },
    ];
    expect(cancel({ partial: true })).toMatchObject({ answer: { lines } });
  });
});
