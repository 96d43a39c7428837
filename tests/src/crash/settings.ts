import type { DeliverLimits } from '../../../hub/src/events/index.ts';
import type { Connection } from '../../../hub/src/platform/index.ts';
import type { Timings } from '../../../hub/src/systems/index.ts';
import type { MutantName } from './mutants.ts';

/**
 * Where a node is ended, stopped, failed or held up: at the nth passing of `at`, once per scenario over all its nodes.
 * `at` is `<transaction>.before-commit`, `<transaction>.after-commit`, `<call>.before-send`, `.before-check`, `.after-check`
 * or `.after-answer`; failpoints.ts has the names of the calls.
 */
export type Failpoint = { readonly at: string; readonly nth: number } & (
  | { readonly action: 'kill' | 'stop' | 'throw' }
  | { readonly action: 'lag'; readonly ms: number }
);

/** One outside system as a node reaches it. */
export type PeerSettings = {
  readonly id: string;
  readonly kind: 'erp' | 'wms';
  readonly url: string;
  readonly token: string;
  readonly grade: 'A' | 'B' | 'C';
  readonly webhookSecret: string;
  readonly isPolled: boolean;
};

/** What decides how long things take, in ms. */
export type Pace = {
  readonly timings: Timings;
  readonly callMsMax: number;
  readonly settleMs: number;
  readonly pollEveryMs: number;
  readonly deliveries: DeliverLimits;
};

/** The one argument of node.ts, as JSON. */
export type NodeSettings = {
  readonly name: string;
  readonly connection: Extract<Connection, { readonly host: string }>;
  readonly peers: readonly PeerSettings[];
  readonly pace: Pace;
  readonly failpoints: readonly Failpoint[];
  /** Holds one file per failpoint that has acted: who creates it acts, the others pass. */
  readonly firedFolder: string;
  readonly mutant: MutantName | undefined;
};

/** The first line that a node prints. */
export type NodeGreeting = { readonly url: string; readonly epoch: string };

/** Concurrency of every lane, and the cap at which the stand-ins answer 429 and note a violation. */
export const laneConcurrency = 8;

/** Everything is shortened together, in the order that timings.ts explains: a call's answer comes before its claim ends. */
export const shortPace: Pace = {
  timings: {
    claimStartMs: 500,
    claimMarginMs: 200,
    pauseAllowanceMs: 600,
    slotLeaseMs: 900,
    heartbeatMs: 150,
    dutyLeaseMs: 900,
    breakerOpenMs: 300,
    takeOverEveryMs: 150,
    sweepEveryMs: 500,
    sweepForMs: 600_000,
  },
  callMsMax: 600,
  settleMs: 500,
  pollEveryMs: 150,
  deliveries: {
    leaseMs: 3_000,
    leaseMarginMs: 200,
    callMsMax: 2_500,
    pollMs: 100,
    rescanMs: 300,
    stopGraceMs: 500,
    sendsMax: 64,
    sendsPerSubscriptionMax: 16,
    sendsPerFailingMax: 2,
  },
};
