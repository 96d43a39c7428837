import { describe, expect, it } from 'vitest';
import type { OpenOrClosedException } from '../exceptions/index.ts';
import { beginStory } from '../flows/testing/story.ts';
import type { Order } from '../orders/index.ts';
import { anInvoice, aSalesOrder, aShipment, type OrderSketch, placing, someRules, toErp, toErpAndWms } from '../orders/testing/order-builder.ts';
import { orderStatus } from './order-status.ts';

const at = new Date('2026-03-05T12:00:00.000Z');
const shown = (order: Order, exceptions: readonly OpenOrClosedException[] = []) => orderStatus(order, { channelOrder: 'Q-1', version: 7, at, exceptions });
const placed = (sketch: OrderSketch = {}) => beginStory(placing({ routes: [toErp({ isAsked: false })], ...sketch }), someRules());
const released = () =>
  placed({ routes: [toErpAndWms({ isAsked: false })] })
    .confirm('create')
    .confirm('release');

describe("what a channel's record shows of an order", () => {
  it('names the order in every word that somebody may look for, with version and time', () => {
    expect(shown(placed().order)).toMatchObject({
      channelOrder: 'Q-1',
      order: 'order-1',
      code: 'ORDER1',
      version: 7,
      at: '2026-03-05T12:00:00.000Z',
      progress: 'received',
      customer: 'C-ACME',
      purchaseOrder: 'PO-1',
      currency: 'USD',
      documents: [],
    });
  });

  it("names the ERP's order as soon as there is one, and its state when it was reported", () => {
    const confirmed = placed().confirm('create');
    expect(shown(confirmed.order).documents).toEqual([{ system: 'erp', id: 'SO-ORDER1-1.1', number: 'SO-ORDER1-1.1' }]);
    const reported = confirmed.report(aSalesOrder({ '1/1': { quantity: '10', unitPrice: '10' } }, { state: 'processing' }));
    expect(shown(reported.order).documents).toMatchObject([{ state: 'processing' }]);
  });

  it('shows every quantity of a schedule that is partly shipped and partly waits, with the day on which the rest is expected', () => {
    const story = released().report(
      aShipment(
        { '1/1': { allocated: '6', picked: '6', packed: '6', shipped: '6' } },
        { packages: [{ carrier: 'UPS', tracking: '1Z' }], warehouse: 'EDC', at: '2026-03-03T10:00:00Z' },
      ),
      aShipment({ '1/1': { backordered: '4' } }, { id: 'SHP-2', state: 'waiting', expectedOn: '2026-03-20' }),
    );
    const status = shown(story.order);
    expect(status.lines).toEqual([
      {
        line: '1',
        schedule: '1',
        item: 'HS-1001',
        unit: 'EA',
        unitPrice: '10',
        progress: 'backordered',
        ordered: '10',
        cancelled: '0',
        open: '0',
        allocated: '6',
        backordered: '4',
        picked: '6',
        packed: '6',
        shipped: '6',
        delivered: '0',
        returned: '0',
        invoiced: '0',
        promisedDate: '2026-03-20',
        system: 'erp',
        warehouse: 'EDC',
      },
    ]);
    expect(status.shipments).toMatchObject([
      {
        system: 'wms',
        id: 'SHP-1',
        state: 'shipped',
        warehouse: 'EDC',
        at: '2026-03-03T10:00:00Z',
        packages: [{ carrier: 'UPS', tracking: '1Z' }],
        lines: [{ line: '1', schedule: '1', shipped: '6', delivered: '0' }],
      },
      { id: 'SHP-2', state: 'waiting', expectedOn: '2026-03-20' },
    ]);
  });

  it("does not show the ERP's own shipment of what the warehouse ships: it is the same goods", () => {
    const story = released().report(aShipment({ '1/1': { shipped: '6' } }), aShipment({ '1/1': { shipped: '6' } }, { system: 'erp', id: 'OUT-9' }));
    expect(shown(story.order).shipments.map((shipment) => shipment.id)).toEqual(['SHP-1']);
  });

  it('promises the date that the ERP holds where nothing is backordered', () => {
    const story = placed({ lines: [{ price: '10', date: '2026-03-10' }] }).confirm('create');
    expect(shown(story.order).lines).toMatchObject([{ requestedDate: '2026-03-10', promisedDate: '2026-03-10' }]);
  });

  it.each([
    ['100', 'unpaid'],
    ['40', 'partly-paid'],
    ['0', 'paid'],
  ])('shows an invoice of 100 with %s open as %s', (balance, payment) => {
    const dispute = { reason: 'two pieces were broken' };
    const story = released().report(aShipment({ '1/1': { shipped: '10' } }), anInvoice({ '1/1': '10' }, { balance, dueDate: '2026-04-01', dispute }));
    expect(shown(story.order).invoices).toEqual([
      {
        system: 'erp',
        id: 'INV-1',
        currency: 'USD',
        total: '100',
        balance,
        dueDate: '2026-04-01',
        payment,
        dispute,
        lines: [{ line: '1', schedule: '1', quantity: '10' }],
      },
    ]);
  });

  it('shows a hold with who must act', () => {
    const story = placed().refuse('create', { cause: 'credit', message: 'The limit is used up.' });
    expect(shown(story.order)).toMatchObject({ progress: 'held', holds: [{ kind: 'credit', owner: 'finance', reason: expect.stringMatching('used up') }] });
  });

  it('shows open exceptions with owner, time and remedies', () => {
    const exception = anException({ assignee: 'jo', target: { line: '1' } });
    expect(shown(placed().order, [exception]).exceptions).toEqual([
      {
        id: 'x-1',
        class: 'credit',
        severity: 'high',
        owner: 'finance',
        assignee: 'jo',
        openedAt: at.toISOString(),
        dueAt: at.toISOString(),
        summary: 'The limit is used up.',
        remedies: ['clear-hold'],
        line: '1',
      },
    ]);
  });

  it('answers each change request, item by item', () => {
    const sent = placed({ lines: [{ price: '10' }, { price: '20' }], routes: [toErpAndWms({ isAsked: false })] })
      .confirm('create')
      .confirm('release');
    const picked = sent.report(aShipment({ '1/1': { allocated: '10', picked: '10' } }, { state: 'picked' }));
    const quantity = { value: '8', unit: 'EA' } as const;
    const changes = [
      { kind: 'quantity', line: '1', quantity },
      { kind: 'quantity', line: '2', quantity },
    ] as const;
    const asked = picked.when({ kind: 'change', changeId: 'c-1', changes, newRoutes: [] });
    expect(shown(asked.order).requests).toMatchObject([
      {
        id: 'c-1',
        kind: 'change',
        by: 'person:jo',
        answer: 'pending',
        items: [
          { wish: 'quantity', line: '1', answer: 'declined', reason: expect.stringMatching('picked already') },
          { wish: 'quantity', line: '2', answer: 'pending' },
        ],
      },
    ]);
    expect(shown(asked.confirm('change-release').confirm('amend').order).requests).toMatchObject([
      { answer: 'partly-accepted', items: [{}, { answer: 'accepted' }] },
    ]);
  });

  it('answers a request that was declined as a whole, of which the order knows nothing', () => {
    const request = { kind: 'cancellation', by: 'channel:crm', reason: 'Line 1: 10 EA are picked already.' } as const;
    const status = shown(placed().order, [anException({ key: 'message:crm:m-1', class: 'change-declined', target: { pin: 'message:crm:m-1', request } })]);
    expect(status.requests).toEqual([{ id: 'message:crm:m-1', requestedAt: at.toISOString(), answer: 'declined', items: [], ...request }]);
  });
});

const anException = (more: Partial<OpenOrClosedException>): OpenOrClosedException => ({
  id: 'x-1',
  order: 'order-1',
  key: 'hold:credit:*',
  class: 'credit',
  severity: 'high',
  owner: 'finance',
  assignee: null,
  summary: 'The limit is used up.',
  cause: 'erp:credit:C-ACME',
  evidence: [],
  remedies: ['clear-hold'],
  verdict: '',
  target: {},
  openedAt: at,
  dueAt: at,
  escalatedAt: null,
  closedAt: null,
  closedBy: null,
  ...more,
});
