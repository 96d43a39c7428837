import type { Answer, Question } from '@crossdock/canonical';
import type { AnswerPort, Connector, Failure, Http, HttpResult } from '@crossdock/connector-kit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../platform/index.ts';
import { createAskNow, type QuickAnswer } from './ask-now.ts';
import type { LaneState } from './read-lanes.ts';
import { createRegistry } from './registry.ts';

const question: Question = { op: 'ask', customer: 'C', currency: 'USD', lines: [] };
const answer: Answer = { asOf: '2026-11-23T15:00:00Z', customer: { status: 'active' }, lines: [] };
const running: LaneState = {
  system: 'erp',
  limiter: 'default',
  slotsTotal: 1,
  perSecond: undefined,
  isPaused: false,
  openUntilMs: undefined,
  isHalfOpen: false,
  failures: 0,
  slotsOwned: 1,
  slotsUntilMs: Number.POSITIVE_INFINITY,
};
const noAnswers = { vendor: 'mute', health: () => Promise.reject(new Error('not asked')) } satisfies Connector;

// Time is the test's own; the verb's waits are timers.
beforeEach(() => vi.useFakeTimers({ now: Date.parse('2026-11-23T15:00:00Z') }));
afterEach(() => vi.useRealTimers());

type Scene = {
  readonly ask?: AnswerPort['ask'];
  readonly state?: Partial<LaneState> | 'none';
  readonly slots?: number;
  readonly last?: HttpResult;
  readonly database?: 'down';
};

function scene({ ask = async () => ({ kind: 'answered', answer }), state = {}, slots = 1, last, database: health }: Scene = {}) {
  const clock = { now: () => new Date(), wallMs: () => Date.now(), monotonicMs: () => performance.now() };
  const statements: string[] = [];
  const errors: string[] = [];
  const query = ({ name }: { name: string }) => {
    statements.push(name);
    return health === 'down' ? Promise.reject(new Error('the database is down')) : Promise.resolve({ rows: [], rowCount: 1 });
  };
  let free = slots;
  let inUse = 0;
  const http: Http = () => Promise.resolve(last ?? { kind: 'lost', message: 'nothing' });
  const deadlines: number[] = [];
  const askNow = createAskNow({
    registry: createRegistry([
      {
        id: 'erp',
        name: 'ERP',
        owner: 'integration',
        connector: { ...noAnswers, answers: { callMsMax: 5_000, ask } },
        limiters: { default: { concurrency: 1 } },
      },
      { id: 'mute', name: 'Mute', owner: 'integration', connector: noAnswers, limiters: { default: { concurrency: 1 } } },
    ]),
    lanes: {
      state: () => (state === 'none' ? undefined : { ...running, ...state }),
      take: () => {
        if (free === 0) return undefined;
        free -= 1;
        inUse += 1;
        let isBack = false;
        return () => {
          if (!isBack) [free, inUse, isBack] = [free + 1, inUse - 1, true];
        };
      },
    },
    database: { pool: { query } } as unknown as Database,
    transport: {
      forCall: ({ deadlineAt }) => {
        deadlines.push(deadlineAt);
        return http;
      },
      close: () => Promise.resolve(),
    },
    clock,
    timings: { breakerOpenMs: 5_000 },
    onError: (where, error) => errors.push(`${where}: ${error.message}`),
  });
  const within = (ms: number, system = 'erp') => askNow({ system, question, correlation: 'quote/1', deadlineAt: clock.monotonicMs() + ms });
  return { within, statements, errors, deadlines, inUse: () => inUse, freeOne: () => (free += 1), now: clock.monotonicMs };
}

const failing =
  (failure: Partial<Failure> = {}): AnswerPort['ask'] =>
  async (_question, { http }) => {
    await http({ method: 'GET', url: 'http://erp/' });
    return { kind: 'failed', class: 'transient', message: 'no', ...failure };
  };
const never: AnswerPort['ask'] = () => new Promise(() => {});

describe('a question for somebody who waits', () => {
  it('is asked once, with the caller’s deadline, and its slot is given back', async () => {
    const { within, deadlines, now, inUse, statements } = scene();
    expect(await within(2_000)).toEqual({ kind: 'answered', answer });
    expect([deadlines, inUse(), statements]).toEqual([[now() + 2_000], 0, []]);
  });

  it('never takes longer than the connector says a question may', async () => {
    const { within, deadlines, now } = scene();
    await within(60_000);
    expect(deadlines).toEqual([now() + 5_000]);
  });

  it.each([
    ['answers-nothing', {}, 'mute', undefined],
    ['no-lane', { state: 'none' }, 'erp', undefined],
    ['paused', { state: { isPaused: true } }, 'erp', undefined],
    ['breaker-open', { state: { isHalfOpen: true, failures: 5, openUntilMs: Date.parse('2026-11-23T15:00:04Z') } }, 'erp', 4_000],
    ['throttled', { state: { openUntilMs: Date.parse('2026-11-23T15:00:01Z') } }, 'erp', 1_000],
  ] as const)('is not asked, and at once: %s', async (why, wish, system, againInMs) => {
    const { within, deadlines } = scene(wish);
    expect(await within(2_000, system)).toMatchObject({ kind: 'not-asked', why, ...(againInMs !== undefined && { againInMs }) });
    expect(deadlines).toEqual([]);
  });

  it('waits for a slot, but not beyond the deadline', async () => {
    const { within, freeOne, deadlines } = scene({ slots: 0 });
    const [first, second] = [within(1_000), within(2_000)];
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await first).toMatchObject({ kind: 'not-asked', why: 'no-slot' });
    expect(deadlines).toEqual([]);
    freeOne();
    await vi.advanceTimersByTimeAsync(100);
    expect(await second).toMatchObject({ kind: 'answered' });
  });

  it('is given up at the deadline even where the connector never ends, and says nothing to the breaker', async () => {
    const { within, statements, inUse } = scene({ ask: never });
    let said: QuickAnswer | undefined;
    void within(2_000).then((quick) => {
      said = quick;
    });
    await vi.advanceTimersByTimeAsync(1_999);
    expect(said).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(said).toMatchObject({ kind: 'not-answered', why: 'too-slow', detail: expect.stringMatching(/2000 ms/) });
    expect([statements, inUse()]).toEqual([[], 1]); // the call that goes on keeps its slot
  });

  it.each([
    ['unreachable', { kind: 'not-sent', reason: 'refused', message: 'ECONNREFUSED' }, {}, ['charge-lane']],
    ['credentials-refused', { kind: 'lost', message: '' }, { class: 'auth' }, ['charge-lane']],
    ['throttled', { kind: 'lost', message: '' }, { class: 'throttled', retryAfterMs: 3_000 }, ['pause-lane-for']],
    ['failed', { kind: 'lost', message: '' }, { class: 'poison' }, []],
    ['failed', { kind: 'not-sent', reason: 'too-late', message: '' }, {}, []],
    ['failed', { kind: 'not-sent', reason: 'forbidden', message: '' }, {}, []],
  ] as const)('that fails is %s, and counts for the lane as any other call', async (why, last, failure, told) => {
    const { within, statements, inUse } = scene({ ask: failing(failure), last });
    expect(await within(2_000)).toMatchObject({ kind: 'not-answered', why });
    expect([statements, inUse()]).toEqual([told, 0]);
  });

  it('that breaks the connector is a failure like others', async () => {
    const { within } = scene({ ask: () => Promise.reject(new TypeError('x is undefined')) });
    expect(await within(2_000)).toMatchObject({ kind: 'not-answered', why: 'failed', detail: 'x is undefined' });
  });

  it('ends the lane’s failures in a row when it is answered', async () => {
    const { within, statements } = scene({ state: { failures: 3 } });
    await within(2_000);
    expect(statements).toEqual(['clear-lane']);
  });

  it('is answered though the lane cannot be told', async () => {
    const { within, errors } = scene({ state: { failures: 3 }, database: 'down' });
    expect(await within(2_000)).toMatchObject({ kind: 'answered' });
    await vi.advanceTimersByTimeAsync(0);
    expect(errors).toEqual(['lane of erp: the database is down']);
  });
});
