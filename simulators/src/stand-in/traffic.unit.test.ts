import { describe, expect, it } from 'vitest';
import { createTraffic } from './traffic.ts';

const start = (cap: { concurrency?: number; rate?: number }) => {
  let ms = 0;
  const traffic = createTraffic(
    { concurrency: cap.concurrency, ratePerSecond: cap.rate },
    () => ms,
    () => new Date(Date.UTC(2026, 0, 1) + ms),
  );
  const call = (at: number) => {
    ms = at;
    const answer = traffic.arrive('POST /x');
    traffic.leave();
    return answer;
  };
  return { traffic, call };
};

describe('the cap', () => {
  it('lets as many calls in at once as it says, and records each one above', () => {
    const { traffic } = start({ concurrency: 2 });
    const heard = [1, 2, 3].map(() => traffic.arrive('POST /x'));
    traffic.leave();
    traffic.leave();
    heard.push(traffic.arrive('POST /x'));
    expect(heard).toEqual(['within the cap', 'within the cap', 'above the cap', 'within the cap']);
    expect(traffic.report()).toMatchObject({
      requests: 4,
      inFlight: 2,
      inFlightMax: 3,
      violations: { concurrency: 1, rate: 0, latest: [{ cap: 'concurrency', inFlight: 3 }] },
    });
  });

  it('counts the rate over any second, not over the seconds of the clock', () => {
    const { traffic, call } = start({ rate: 2 });
    expect([900, 950, 1050, 1899, 1900, 1949, 1950].map(call)).toEqual([
      'within the cap',
      'within the cap',
      'above the cap',
      'above the cap',
      'within the cap',
      'above the cap',
      'within the cap',
    ]);
    expect(traffic.report()).toMatchObject({ perSecondMax: 5, violations: { rate: 3, concurrency: 0 } });
  });

  it('shows each second of the clock with its requests', () => {
    const { traffic, call } = start({});
    for (const at of [10, 20, 1010]) call(at);
    expect(traffic.report().seconds).toEqual([
      { second: '2026-01-01T00:00:00.000Z', requests: 2, throttled: 0 },
      { second: '2026-01-01T00:00:01.000Z', requests: 1, throttled: 0 },
    ]);
  });

  it('starts its counters anew', () => {
    const { traffic, call } = start({ rate: 1 });
    for (const at of [0, 1]) call(at);
    traffic.reset();
    expect(traffic.report()).toMatchObject({ requests: 0, inFlightMax: 0, perSecondMax: 0, violations: { rate: 0, latest: [] }, seconds: [], routes: {} });
  });
});
