import os from 'node:os';
import { burst } from './burst.ts';
import { compareAccept, compareComplete } from './compare.ts';
import type { Findings } from './figures.ts';
import { compareSizes } from './flat.ts';
import { type Amounts, helpText, type Options, type PartName, readOptions } from './options.ts';
import { killPrograms } from './program.ts';
import { type Server, serverSettings, startServer } from './server.ts';
import { tableOf } from './table.ts';

const measurers: Readonly<Record<PartName, (server: Server, amounts: Amounts, tell: (line: string) => void) => Promise<Findings>>> = {
  accept: compareAccept,
  complete: compareComplete,
  flat: compareSizes,
  burst,
};

const options = readOptions(process.argv.slice(2));
switch (options.kind) {
  case 'help':
    process.stdout.write(helpText);
    break;
  case 'wrong':
    process.stderr.write(`${options.message}\n\n${helpText}`);
    process.exitCode = 2;
    break;
  case 'run':
    process.exitCode = await run(options);
    break;
  default:
    options satisfies never;
}

async function run({ parts, amounts, isJson, keepFolder }: Extract<Options, { kind: 'run' }>): Promise<number> {
  const tell = (line: string) => void process.stderr.write(`${new Date().toISOString().slice(11, 19)}  ${line}\n`);
  let server: Server | undefined;
  const giveUp = () => {
    killPrograms();
    const done = () => process.exit(130);
    (server?.stop() ?? Promise.resolve()).then(done, done);
  };
  process.once('SIGINT', giveUp);
  process.once('SIGTERM', giveUp);
  try {
    server = await startServer(keepFolder);
    const findings: Findings[] = [];
    for (const part of parts) findings.push(await measurers[part](server, amounts, tell));
    const machine = `${os.cpus().length} × ${os.cpus()[0]?.model.trim() ?? 'CPU'}, ${(os.totalmem() / 2 ** 30).toFixed(0)} GB, Node ${process.versions.node}, PostgreSQL ${server.version} (${serverSettings.join(', ')})`;
    const report = { at: new Date().toISOString(), machine, amounts, findings };
    process.stdout.write(
      isJson ? `${JSON.stringify(report)}\n` : `${machine}\n${report.at}; medians of ${amounts.rounds} alternating rounds\n\n${tableOf(findings)}\n`,
    );
    return findings.every((found) => found.goals.every((goal) => goal.isMet)) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`The bench could not run: ${(error as Error).stack}\n`);
    return 2;
  } finally {
    killPrograms();
    await server?.stop();
  }
}
