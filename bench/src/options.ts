import { parseArgs } from 'node:util';

/** The parts of a run, in the order in which they are done. */
export const partNames = ['accept', 'complete', 'flat', 'burst'] as const;
/** One part of a run. */
export type PartName = (typeof partNames)[number];

/** How much is measured: rounds alternate between the contenders, and medians count. */
export type Amounts = {
  readonly rounds: number;
  readonly warmUpSeconds: number;
  readonly acceptSeconds: number;
  /** Orders of one round end to end. */
  readonly completeOrders: number;
  /** Orders in the database before a round of `flat` begins: few, and many. */
  readonly flatOrders: readonly [few: number, many: number];
  readonly burstOrders: number;
};

/** What the command line asks for. */
export type Options =
  | { readonly kind: 'run'; readonly parts: readonly PartName[]; readonly amounts: Amounts; readonly isJson: boolean; readonly keepFolder: string | undefined }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

const usual: Amounts = { rounds: 5, warmUpSeconds: 8, acceptSeconds: 8, completeOrders: 6_000, flatOrders: [10_000, 1_000_000], burstOrders: 1_600 };
const quick: Amounts = { rounds: 3, warmUpSeconds: 4, acceptSeconds: 4, completeOrders: 2_000, flatOrders: [10_000, 100_000], burstOrders: 800 };
const longOrders = 10_000_000;

/** What `--help` prints. */
export const helpText = `npm run bench -- [options]

Measures the hub beside a bare Fastify with one INSERT per request and beside a bare graphile-worker job per order, on one
PostgreSQL with the same settings, in alternating rounds. Ends with 1 when a goal is missed, with 2 when it cannot run.

  --only PART      ${partNames.join(' | ')}; may be repeated; all without it
  --quick          fewer and shorter rounds, and 100,000 orders instead of a million: to try, not to quote
  --long           ten million orders in the database instead of one (takes an hour and 100 GB)
  --rounds N       how often each contender is measured
  --json           one JSON object instead of the table
  --folder DIR     where the database lives (default: a new folder in the folder for temporary files, removed afterwards)
  --help
`;

/** Reads the command line. */
export function readOptions(args: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: 'string', multiple: true },
        quick: { type: 'boolean' },
        long: { type: 'boolean' },
        rounds: { type: 'string' },
        json: { type: 'boolean' },
        folder: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) return { kind: 'help' };
    const wrong = (values.only ?? []).find((name) => !partNames.some((part) => part === name));
    if (wrong !== undefined) return { kind: 'wrong', message: `There is no part "${wrong}"; there are ${partNames.join(', ')}.` };
    const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
    if (rounds !== undefined && !(Number.isInteger(rounds) && rounds >= 1 && rounds <= 100)) return { kind: 'wrong', message: '--rounds takes 1 to 100.' };
    const base = values.quick ? quick : usual;
    return {
      kind: 'run',
      parts: partNames.filter((part) => values.only === undefined || values.only.includes(part)),
      amounts: { ...base, ...(rounds !== undefined && { rounds }), ...(values.long && { flatOrders: [base.flatOrders[0], longOrders] as const }) },
      isJson: values.json ?? false,
      keepFolder: values.folder,
    };
  } catch (error) {
    return { kind: 'wrong', message: (error as Error).message };
  }
}
