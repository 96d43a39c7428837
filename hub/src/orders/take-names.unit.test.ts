import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import { namesToLookUp, namesWaitedFor } from './naming.ts';
import type { Order, ResolvedName, WantedName } from './order.ts';
import { dawn, minutesLater, type OrderSketch, placing, someRules, toErp } from './testing/order-builder.ts';

const naming = { from: 'salesforce', kinds: ['customer', 'ship-to', 'item'] } as const;
const known = { rules: someRules(), open: [] };
const head = { at: minutesLater(1), actor: 'system:references', causation: 'look-up' };

function decided(order: Order | undefined, command: Parameters<typeof decide>[1]): Order {
  const result = decide(order, command, known);
  if (result.kind === 'declined') throw new Error(result.detail);
  return result.order;
}

function placed(sketch: OrderSketch = {}): Order {
  return decided(undefined, { ...placing({ routes: [toErp({ isAsked: false })], ...sketch }), naming });
}

const as = (wanted: WantedName, name = `ERP-${wanted.name}`): ResolvedName => ({ ...wanted, as: name });
const unknown = (wanted: WantedName, candidates: readonly string[] = []) => ({ ...wanted, on: dawn.slice(0, 10), candidates });
const take = (order: Order, found: readonly ResolvedName[], missing: readonly ReturnType<typeof unknown>[] = []): Order =>
  decided(order, { kind: 'names', found, missing, ...head });

describe('an order that bears its channel’s names', () => {
  it('needs each name once per system, and goes nowhere before they are known', () => {
    const order = placed({ lines: [{ price: '10' }, { price: '11' }, { item: 'HS-2', price: '1' }] });
    expect(namesToLookUp(order)).toEqual([
      { kind: 'customer', name: 'C-ACME', system: 'erp' },
      { kind: 'ship-to', name: 'C-ACME-1', system: 'erp' },
      { kind: 'item', name: 'HS-1001', system: 'erp' },
      { kind: 'item', name: 'HS-2', system: 'erp' },
    ]);
    expect(order.slots).toEqual([]);
    const named = take(
      order,
      namesToLookUp(order).map((wanted) => as(wanted)),
    );
    expect(namesToLookUp(named)).toEqual([]);
    expect(named.slots).toHaveLength(1);
    expect(named).toMatchObject({ customer: 'C-ACME', lines: [{ item: 'HS-1001' }, {}, { item: 'HS-2' }] });
  });

  it('holds only the lines whose item nobody knows', () => {
    const order = placed({ lines: [{ price: '10' }, { item: 'HS-2', price: '1' }] });
    const wanted = namesToLookUp(order);
    const held = take(
      order,
      wanted.slice(0, 3).map((name) => as(name)),
      wanted.slice(3).map((name) => unknown(name)),
    );
    expect(held.holds).toMatchObject([
      {
        id: 'reference:item:2@erp',
        kind: 'reference',
        line: '2',
        cause: 'reference:item:salesforce:HS-2:erp',
        missing: { kind: 'item', name: 'HS-2', system: 'erp', from: 'salesforce' },
      },
    ]);
    expect(held.lines.map((line) => line.schedules[0]?.slot)).toEqual(['erp/EDC', undefined]);
    expect(namesToLookUp(held)).toEqual([]);
    expect(namesWaitedFor(held)).toEqual([{ kind: 'item', name: 'HS-2', system: 'erp' }]);
    const resumed = take(
      held,
      namesWaitedFor(held).map((name) => as(name)),
    );
    expect(resumed.holds).toEqual([]);
    expect(resumed.lines.every((line) => line.schedules[0]?.slot !== undefined)).toBe(true);
  });

  it('says the candidates where more than one is meant, and what is in the way now', () => {
    const order = placed();
    const [customer, ...others] = namesToLookUp(order);
    if (!customer) throw new Error('no customer is wanted');
    const held = take(
      order,
      others.map((name) => as(name)),
      [unknown(customer)],
    );
    expect(held.holds).toMatchObject([{ reason: 'No cross-reference says what erp calls customer C-ACME of salesforce on 2026-03-02.' }]);
    const ambiguous = take(held, [], [unknown(customer, ['C-1', 'C-2'])]);
    expect(ambiguous.holds).toMatchObject([{ id: 'reference:customer:*@erp', reason: expect.stringMatching(/several names.*C-1, C-2\.$/) }]);
    expect(decide(ambiguous, { kind: 'names', found: [], missing: [unknown(customer, ['C-1', 'C-2'])], ...head }, known)).toMatchObject({ events: [] });
  });

  it('is not let go by a person without the name, but by a corrected one', () => {
    const order = placed();
    const held = take(
      order,
      [],
      namesToLookUp(order).map((name) => unknown(name)),
    );
    expect(held.holds).toHaveLength(3);
    const clear = { kind: 'clear-hold', holdId: 'reference:customer:*@erp', reason: 'go on', ...head } as const;
    expect(decide(held, clear, known)).toMatchObject({ kind: 'declined', code: 'name-missing' });
    const corrected = decided(held, { kind: 'fix-value', field: 'customer', value: 'C-OTHER', reason: 'wrong account', ...head });
    expect(corrected.holds.map((hold) => hold.id)).toEqual(['reference:ship-to:*@erp', 'reference:item:1@erp']);
    expect(namesToLookUp(corrected)).toEqual([{ kind: 'customer', name: 'C-OTHER', system: 'erp' }]);
  });

  it('waits for nothing once it is cancelled', () => {
    const order = placed();
    const held = take(
      order,
      [],
      namesToLookUp(order).map((name) => unknown(name)),
    );
    const cancelled = decided(held, { kind: 'cancel', changeId: 'c', reason: 'not wanted', ...head });
    expect(cancelled).toMatchObject({ closed: 'cancelled', holds: [] });
  });

  it('asks its systems only about what has a name there', () => {
    const order = placed({ routes: [toErp()] });
    expect(order.asks).toMatchObject({ erp: { round: 1 } });
    const named = take(
      order,
      namesToLookUp(order).map((wanted) => as(wanted)),
    );
    expect(named.asks).toMatchObject({ erp: { round: 1 } });
  });
});

it('an order that bears the systems’ own names needs none', () => {
  const order = decided(undefined, placing());
  expect(namesToLookUp(order)).toEqual([]);
  expect(order.naming).toBeUndefined();
});
