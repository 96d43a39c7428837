import { type Broken, verify as verifyAll, verifyAudit } from '../insight/index.ts';
import { type Arguments, type CliDeps, type Command, exitCodes } from './deps.ts';
import { withDatabase } from './with-database.ts';

/** `crossdock verify`. */
export const verify: Command = {
  name: 'verify',
  usage: 'crossdock verify [--json]',
  summary: 'Check every invariant on the live database',
  help: 'Reads all orders page by page beside the running hub, holds no lock and no long snapshot, and prints the rows that break an invariant.\nThe last line is the count; exit code 1 when it is not 0.',
  options: {},
  positionals: { min: 0, max: 0 },
  run: (args, deps) =>
    withDatabase(deps, async (database) => {
      const progress = { orders: 0, events: 0, effects: 0 };
      const broken = await print(verifyAll(database, progress), args, deps);
      const { orders, events, effects } = progress;
      deps.out(args.isJson ? JSON.stringify({ ...progress, broken }) : `verify: ${orders} orders, ${events} events, ${effects} effects, ${broken} broken`);
      return broken > 0 ? exitCodes.found : exitCodes.done;
    }),
};

/** `crossdock audit verify`. */
export const audit: Command = {
  name: 'audit',
  usage: 'crossdock audit verify [--json]',
  summary: 'Recompute the audit chains of all orders and of operator actions',
  help: 'Finds what was edited, removed, inserted, reordered or cut off in any order. Exit code 1 when a chain does not hold.',
  options: {},
  positionals: { min: 1, max: 1 },
  run: async (args, deps) => {
    if (args.positionals[0] !== 'verify') {
      deps.err('What there is: crossdock audit verify');
      return exitCodes.usage;
    }
    return withDatabase(deps, async (database) => {
      const progress = { orders: 0, links: 0, actions: 0 };
      const broken = await print(verifyAudit(database, progress), args, deps);
      const { orders, links, actions } = progress;
      deps.out(
        args.isJson ? JSON.stringify({ ...progress, broken }) : `audit: ${orders} orders, ${links} links, ${actions} operator actions, ${broken} broken`,
      );
      return broken > 0 ? exitCodes.found : exitCodes.done;
    });
  },
};

async function print(found: AsyncIterable<Broken>, { isJson }: Arguments, deps: CliDeps): Promise<number> {
  let count = 0;
  for await (const broken of found) {
    count += 1;
    deps.out(isJson ? JSON.stringify(broken) : `${broken.invariant}  ${broken.subject ?? '-'}  ${broken.detail}`);
  }
  return count;
}
