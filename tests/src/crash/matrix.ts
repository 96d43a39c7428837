import { parseArgs } from 'node:util';
import { drawSeed } from './draw-seed.ts';
import { jobsUsual, runMatrix } from './run-matrix.ts';
import { scenarios, trials } from './scenarios.ts';

/** `npm run test:crash`: the crash matrix from the command line. */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    list: { type: 'boolean' },
    seed: { type: 'string' },
    jobs: { type: 'string' },
    keep: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
// Ended from outside, the programs that were started end too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
if (values.help === true) {
  process.stdout.write(`npm run test:crash -- [options]

Kills and stops nodes and the database at every named place, with faults in the ERP, and compares the books. Ends with 1
unless nothing is lost, nothing is doubled outside what the grades allow, and every deliberately broken variant is caught.

  --list       the names of all scenarios and mutants, without running them
  --only TEXT  those whose name holds the text
  --seed N     the faults of an earlier run again
  --jobs N     scenarios at once; usual here: ${jobsUsual}
  --keep       leaves the database and what was written
`);
} else if (values.list === true) {
  for (const { name } of scenarios) process.stdout.write(`${name}\n`);
  for (const { mutant, scenario } of trials) process.stdout.write(`mutant ${mutant}: ${scenario.name}\n`);
} else {
  const { line, isClean } = await runMatrix({
    only: values.only,
    seed: values.seed === undefined ? drawSeed() : Number(values.seed),
    jobs: values.jobs === undefined ? jobsUsual : Number(values.jobs),
    isKept: values.keep === true,
    say: (text) => process.stdout.write(`${text}\n`),
  });
  process.stdout.write(`${line}\n`);
  process.exitCode = isClean ? 0 : 1;
}
