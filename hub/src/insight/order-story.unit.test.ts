import { expect, it } from 'vitest';
import type { OrderEvent } from '../orders/index.ts';
import { tell } from './order-story.ts';

const at = new Date('2026-03-02T08:00:00Z');
const told = (events: readonly OrderEvent[]) => tell(events.map((event, index) => ({ seq: index + 1, at, actor: 'system:erp', event })));

it('tells business events one by one and folds technical ones between them', () => {
  const story = told([
    { type: 'internal.asked', system: 'erp', round: 1, why: 'received' },
    { type: 'internal.answered', system: 'erp', ask: { round: 1, answered: 1 }, prices: [] } as OrderEvent,
    { type: 'order.validated', systems: ['erp'] },
    { type: 'internal.revised', slot: 'erp/EDC' },
  ]);
  expect(story).toEqual([
    { kind: 'steps', seq: 1, at: at.toISOString(), actor: 'system:erp', count: 2, steps: ['Asked erp, round 1: received.', 'erp answered.'] },
    { kind: 'event', seq: 3, at: at.toISOString(), actor: 'system:erp', type: 'order.validated', text: 'Validated by erp.' },
    { kind: 'steps', seq: 4, at: at.toISOString(), actor: 'system:erp', count: 1, steps: ['New content for erp/EDC.'] },
  ]);
});

it('names quantities, units, documents and tracking numbers', () => {
  const [shipped] = told([
    {
      type: 'order.shipped',
      document: { system: 'wms', id: '7', number: 'SH-7' },
      lines: [{ line: '1', schedule: '1', quantity: '4', unit: 'EA' }],
      tracking: ['1Z999'],
    },
  ]);
  expect(shipped).toMatchObject({ text: 'Shipped: line 1 4 EA by SH-7 of wms, tracking 1Z999.' });
});
