import { StoryBroken } from '../stories/telling.ts';
import { readOptions, usage } from './options.ts';
import { soakSalesforce } from './soak.ts';

async function main(args: readonly string[]): Promise<number> {
  const print = (line: string) => process.stdout.write(`${line}\n`);
  const options = readOptions(args);
  if (options.kind === 'help') {
    print(usage);
    return 0;
  }
  if (options.kind === 'wrong') {
    print(`${options.message}\n\n${usage}`);
    return 2;
  }
  try {
    const { lastLine, isWell } = await soakSalesforce(options.wishes, print);
    print(`\n${lastLine}`);
    return isWell ? 0 : 1;
  } catch (error) {
    print(`\nThe soak broke: ${error instanceof StoryBroken ? error.message : (error as Error).stack}`);
    return 1;
  }
}

// On the way out the programs that were started are ended.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.exitCode = await main(process.argv.slice(2));
