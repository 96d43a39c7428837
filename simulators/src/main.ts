import { type Command, helpText, readCommand } from './command-line.ts';
import { startSimulatedErp } from './erp/index.ts';
import { startSimulatedSalesforce } from './salesforce/index.ts';
import { startSimulatedShopify } from './shopify/index.ts';
import { startSimulatedWms } from './wms/index.ts';

/** Exit code when the command line or its faults are not understood, or the system cannot start. */
const wrongUse = 2;

// Whoever wanted the first line only has closed the pipe: the stand-in goes on.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const command = readCommand(process.argv.slice(2));
switch (command.kind) {
  case 'help':
    process.stdout.write(helpText);
    break;
  case 'wrong':
    complain(command.message);
    break;
  case 'erp':
  case 'wms':
  case 'shopify':
  case 'salesforce':
    await run(command);
    break;
  default:
    command satisfies never;
}

type Start = Exclude<Command, { readonly kind: 'help' | 'wrong' }>;

async function run(command: Start): Promise<void> {
  try {
    const { system, more } = await start(command);
    const { name, url, control, token, grade, seed } = system;
    const addresses = { desk: `${control}/desk`, faults: `${control}/faults`, book: `${control}/book` };
    process.stdout.write(`${JSON.stringify({ name, url, control, ...addresses, token, grade, seed, ...more })}\n`);
    process.stdout.write(
      `Simulated ${name}, grade ${grade}, seed of its faults ${seed}. Look at ${control}/ in a browser${name === 'salesforce' ? `, sell at ${control}/desk` : ''}; Ctrl-C stops it.\n`,
    );
    const stop = () => {
      system.close().then(() => process.exit(0), fail);
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    // The other end of this pipe closes whatever becomes of the one who holds it, kill -9 included.
    if (command.withParent) process.stdin.once('close', stop).resume();
  } catch (error) {
    complain(wordsOf(error));
  }
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!('code' in error && error.code === 'EADDRINUSE' && 'port' in error)) return error.message;
  return `Port ${error.port} is in use on this machine. Stop the program that uses it, or choose another port.`;
}

async function start(command: Start) {
  if (command.kind === 'salesforce') {
    const system = await startSimulatedSalesforce(command.options);
    return { system, more: system.access };
  }
  if (command.kind === 'erp') return { system: await startSimulatedErp(command.options), more: {} };
  const system = command.kind === 'shopify' ? await startSimulatedShopify(command.options) : await startSimulatedWms(command.options);
  return { system, more: { webhookSecret: system.webhookSecret } };
}

function complain(message: string): void {
  process.stderr.write(`${message}\nSee: npm run -s simulate -- --help\n`);
  process.exitCode = wrongUse;
}

function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
