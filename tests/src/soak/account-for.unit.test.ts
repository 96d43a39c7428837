import { describe, expect, it } from 'vitest';
import { accountFor } from './account-for.ts';
import type { SaleEvent } from './told-events.ts';

const event = (replay: number, sale: string, more: Partial<SaleEvent> = {}): SaleEvent => ({
  ...{ replay, id: `e${replay}`, transaction: `t${replay}`, sales: [sale], isOwn: false },
  ...more,
});
const account = (events: readonly SaleEvent[], messages: readonly string[], { expired = [], pageEnds = [100] }: Partial<Ends> = {}) =>
  accountFor(events, { messages: new Set(messages), expired, pageEnds });
type Ends = { readonly expired: { readonly after: number; readonly upTo: number }[]; readonly pageEnds: number[] };

describe('the account of events', () => {
  it('knows an event by the message of its transaction, or by the note that it is of no interest', () => {
    expect(account([event(1, 'A'), event(2, 'B')], ['t1:A', 't2:e2'])).toMatchObject({ events: 2, told: 1, ofNoInterest: 1, missed: [], unexplained: [] });
  });

  it('misses an event that nothing tells of', () => {
    expect(account([event(1, 'A'), event(2, 'B')], ['t1:A']).missed).toEqual([expect.stringContaining('of B')]);
  });

  it('misses each sale of an event that names several', () => {
    expect(account([event(1, 'A', { sales: ['A', 'B', 'C'] })], ['t1:B']).missed).toEqual([expect.stringContaining('of A, C')]);
  });

  it('lets a later event of the same page tell of a sale, but none of another page', () => {
    const events = [event(1, 'A'), event(2, 'A')];
    expect(account(events, ['t2:A'], { pageEnds: [2] })).toMatchObject({ superseded: 1, told: 1, missed: [] });
    expect(account(events, ['t2:A'], { pageEnds: [1, 2] }).missed).toEqual([expect.stringContaining('event 1 ')]);
  });

  it('lets no earlier event of the same page tell of it: its sale was changed again', () => {
    expect(account([event(1, 'A'), event(2, 'A')], ['t1:A'], { pageEnds: [2] }).missed).toEqual([expect.stringContaining('event 2 ')]);
  });

  it('expects nothing of the hub’s own writes, nor of what the bus has forgotten', () => {
    const events = [event(1, 'A', { isOwn: true }), event(2, 'B'), event(3, 'C'), event(4, 'D')];
    const { own, expired, missed } = account(events, [], { expired: [{ after: 1, upTo: 3 }] });
    expect({ own, expired, missed }).toEqual({ own: 1, expired: 2, missed: [expect.stringContaining('of D')] });
  });

  it('finds messages that no event explains, but for those that a query has brought', () => {
    expect(account([event(1, 'A')], ['t1:A', 't9:A', 'found:abc:A', 'expired:/data/X__chn:AAA']).unexplained).toEqual(['t9:A']);
  });
});
