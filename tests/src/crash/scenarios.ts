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

const counts = [1, 2] as const;
const nodesName = { 1: 'one node', 2: 'two nodes' } as const;

/** The same scenario on one node and on two that share the database. */
function onOneAndTwo(scenario: Partial<Scenario> & { readonly name: string }): readonly Scenario[] {
  return counts.map((nodes) => ({ ...usual, ...scenario, nodes, name: `${scenario.name}, ${nodesName[nodes]}` }));
}

type Kill = { readonly at: string; readonly nth: number };

/** Points that every order passes on its way into the ERP and to the warehouse. */
const onTheWayIn: readonly Kill[] = [
  { at: 'accept.before-commit', nth: 2 },
  { at: 'accept.after-commit', nth: 2 },
  { at: 'accept.before-answer', nth: 5 },
  { at: 'claim.before-commit', nth: 6 },
  { at: 'claim.after-commit', nth: 6 },
  { at: 'ask.after-answer', nth: 6 },
  { at: 'create.before-send', nth: 5 },
  { at: 'create.before-check', nth: 5 },
  { at: 'create.after-check', nth: 5 },
  { at: 'create.after-answer', nth: 7 },
  { at: 'settle.before-commit', nth: 5 },
  { at: 'settle.after-commit', nth: 5 },
  { at: 'release.before-send', nth: 4 },
  { at: 'release.after-answer', nth: 4 },
];

/** What only happens to calls that failed, so a scenario waits until the dice have made enough of them. */
const inDoubt: readonly Kill[] = [
  { at: 'postpone.before-commit', nth: 2 },
  { at: 'postpone.after-commit', nth: 2 },
  { at: 'claim-doubt.before-commit', nth: 2 },
  { at: 'claim-doubt.after-commit', nth: 2 },
  { at: 'probe.after-answer', nth: 2 },
];

/** What tells others: the sequencer, the fan-out, the deliveries. */
const tellings: readonly Kill[] = [
  { at: 'events.sequence.before-commit', nth: 3 },
  { at: 'events.sequence.after-commit', nth: 3 },
  { at: 'events.fan-out.before-commit', nth: 3 },
  { at: 'events.fan-out.after-commit', nth: 3 },
  { at: 'delivery.before-send', nth: 9 },
  { at: 'delivery.after-answer', nth: 9 },
  { at: 'events.settle-deliveries.before-commit', nth: 3 },
  { at: 'events.settle-deliveries.after-commit', nth: 3 },
];

/** A cancelled order whose document the ERP has confirmed: warehouse first, then the ERP. */
const compensation: readonly Kill[] = [
  { at: 'cancel-release.before-send', nth: 3 },
  { at: 'cancel-release.after-answer', nth: 3 },
  { at: 'cancel.before-send', nth: 3 },
  { at: 'cancel.after-check', nth: 3 },
  { at: 'cancel.after-answer', nth: 3 },
];

/** What the systems report, and what follows from it. */
const facts: readonly Kill[] = [
  { at: 'poll.before-commit', nth: 3 },
  { at: 'poll.after-commit', nth: 3 },
  { at: 'webhook.before-commit', nth: 9 },
  { at: 'webhook.after-commit', nth: 9 },
  { at: 'goods-issue.before-send', nth: 4 },
  { at: 'goods-issue.after-check', nth: 4 },
  { at: 'goods-issue.after-answer', nth: 4 },
];

const kill = ({ at, nth }: Kill): Failpoint => ({ at, nth, action: 'kill' });

function killed(points: readonly Kill[], more: Partial<Scenario>): readonly Scenario[] {
  return points.flatMap((point) => onOneAndTwo({ ...more, name: `kill at ${point.at}`, failpoints: [kill(point)] }));
}

/** A second node's death while it takes over what the first has left. */
function killedTakingOver(): readonly Scenario[] {
  return ['take-over.before-commit', 'take-over.after-commit'].flatMap((at) =>
    onOneAndTwo({ name: `kill at claim.after-commit, then at ${at}`, failpoints: [kill({ at: 'claim.after-commit', nth: 6 }), kill({ at, nth: 1 })] }),
  );
}

/** A process sleeps beyond every lease, on either side of its last look at the clock. */
const sleeper = { ...usual, nodes: 2, orders: 6, customersMax: 1, lines: 1, faults: {} } as const satisfies Scenario;

function sleepers(): readonly Scenario[] {
  const stop = (at: string): readonly Failpoint[] => [{ at, nth: 2, action: 'stop' }];
  return (['A', 'B'] as const).flatMap((grade): readonly Scenario[] => {
    const erps = grade === 'A' ? (['erp-a'] as const) : (['erp-b'] as const);
    const after = { doubles: 'window', mayAsk: /^stray:/ } as const;
    return [
      { ...sleeper, erps, name: `stop before the last check, grade ${grade}`, failpoints: stop('create.before-check') },
      { ...sleeper, erps, name: `stop after the last check, grade ${grade}`, failpoints: stop('create.after-check'), ...(grade === 'B' && after) },
    ];
  });
}

/** All scenarios that must end clean. */
export const scenarios: readonly Scenario[] = [
  ...onOneAndTwo({ name: 'no crash' }),
  ...killed(onTheWayIn, {}),
  ...killed(inDoubt, {}),
  ...killedTakingOver(),
  ...killed(tellings, {}),
  ...killed(compensation, { cancels: 'accepted' }),
  ...killed(facts, { warehouse: 'ships-and-tells' }),
  ...onOneAndTwo({ name: 'cancels race creates', cancels: 'racing', orders: 40, customersMax: 12 }),
  ...onOneAndTwo({ name: 'cancels race creates, and a kill', cancels: 'racing', orders: 24, failpoints: [kill({ at: 'settle.before-commit', nth: 9 })] }),
  ...onOneAndTwo({ name: 'cancels race the warehouse', cancels: 'racing', orders: 24, warehouse: 'ships' }),
  ...sleepers(),
  ...onOneAndTwo({ name: 'the ERP is killed three times', disturbance: 'erp', orders: 60 }),
  ...onOneAndTwo({ name: 'PostgreSQL is killed three times', disturbance: 'postgres', orders: 60 }),
];

/** Every mutant with the scenario that must catch it. */
export const trials: readonly Trial[] = [];
