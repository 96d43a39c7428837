import { fileURLToPath } from 'node:url';
import { runCli } from './cli/index.ts';
import { commandDeps } from './command-deps.ts';
import { readConfig } from './config.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

async function main(): Promise<number> {
  const config = readConfig(process.env, root);
  return runCli(process.argv.slice(2), commandDeps(config, root));
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
