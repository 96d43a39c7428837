/**
 * Leases and allowances, in ms. Tests of crashes shorten them together; their order is what keeps the promise:
 * a call's bytes leave and its answer comes before its claim ends, and a call begins only while its slot is ours.
 */
export type Timings = {
  /** From the claim to the socket. */
  readonly claimStartMs: number;
  /** Left unused at the end of a claim, for clocks and scheduling. */
  readonly claimMarginMs: number;
  /** How long a process may sleep between its last check and its socket before a document may appear late (LEDGER.md, section 5). */
  readonly pauseAllowanceMs: number;
  /** The lease of a slot beyond the longest call. */
  readonly slotLeaseMs: number;
  readonly heartbeatMs: number;
  /** How long a duty stays with a node that died, beyond its own pause between runs. */
  readonly dutyLeaseMs: number;
  /** The first wait of a breaker that has opened; doubled while the system stays away. */
  readonly breakerOpenMs: number;
  readonly takeOverEveryMs: number;
  readonly sweepEveryMs: number;
  /** How long after it was settled an effect that was ever in doubt is swept. */
  readonly sweepForMs: number;
};

/** What production runs with. */
export const defaultTimings: Timings = {
  claimStartMs: 8_000,
  claimMarginMs: 2_000,
  pauseAllowanceMs: 60_000,
  slotLeaseMs: 15_000,
  heartbeatMs: 1_000,
  dutyLeaseMs: 5_000,
  breakerOpenMs: 5_000,
  takeOverEveryMs: 1_000,
  sweepEveryMs: 20_000,
  sweepForMs: 900_000,
};

/** The lease of a claim whose call may take so long. */
export function claimLeaseMs(timings: Timings, callMsMax: number): number {
  return timings.claimStartMs + callMsMax + timings.claimMarginMs;
}
