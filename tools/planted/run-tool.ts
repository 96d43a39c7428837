import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from './planted-repository.ts';

const runMsMax = 50_000;

/** What a program said and how it ended. */
export type Ran = { readonly code: number | null; readonly text: string };

/** Runs a tool of this repository in a folder, with the Node that runs the tests. */
export async function runTool(folder: string, file: string, args: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [path.join(root, file), ...args], { cwd: folder, timeout: runMsMax, env: { ...process.env, NO_COLOR: '1' } });
  let text = '';
  const listen = (chunk: Buffer) => {
    text += chunk.toString();
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  return { code, text };
}
