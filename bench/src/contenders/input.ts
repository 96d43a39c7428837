/** What a contender's process is started with, as JSON in its first argument. */
export type ContenderInput = {
  readonly connection: { readonly host: string; readonly port: number; readonly user: string; readonly database: string; readonly ssl: false };
  /** Connections to the database, the same for all. */
  readonly connections: number;
  readonly erp?: { readonly url: string; readonly token: string };
  /** Calls to the ERP at once. */
  readonly erpConcurrency: number;
  readonly erpPerSecond?: number;
  /** Whether the hub asks the ERP for credit, price and stock before it creates. */
  readonly validation: 'ask' | 'none';
};

/** The first line of a contender. */
export type ContenderSaid = { readonly url: string };

/** Reads the first argument. */
export function readInput(): ContenderInput {
  return JSON.parse(process.argv[2] ?? '{}') as ContenderInput; // written by the bench alone
}

/** Says where it listens, and stops in order when it is told to. */
export function serveUntilTold(url: string, stop: () => Promise<void>): void {
  process.stdout.write(`${JSON.stringify({ url } satisfies ContenderSaid)}\n`);
  process.once('SIGTERM', () => {
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
