import type { Scenario, Trial } from './scenario.ts';
import { type Failpoint, shortPace } from './settings.ts';

/** Three calls in ten go wrong in some way. The late commit is shorter than the settle window, as a connector has to declare it. */
const usualFaults = {
  dropAfterCommit: 0.1,
  errorAfterCommit: 0.08,
  lateCommit: { p: 0.06, ms: 250, caller: 'drop' },
  throttle: { p: 0.02, retryAfter: 'none' },
  slow: { p: 0.05, ms: 120 },
};

const usual: Scenario = {
  name: '',
  nodes: 1,
  erps: ['erp-a', 'erp-b'],
  orders: 16,
  customersMax: 8,
  sending: 'once',
  lines: 2,
  cancels: 'none',
  warehouse: 'idle',
  faults: usualFaults,
  failpoints: [],
  disturbance: 'none',
  pace: shortPace,
  doubles: 'none',
  mayAsk: undefined,
  customer: 'bench',
};

const killAt = (at: string, nth: number): Failpoint => ({ at, nth, action: 'kill' });

/** Each of these points ends a node, on one node and on two. */
const kills: readonly { readonly at: string; readonly nth: number; readonly with?: Partial<Scenario> }[] = [
  { at: 'accept.before-commit', nth: 2 },
  { at: 'claim.after-commit', nth: 4 },
  { at: 'create.after-answer', nth: 5 },
];

function killScenarios(): readonly Scenario[] {
  return kills.flatMap(({ at, nth, with: more }) =>
    ([1, 2] as const).map(
      (nodes): Scenario => ({ ...usual, ...more, nodes, name: `kill ${at}, ${nodes === 1 ? 'one node' : 'two nodes'}`, failpoints: [killAt(at, nth)] }),
    ),
  );
}

/** All scenarios that must end clean. */
export const scenarios: readonly Scenario[] = [{ ...usual, name: 'no crash, one node' }, ...killScenarios()];

/** Every mutant with the scenario that must catch it. */
export const trials: readonly Trial[] = [];
