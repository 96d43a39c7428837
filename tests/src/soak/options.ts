import { parseArgs } from 'node:util';

/** What is planted, to see that the soak finds it. */
export type Plant = 'lost-event';

/** How large a soak is, and what is planted. `growthPercentMax`: how much memory may grow; undefined: not judged. */
export type SoakWishes = { readonly events: number; readonly growthPercentMax: number | undefined; readonly plant: Plant | undefined; readonly keep: boolean };

/** What the command line asks for. */
export type SoakOptions =
  | { readonly kind: 'run'; readonly wishes: SoakWishes }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

const [eventsMin, eventsMax] = [500, 1_000_000];
const eventsUsual = 100_000;
const growthPercentUsual = 10;
/** In a shorter soak the hub is still warming up at the end. */
const judgedEventsMin = 50_000;

/** What `--help` prints. */
export const usage = `npm run soak -- salesforce [--events N] [--plant lost-event] [--keep]

A day of change events in Salesforce, compressed: the simulated org, the hub, a simulated ERP and a PostgreSQL come up, each a process of
its own. Quotes are made, touched, accepted, changed and taken back; meanwhile streams are cut, sessions end, the bus repeats, keeps
silent, tells of gaps and an overflow, and once has forgotten where the hub was. At the end every event must be accounted for, every sale must
be one order with the same lines, and the hub's memory may not have grown. Ends with 1 when something is not so.
--events  how many change events of quotes and their lines, at least (${eventsUsual}); memory is judged from ${judgedEventsMin} on
--plant   lost-event: the hub loses one message, and the soak must end with 1
--keep    leave the database and the logs where they are, to be looked at
`;

/** Reads the command line; never throws. */
export function readOptions(args: readonly string[]): SoakOptions {
  try {
    const options = { events: { type: 'string' }, plant: { type: 'string' }, keep: { type: 'boolean' }, help: { type: 'boolean' } } as const;
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    if (values.help) return { kind: 'help' };
    if (positionals.length !== 1 || positionals[0] !== 'salesforce') return { kind: 'wrong', message: 'Say what is to be soaked: salesforce.' };
    const events = values.events === undefined ? eventsUsual : Number(values.events);
    if (!Number.isInteger(events) || events < eventsMin || events > eventsMax)
      return { kind: 'wrong', message: `--events takes a whole number from ${eventsMin} to ${eventsMax}, not ${values.events}.` };
    if (values.plant !== undefined && values.plant !== 'lost-event') return { kind: 'wrong', message: `--plant takes lost-event, not ${values.plant}.` };
    return {
      kind: 'run',
      wishes: { events, growthPercentMax: events < judgedEventsMin ? undefined : growthPercentUsual, plant: values.plant, keep: values.keep ?? false },
    };
  } catch (error) {
    return { kind: 'wrong', message: (error as Error).message };
  }
}
