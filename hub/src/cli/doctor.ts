import { examineDatabase } from '../insight/index.ts';
import { type CliDeps, type Command, type DoctorCheck, exitCodes } from './deps.ts';
import { withDatabase } from './with-database.ts';

type Finding = { readonly name: string; readonly kind: 'ok' | 'warning' | 'bad'; readonly says: string };

/** Longest that one check may take, in ms. */
export const checkMsMax = 10_000;

/** `crossdock doctor`. */
export const doctor: Command = {
  name: 'doctor',
  usage: 'crossdock doctor [SYSTEM] [--json]',
  summary: 'Look at configuration, database and systems',
  help: 'Asks the database about its version, durability, migrations, old snapshots, nodes and duties, and every system whether it answers\nand has what this installation needs of it. With SYSTEM: that one alone; the name of a\nconnector, salesforce for example, means every system that it serves.\nExit code 1 when something is bad; warnings alone are 0.',
  options: {},
  positionals: { min: 0, max: 1 },
  run: async ({ isJson, positionals: [system] }, deps) => {
    const checks = (await deps.doctorChecks()).filter((check) => system === undefined || check.system === system || check.connector === system);
    if (system !== undefined && checks.length === 0) {
      deps.err(`The landscape has no system ${system}, and none with a connector of that name.`);
      return exitCodes.usage;
    }
    const findings = [...(system === undefined ? await ofDatabase(deps) : []), ...(await Promise.all(checks.map(runCheck)))];
    if (isJson) deps.out(JSON.stringify(findings));
    else for (const { name, kind, says } of findings) deps.out(`${kind.padEnd(8)} ${name}: ${says}`);
    const bad = findings.filter((finding) => finding.kind === 'bad').length;
    if (!isJson) deps.out(`doctor: ${findings.length} checks, ${bad} bad, ${findings.filter((finding) => finding.kind === 'warning').length} warnings`);
    return bad > 0 ? exitCodes.found : exitCodes.done;
  },
};

async function ofDatabase(deps: CliDeps): Promise<readonly Finding[]> {
  try {
    return await withDatabase(deps, (database) => examineDatabase(database, { now: deps.now() }));
  } catch (error) {
    return [{ name: 'database', kind: 'bad', says: (error as Error).message }];
  }
}

async function runCheck({ name, run, msMax = checkMsMax }: DoctorCheck): Promise<Finding> {
  const timeout = new Promise<Finding>((resolve) => setTimeout(resolve, msMax, { name, kind: 'bad', says: `no answer in ${msMax} ms` }).unref());
  const check = run().then(
    (result): Finding => ({ name, ...result }),
    (error: Error): Finding => ({ name, kind: 'bad', says: error.message }),
  );
  return Promise.race([check, timeout]);
}
