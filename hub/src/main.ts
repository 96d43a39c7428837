import { fileURLToPath } from 'node:url';
import { readConfig } from './config.ts';
import { start } from './start.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

async function main(): Promise<number> {
  const config = readConfig(process.env, root);
  return start(config, root, (text) => console.log(text));
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
