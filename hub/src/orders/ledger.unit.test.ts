import type { DocumentSnapshot } from '@crossdock/canonical';
import { describe, expect, it } from 'vitest';
import { beginStory } from '../flows/testing/story.ts';
import { ledgerOf, type ScheduleLedger, statusOf } from './ledger.ts';
import { newerOf } from './newest.ts';
import { anInvoice, aShipment, noObjection, placing, someRules, toErpAndWms } from './testing/order-builder.ts';

const released = beginStory(placing({ routes: [toErpAndWms()] }), someRules())
  .answer('erp', noObjection)
  .confirm('create')
  .confirm('release');

function ledger(...snapshots: readonly DocumentSnapshot[]): ScheduleLedger {
  const [entry] = ledgerOf(released.report(...snapshots).order);
  if (!entry) throw new Error('The order has no line.');
  return entry;
}

describe('the ledger of a line', () => {
  it('begins with everything open', () => {
    expect(ledger()).toMatchObject({ ordered: '10', open: '10', allocated: '0', backordered: '0', excess: '0' });
  });

  it('takes a later milestone for the ones before it', () => {
    expect(ledger(aShipment({ '1/1': { delivered: '4' } }))).toMatchObject({
      allocated: '4',
      picked: '4',
      packed: '4',
      shipped: '4',
      delivered: '4',
      open: '6',
      own: { picked: '0' },
    });
  });

  it('adds up shipments, and splits the rest into backordered and open', () => {
    const both = ledger(
      aShipment({ '1/1': { shipped: '3' } }),
      aShipment({ '1/1': { allocated: '2', backordered: '4' } }, { id: 'SHP-2', state: 'allocated' }),
    );
    expect(both).toMatchObject({ allocated: '3', shipped: '3', backordered: '4', open: '3' });
  });

  it('gives back what was de-allocated', () => {
    expect(ledger(aShipment({ '1/1': { allocated: '10', deallocated: '7' } }))).toMatchObject({ allocated: '3', open: '7' });
  });

  it('counts what a cancelled shipment has moved, and forgets what it had promised', () => {
    const cancelled = aShipment({ '1/1': { allocated: '10', backordered: '2', picked: '4' } }, { state: 'cancelled' });
    expect(ledger(cancelled)).toMatchObject({ allocated: '4', picked: '4', backordered: '0', open: '6' });
  });

  it('keeps what was moved beyond the order as excess', () => {
    expect(ledger(aShipment({ '1/1': { shipped: '12' } }))).toMatchObject({ allocated: '12', shipped: '12', excess: '2', open: '0' });
  });

  it('counts shipments of the system that fulfils the line, and of no other', () => {
    expect(ledger(aShipment({ '1/1': { shipped: '10' } }, { system: 'erp' }))).toMatchObject({ shipped: '0' });
  });

  it('counts posted and paid invoices, and credits apart', () => {
    const counted = ledger(
      anInvoice({ '1/1': '6' }),
      anInvoice({ '1/1': '4' }, { id: 'INV-2', state: 'draft' }),
      anInvoice({ '1/1': '-2' }, { id: 'CRN-1', state: 'paid' }),
      anInvoice({ '1/1': '3' }, { id: 'INV-3', state: 'cancelled' }),
    );
    expect(counted).toMatchObject({ invoiced: '6', credited: '2' });
  });

  it('never lets a strange report make a count negative', () => {
    expect(ledger(aShipment({ '1/1': { picked: '-3', deallocated: '5' } }))).toMatchObject({ picked: '0', allocated: '0', open: '10' });
  });
});

describe('the status of a line', () => {
  it.each([
    ['open', aShipment({})],
    ['backordered', aShipment({ '1/1': { backordered: '4' } })],
    ['allocated', aShipment({ '1/1': { allocated: '10' } })],
    ['picked', aShipment({ '1/1': { picked: '10' } })],
    ['packed', aShipment({ '1/1': { packed: '10' } })],
    ['shipped', aShipment({ '1/1': { shipped: '10', delivered: '9' } })],
    ['delivered', aShipment({ '1/1': { delivered: '10' } })],
    ['allocated', aShipment({ '1/1': { allocated: '10', shipped: '9' } })],
    ['open', aShipment({ '1/1': { shipped: '9' } })],
  ])('is %s as far as all of it has come', (status, snapshot) => {
    expect(statusOf(ledger(snapshot))).toBe(status);
  });

  it('is cancelled when nothing of it is wanted or was moved', () => {
    const unsent = beginStory(placing(), someRules()).when({ kind: 'cancel', changeId: 'c', reason: 'x' });
    expect(ledgerOf(unsent.order).map(statusOf)).toEqual(['cancelled']);
  });
});

describe('the newer of two snapshots', () => {
  const version = (text?: string) => {
    const { version: _, ...rest } = aShipment({});
    return text === undefined ? rest : { ...rest, version: text };
  };

  it.each([
    ['9', '10'],
    ['09', '10'],
    ['99999999999999999998', '99999999999999999999'],
    ['10', '1a'],
    ['2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'],
    [undefined, '0'],
  ])('is by version: %s before %s', (older, newer) => {
    expect(newerOf(version(older), version(newer)).version).toBe(newer);
    expect(newerOf(version(newer), version(older)).version).toBe(newer);
  });

  it('merges the highest counts where there are no versions', () => {
    const { version: _, ...a } = aShipment({ '1/1': { picked: '4', shipped: '1' } }, { state: 'picked' });
    const { version: __, ...b } = aShipment({ '1/1': { shipped: '3.0' }, '2/1': { shipped: '1' } });
    expect(newerOf(a, b)).toMatchObject({
      state: 'shipped',
      lines: [
        { lineKey: '1/1', picked: '4', shipped: '3' },
        { lineKey: '2/1', shipped: '1' },
      ],
    });
  });

  it('adds up lines that a system splits', () => {
    const split = {
      ...aShipment({}),
      lines: [
        { lineKey: '1/1', shipped: '2' },
        { lineKey: '1/1', shipped: '3' },
      ],
    };
    expect(newerOf(split, split)).toMatchObject({ lines: [{ lineKey: '1/1', shipped: '5' }] });
  });

  it('is by the instant, whatever its zone, then by how far it is, where there are no versions', () => {
    const at = (text: string, state: 'posted' | 'paid' = 'posted') => {
      const { version: _, ...invoice } = anInvoice({}, { at: text, state });
      return invoice;
    };
    expect(newerOf(at('2026-03-02T10:00:00+02:00'), at('2026-03-02T08:30:00Z'))).toMatchObject({ at: '2026-03-02T08:30:00Z' });
    expect(newerOf(at('2026-03-02T10:00:00+02:00', 'paid'), at('2026-03-02T08:00:00Z'))).toMatchObject({ state: 'paid' });
  });
});
