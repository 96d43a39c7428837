import { describe, expect, it } from 'vitest';
import type { OpenOrClosedException } from '../exceptions/index.ts';
import { decide, type Order, type OrderCommand } from '../orders/index.ts';
import { aShipment, dawn, minutesLater, noObjection, placing, someRules, toErpAndWms } from '../orders/testing/order-builder.ts';
import type { ListedEffect, ListedLane } from '../systems/index.ts';
import { outcomeOf } from './outcome.ts';
import { orderStatusOf, progressOf } from './progress.ts';
import { type KnownOfOrder, whereIs } from './where-is.ts';

const head = { at: dawn, actor: 'system:erp', causation: 'test' };

/** An order after some commands. */
function orderOnce(...commands: readonly object[]): Order {
  let order: Order | undefined;
  for (const command of [placing({ routes: [toErpAndWms({ isAsked: false })] }), ...commands]) {
    const decided = decide(order, command as OrderCommand, { rules: someRules(), open: [] });
    if (decided.kind === 'declined') throw new Error(decided.detail);
    order = decided.order;
  }
  if (!order) throw new Error('no order');
  return order;
}

const line = { lineKey: '1/1', item: 'HS-1001', quantity: '10', unit: 'EA', unitPrice: '10' };
const created = {
  ...head,
  kind: 'confirmed',
  key: 'create:erp/EDC#1',
  system: 'erp',
  body: { op: 'create', document: { reference: 'ORDER1-1.1', customer: 'C-ACME', warehouse: 'EDC', currency: 'USD', lines: [line] } },
  document: { id: '17', number: 'SO-17' },
  snapshots: [],
  differences: [],
};
const released = {
  ...created,
  key: 'release:erp/EDC#1',
  system: 'wms',
  body: { op: 'release', order: { reference: 'ORDER1-1.1', customer: 'C-ACME', warehouse: 'EDC', lines: [line] } },
  document: { id: 'W-1' },
};
const shipped = (quantity: string, state: 'packed' | 'shipped' = 'shipped') => ({
  ...head,
  kind: 'document',
  snapshot: aShipment({ '1/1': { picked: quantity, packed: quantity, shipped: quantity } }, { state, version: quantity }),
});

const soon = new Date(minutesLater(5));
const effect = (more: Partial<ListedEffect> = {}): ListedEffect => ({
  order: 'order-1',
  key: 'create:erp/EDC#1',
  op: 'create',
  system: 'erp',
  status: 'ready',
  dueAt: soon,
  reference: null,
  attempt: 0,
  wasInDoubt: false,
  leaseUntil: null,
  insertedAt: soon,
  settledAt: null,
  outcome: null,
  ...more,
});
const exception = (more: Partial<OpenOrClosedException> = {}): OpenOrClosedException => ({
  id: 'e-1',
  order: 'order-1',
  key: 'hold:credit:*',
  class: 'credit',
  severity: 'high',
  owner: 'finance',
  assignee: null,
  summary: 'Over the limit.',
  cause: 'erp:credit:C-ACME',
  evidence: [],
  remedies: ['clear-hold', 'cancel'],
  verdict: 'Safe.',
  target: {},
  openedAt: soon,
  dueAt: soon,
  escalatedAt: null,
  closedAt: null,
  closedBy: null,
  ...more,
});
const lane = (more: Partial<ListedLane>): ListedLane => ({
  system: 'erp',
  limiter: 'default',
  slots: 1,
  perSecond: null,
  pausedAt: null,
  pausedBy: null,
  pausedWhy: null,
  openUntil: null,
  isHalfOpen: false,
  failures: 0,
  lastError: null,
  ...more,
});
const where = (order: Order, more: Partial<KnownOfOrder> = {}) =>
  whereIs({ order, effects: [], exceptions: [], lanes: [], wakeAt: null, ownerOf: () => 'integration', ...more });

describe('the one answer: what is next, who must act, by when', () => {
  it('is the step that waits in its lane', () => {
    expect(where(orderOnce(), { effects: [effect()] })).toMatchObject({ on: 'system', what: 'Create in erp.', who: 'crossdock', by: soon.toISOString() });
    expect(where(orderOnce(), { effects: [effect({ attempt: 2 })] }).what).toBe('Create in erp, attempt 3.');
  });

  it('is the system while a call is under way, and a look when its answer was lost', () => {
    expect(where(orderOnce(), { effects: [effect({ status: 'claimed', leaseUntil: soon })] })).toMatchObject({ who: 'erp', by: soon.toISOString() });
    expect(where(orderOnce(), { effects: [effect({ status: 'doubt' })] }).what).toMatch('Look in erp whether "create" was done');
  });

  it('is whoever can resume a paused system, and the time of the next try at one that does not answer', () => {
    const paused = lane({ pausedAt: soon, pausedBy: 'client:ops', pausedWhy: 'stocktaking' });
    expect(where(orderOnce(), { effects: [effect()], lanes: [paused] })).toMatchObject({
      on: 'lane',
      who: 'integration',
      what: expect.stringMatching('stocktaking'),
      by: expect.any(String),
    });
    const open = lane({ openUntil: soon, lastError: 'connection refused' });
    expect(where(orderOnce(), { effects: [effect()], lanes: [open] })).toMatchObject({
      on: 'lane',
      what: expect.stringMatching('connection refused'),
      by: soon.toISOString(),
    });
    expect(where(orderOnce(), { effects: [effect()], lanes: [lane({ system: 'other', pausedAt: soon })] }).on).toBe('system');
  });

  it('is a person where one is needed, the one it was given to before the owner', () => {
    expect(where(orderOnce(), { exceptions: [exception()], effects: [effect()] })).toMatchObject({ on: 'person', who: 'finance', by: soon.toISOString() });
    expect(where(orderOnce(), { exceptions: [exception({ assignee: 'Dana' })] })).toMatchObject({
      who: 'Dana',
      what: 'Over the limit. Remedies: clear-hold, cancel.',
    });
  });

  it('is the step that goes on while a person is needed for a part only', () => {
    const partly = exception({ severity: 'normal' });
    expect(where(orderOnce(), { exceptions: [partly], effects: [effect()] }).on).toBe('system');
    expect(where(orderOnce(), { exceptions: [partly] }).on).toBe('person');
  });

  it('is the warehouse, then the carrier, while nothing is ours to do', () => {
    const inWarehouse = orderOnce(created, released);
    expect(where(inWarehouse)).toMatchObject({ on: 'outside', who: 'wms', what: 'Pick, pack and ship one line.', by: inWarehouse.deadlines.ship });
    expect(where(orderOnce(created, released, shipped('4'))).what).toBe('Pick, pack and ship one line.');
    const underWay = orderOnce(created, released, shipped('10'));
    expect(where(underWay)).toMatchObject({ on: 'outside', who: 'carrier', by: underWay.deadlines.assumeDelivered });
  });

  it('is nothing for a closed order, unless a person is needed for what came after', () => {
    const cancelled = orderOnce({ ...head, kind: 'cancel', changeId: 'c', reason: 'x' });
    expect(where(cancelled)).toMatchObject({ on: 'nothing', who: 'nobody', what: 'Nothing: the order is cancelled.' });
    expect(where(cancelled, { exceptions: [exception()] })).toMatchObject({ on: 'person', who: 'finance' });
  });

  it('says limbo, which verify reports, when nothing is due and nobody is called', () => {
    expect(where(orderOnce())).toMatchObject({ on: 'limbo', who: 'integration' });
  });
});

describe('how far an order has come', () => {
  it('is said with its documents and its lines in quantities', () => {
    expect(progressOf(orderOnce())).toBe('received, not in an ERP yet. 1 line open.');
    expect(progressOf(orderOnce(created))).toBe('SO-17 in erp for EDC. 1 line open.');
    expect(progressOf(orderOnce(created, released, shipped('4')))).toBe('SO-17 in erp for EDC, released to wms. 1 line open (4 of 10 EA shipped).');
  });

  it('is one word for lists: that of its least advanced part', () => {
    expect([orderOnce(), orderOnce(created), orderOnce(created, released, shipped('10'))].map(orderStatusOf)).toEqual(['received', 'accepted', 'shipped']);
  });
});

describe('the outcome that a sender may wait for', () => {
  it('is pending until the systems have spoken', () => {
    expect(outcomeOf(orderOnce())).toBe('pending');
    expect(outcomeOf(orderOnce(created))).toBe('accepted');
    expect(outcomeOf(orderOnce({ ...head, kind: 'cancel', changeId: 'c', reason: 'x' }))).toBe('cancelled');
    expect(outcomeOf(orderOnce({ ...head, kind: 'stopped', key: 'create:erp/EDC#1', why: 'failed', message: 'x' }))).toBe('stopped');
  });

  it('is pending while a question is open, and held once its answer placed a hold', () => {
    const asked = decide(undefined, placing(), { rules: someRules(), open: [] });
    if (asked.kind === 'declined') throw new Error(asked.detail);
    expect(outcomeOf(asked.order)).toBe('pending');
    const question = { op: 'ask', customer: 'C-ACME', currency: 'USD', lines: [] } as const;
    const answer = { ...noObjection(question, dawn), customer: { status: 'inactive' as const } };
    const held = decide(asked.order, { ...head, kind: 'answered', key: 'ask:erp#1', answer } as OrderCommand, { rules: someRules(), open: [] });
    if (held.kind === 'declined') throw new Error(held.detail);
    expect([outcomeOf(held.order), orderStatusOf(held.order)]).toEqual(['held', 'held']);
  });
});
