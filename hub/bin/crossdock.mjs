#!/usr/bin/env node
// The crossdock command within a clone: installs what is missing and runs with the pinned Node, like `npm start`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const file = (name) => fileURLToPath(new URL(name, import.meta.url));
const { status } = spawnSync(process.execPath, [file('../../bootstrap.mjs'), file('../src/main.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(status ?? 1);
