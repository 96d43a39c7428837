import type { Findings, Scenario, Trial } from './scenario.ts';
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
  faultsMax: undefined,
  failpoints: [],
  disturbance: 'none',
  pace: shortPace,
  doubles: 'none',
  mayAsk: undefined,
  isErpPolled: true,
  rowMs: 0,
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

/** The first calls for an account that an ERP does not know: nothing goes on before its customer is made, and it is made once. */
const newAccounts: readonly Kill[] = [
  { at: 'customer.look.after-commit', nth: 1 },
  { at: 'create-customer.after-check', nth: 1 },
  { at: 'create-customer.after-answer', nth: 1 },
  { at: 'customer.settle.before-commit', nth: 1 },
  { at: 'customer.settle.after-commit', nth: 1 },
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

const stop = (at: string): readonly Failpoint[] => [{ at, nth: 2, action: 'stop' }];
const window = { doubles: 'window', mayAsk: /^stray:/ } as const;
/** The ERP does not tell of new documents, so that it is the sweeper who has to find the second one. */
const unseenWindow: Scenario = {
  ...sleeper,
  ...window,
  erps: ['erp-b'],
  name: 'stop after the last check, grade B, not polled',
  failpoints: stop('create.after-check'),
  isErpPolled: false,
};

const sleepers: readonly Scenario[] = [
  { ...sleeper, erps: ['erp-a'], name: 'stop before the last check, grade A', failpoints: stop('create.before-check') },
  { ...sleeper, erps: ['erp-a'], name: 'stop after the last check, grade A', failpoints: stop('create.after-check') },
  { ...sleeper, erps: ['erp-b'], name: 'stop before the last check, grade B', failpoints: stop('create.before-check') },
  { ...sleeper, ...window, erps: ['erp-b'], name: 'stop after the last check, grade B', failpoints: stop('create.after-check') },
  unseenWindow,
];

/** Nothing but a person can tell what became of a lost call. */
function undecidables(): readonly Scenario[] {
  const gradeC = { erps: ['erp-c'], orders: 10, mayAsk: undefined } as const;
  const points = ['create.before-send', 'create.after-check', 'create.after-answer'];
  return [
    ...onOneAndTwo({ ...gradeC, name: 'grade C' }),
    ...points.flatMap((at) => onOneAndTwo({ ...gradeC, name: `grade C, kill at ${at}`, failpoints: [kill({ at, nth: 4 })] })),
    ...onOneAndTwo({ ...gradeC, name: 'grade C, cancels race creates', cancels: 'racing', orders: 20 }),
  ];
}

const creates = ['POST /sales-orders'];

/** Calls that take nearly as long as they may, with nothing between lease and probe but the lease itself. */
const slowCalls: Scenario = {
  ...usual,
  name: 'calls as long as they may be, two nodes',
  nodes: 2,
  erps: ['erp-b'],
  orders: 12,
  customersMax: 2,
  lines: 1,
  faults: { slow: { p: 1, ms: 520 }, only: creates },
  pace: { ...shortPace, settleMs: 20, callMsMax: 1_000, timings: { ...shortPace.timings, pauseAllowanceMs: 0 } },
};

/** The first attempt used the credit, later than it was looked for; the second is refused for it. */
const usedCredit: Scenario = {
  ...usual,
  name: 'refused for the credit that the first attempt used',
  erps: ['erp-b'],
  orders: 1,
  customersMax: 1,
  lines: 1,
  customer: 'limited',
  faults: { lateCommit: { p: 1, ms: 2_000, caller: 'drop' }, only: creates },
  faultsMax: 1,
  failpoints: [{ at: 'create.before-send', nth: 2, action: 'lag', ms: 2_200 }],
  pace: { ...shortPace, settleMs: 50, callMsMax: 5_000 },
};

/** The same requests reach two nodes, and their rows are written so slowly that the nodes meet while they write. */
const twins: Scenario = {
  ...usual,
  name: 'every request on two nodes at once',
  nodes: 2,
  sending: 'twice',
  orders: 120,
  customersMax: 60,
  lines: 1,
  faults: {},
  rowMs: 5,
};

/** All scenarios that must end clean. */
export const scenarios: readonly Scenario[] = [
  ...onOneAndTwo({ name: 'no crash' }),
  ...killed(onTheWayIn, {}),
  ...killed(inDoubt, {}),
  ...killedTakingOver(),
  ...killed(tellings, {}),
  ...killed(compensation, { cancels: 'accepted' }),
  ...killed(facts, { warehouse: 'ships-and-tells' }),
  ...onOneAndTwo({ name: 'new accounts', customer: 'new' }),
  ...killed(newAccounts, { customer: 'new' }),
  ...onOneAndTwo({ name: 'cancels race creates', cancels: 'racing', orders: 40, customersMax: 12 }),
  ...onOneAndTwo({ name: 'cancels race creates, and a kill', cancels: 'racing', orders: 24, failpoints: [kill({ at: 'settle.before-commit', nth: 9 })] }),
  ...onOneAndTwo({ name: 'cancels race the warehouse', cancels: 'racing', orders: 24, warehouse: 'ships' }),
  ...sleepers,
  ...undecidables(),
  slowCalls,
  usedCredit,
  twins,
  ...onOneAndTwo({ name: 'the ERP is killed three times', disturbance: 'erp', orders: 60 }),
  ...onOneAndTwo({ name: 'PostgreSQL is killed three times', disturbance: 'postgres', orders: 60 }),
];

const onB: Scenario = { ...usual, name: 'grade B', erps: ['erp-b'] };

const isSaid =
  (words: RegExp) =>
  ({ broken }: Findings): boolean =>
    broken.some((text) => words.test(text));
const isDoubledB = ({ doubledB }: Findings): boolean => doubledB.length > 0;

/** Every mutant with the scenario that must catch it. */
export const trials: readonly Trial[] = [
  { mutant: 'no-probe', scenario: onB, isCaught: isDoubledB },
  { mutant: 'no-settle-window', scenario: { ...onB, faults: { lateCommit: { p: 0.5, ms: 600, caller: 'drop' }, only: creates } }, isCaught: isDoubledB },
  {
    mutant: 'no-dedupe',
    scenario: { ...usual, failpoints: [kill({ at: 'accept.after-commit', nth: 2 })] },
    isCaught: isSaid(/was sent once and became 2 orders/),
  },
  { mutant: 'early-answer', scenario: { ...usual, failpoints: [kill({ at: 'accept.before-commit', nth: 2 })] }, isCaught: ({ lost }) => lost.length > 0 },
  { mutant: 'short-lease', scenario: slowCalls, isCaught: isDoubledB },
  { mutant: 'believed-refusal', scenario: usedCredit, isCaught: isSaid(/the hub does not know it/) },
  { mutant: 'unsorted', scenario: twins, isCaught: isSaid(/the server counted \d+ deadlocks/) },
  { mutant: 'no-sweeper', scenario: unseenWindow, isCaught: ({ inWindow, swept }) => inWindow.length > swept.length },
];
