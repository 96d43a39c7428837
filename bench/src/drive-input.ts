/** The bearer key that all requests carry; the hub knows it, the bare servers do not look. */
export const benchKey = 'bench-key-0123456789';

/** What the driver is to do: so many orders, or for so many seconds. */
export type DriveInput = { readonly url: string; readonly connections: number } & ({ readonly orders: number } | { readonly seconds: number });

/** What the driver saw. Latencies in ms. */
export type Driven = {
  readonly accepted: number;
  readonly failed: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
};
