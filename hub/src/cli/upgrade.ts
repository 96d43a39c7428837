import { planUpgrade } from '../insight/index.ts';
import { type Command, exitCodes } from './deps.ts';
import { withDatabase } from './with-database.ts';

/** `crossdock upgrade --plan`. */
export const upgrade: Command = {
  name: 'upgrade',
  usage: 'crossdock upgrade --plan [--json]',
  summary: 'What the flows of this release would do to open orders of older ones',
  help: 'Prints, per open order, the steps that would be inserted and withdrawn, and keys that would change (there must be none). Changes nothing.\nExit code 1 when a key would change.',
  options: { plan: 'boolean' },
  positionals: { min: 0, max: 0 },
  run: async ({ options, isJson }, deps) => {
    if (options['plan'] !== true) {
      deps.err('What there is: crossdock upgrade --plan');
      return exitCodes.usage;
    }
    return withDatabase(deps, async (database) => {
      const progress = { orders: 0 };
      let [planned, renamed] = [0, 0];
      for await (const plan of planUpgrade(database, progress)) {
        planned += 1;
        renamed += plan.renamed.length;
        const keys = plan.renamed.map(({ from, to }) => `\n  ! ${from} would become ${to}`);
        const lines = [...plan.inserts.map((key) => `\n  + ${key}`), ...plan.withdrawals.map((key) => `\n  - ${key}`), ...keys];
        deps.out(isJson ? JSON.stringify(plan) : `${plan.order} from flow ${plan.from} to ${plan.to}${lines.join('')}`);
      }
      deps.out(
        isJson
          ? JSON.stringify({ open: progress.orders, planned, renamed })
          : `upgrade: ${progress.orders} open orders, ${planned} of older flows, ${renamed} keys would change`,
      );
      return renamed > 0 ? exitCodes.found : exitCodes.done;
    });
  },
};
