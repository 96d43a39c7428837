import { parseArgs } from 'node:util';
import { type CliDeps, type Command, exitCodes } from './deps.ts';
import { doctor } from './doctor.ts';
import { Unreachable } from './hub-client.ts';
import { references } from './references.ts';
import { submit } from './submit.ts';
import { upgrade } from './upgrade.ts';
import { audit, verify } from './verify.ts';
import { where } from './where.ts';

const start: Command = {
  name: 'start',
  usage: 'crossdock start',
  summary: 'Start the hub',
  help: 'Runs until Ctrl-C. What it is configured by is in docs/reference/configuration.md.',
  options: {},
  positionals: { min: 0, max: 0 },
  run: (_args, deps) => deps.start(),
};

/** All commands. */
export const commands: readonly Command[] = [start, submit, where, references, verify, doctor, audit, upgrade];

/** Runs one command line (without the program's own name) and answers its exit code. */
export async function runCli(argv: readonly string[], deps: CliDeps): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    deps.out(helpText(rest[0]));
    return name === undefined ? exitCodes.usage : exitCodes.done;
  }
  const command = commands.find((one) => one.name === name);
  if (!command) {
    deps.err(`There is no command ${name}.\n\n${helpText(undefined)}`);
    return exitCodes.usage;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    deps.out(helpText(name));
    return exitCodes.done;
  }
  const args = takeApart(command, rest);
  if (typeof args === 'string') {
    deps.err(`${args}\n\n${helpText(name)}`);
    return exitCodes.usage;
  }
  try {
    return await command.run(args, deps);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    deps.err(error.message);
    return exitCodes.unreachable;
  }
}

/** The arguments, or what is wrong with them. */
function takeApart({ options, positionals }: Command, argv: readonly string[]): Parameters<Command['run']>[0] | string {
  try {
    const declared = Object.fromEntries(Object.entries({ ...options, json: 'boolean' as const }).map(([name, type]) => [name, { type }]));
    const parsed = parseArgs({ args: [...argv], options: declared, allowPositionals: true, strict: true });
    const count = parsed.positionals.length;
    if (count < positionals.min) return 'An argument is missing.';
    if (count > positionals.max) return `${parsed.positionals[positionals.max] ?? ''} is one argument too many.`;
    const { json, ...own } = parsed.values as Readonly<Record<string, string | boolean | undefined>>;
    return { positionals: parsed.positionals, options: own, isJson: json === true };
  } catch (error) {
    return (error as Error).message;
  }
}

/** Help about one command, or about all. */
export function helpText(name: string | undefined): string {
  const command = commands.find((one) => one.name === name);
  if (command) return `${command.usage}\n\n${command.summary}.\n${command.help}`;
  const width = Math.max(...commands.map((one) => one.usage.length));
  const lines = commands.map((one) => `  ${one.usage.padEnd(width)}  ${one.summary}`);
  return `Crossdock, an order integration hub\n\n${lines.join('\n')}\n\n  crossdock help COMMAND says more. --json prints for programs.\n  Exit codes: 0 done, 1 something was refused or found, 2 used wrongly, 3 nobody answered.`;
}
