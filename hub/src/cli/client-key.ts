import fs from 'node:fs';
import path from 'node:path';

const fileName = 'client-key';
const ownerOnly = 0o600;

/** Stores the key that `start` made, for the command line alone: readable by nobody else. */
export function storeClientKey(home: string, key: string): void {
  fs.mkdirSync(home, { recursive: true });
  const file = path.join(home, fileName);
  fs.writeFileSync(file, `${key}\n`, { mode: ownerOnly });
  fs.chmodSync(file, ownerOnly); // a file that was there keeps its mode otherwise
}

/** The stored key; undefined before the first start. */
export function readClientKey(home: string): string | undefined {
  try {
    return fs.readFileSync(path.join(home, fileName), 'utf8').trim() || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
