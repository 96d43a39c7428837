import { execFile, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** A real Tryton on this machine, with a seeded database of its own. */
export type RunningTryton = {
  readonly kind: 'running';
  readonly url: string;
  readonly database: string;
  readonly hub: { readonly user: string; readonly password: string };
  readonly admin: { readonly user: string; readonly password: string };
  /** Ends the process that does Tryton's queued work, where there is one: what is confirmed then stays so. */
  readonly stopWorker: () => Promise<void>;
  /** Back to the seeded database; sessions are gone with it. */
  readonly reset: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** Why there is none here. */
export type AbsentTryton = { readonly kind: 'absent'; readonly why: string };

/** `worker`: sales are processed by a process of its own, as in production; otherwise within the request. */
type Wanted = { readonly worker: boolean };

const repository = path.resolve(import.meta.dirname, '../../../..');
const tools = path.join(repository, '../shared/tools/tryton');
const script = path.join(tools, 'setup-tryton.sh');
const upMsMax = 240_000;
const run = promisify(execFile);

/** Starts a Tryton for one test file, unless there is a reason why not. */
export async function startTryton(wanted: Wanted): Promise<RunningTryton | AbsentTryton> {
  const why = await whyNoTryton();
  return why === undefined ? up(wanted) : { kind: 'absent', why };
}

/**
 * Why there can be no Tryton on this machine: without the script beside the repository or without Debian's package tests skip themselves
 * by name; on CI, or where CROSSDOCK_REQUIRE_TRYTON is 1, that is an error instead.
 */
export async function whyNoTryton(): Promise<string | undefined> {
  const why = await whatLacks();
  if (why === undefined) return undefined;
  // biome-ignore lint/style/noProcessEnv: the one switch of this test helper
  const { CI, CROSSDOCK_REQUIRE_TRYTON } = process.env;
  if (CI || CROSSDOCK_REQUIRE_TRYTON === '1') throw new Error(`Tryton is required here, but ${why}`);
  process.stderr.write(`\nSKIPPED: the tests against a real Tryton, because ${why}.\n\n`);
  return why;
}

async function whatLacks(): Promise<string | undefined> {
  if (!fs.existsSync(script)) return `${path.relative(repository, script)} is not there`;
  const status = await run('dpkg-query', ['--status', 'tryton-server']).catch(() => ({ stdout: '' }));
  return status.stdout.includes('Status: install ok installed') ? undefined : "Debian's package tryton-server is not installed";
}

async function up({ worker }: Wanted): Promise<RunningTryton> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'crossdock-tryton-'));
  const [port, databasePort] = [await freePort(), await freePort()];
  const environment = {
    // biome-ignore lint/style/noProcessEnv: the script needs PATH and the like
    ...process.env,
    TRYTON_HOME: home,
    TRYTON_PORT: String(port),
    TRYTON_PGPORT: String(databasePort),
    TRYTON_CACHE: warmCache(),
    TRYTON_WORKER: worker ? '1' : '0',
    HUB_PASSWORD: 'hub-secret-1',
    ADMIN_PASSWORD: 'erp-admin-1',
  };
  const tell = async (verb: string) => {
    await run(script, [verb], { env: environment, timeout: upMsMax });
  };
  const wipe = () => {
    spawnSync(script, ['down'], { env: environment, timeout: upMsMax });
    fs.rmSync(home, { recursive: true, force: true });
  };
  process.once('exit', wipe); // a test run that is broken off leaves no servers behind
  await tell('up').catch((error: unknown) => {
    wipe();
    throw error;
  });
  return {
    kind: 'running',
    url: `http://127.0.0.1:${port}`,
    database: 'erp',
    hub: { user: 'hub', password: environment.HUB_PASSWORD },
    admin: { user: 'admin', password: environment.ADMIN_PASSWORD },
    stopWorker: () => stopProcess(path.join(home, 'run/worker.pid')),
    reset: () => tell('reset'),
    stop: async () => {
      process.off('exit', wipe);
      await tell('down');
      fs.rmSync(home, { recursive: true, force: true });
    },
  };
}

/** The script writes the seeded database into its cache when the one it finds is of other packages: never into the shared folder. */
function warmCache(): string {
  const cache = path.join(os.tmpdir(), 'crossdock-tryton-cache');
  const shared = path.join(tools, 'cache');
  fs.mkdirSync(cache, { recursive: true });
  if (fs.existsSync(shared)) fs.cpSync(shared, cache, { recursive: true, force: false });
  return cache;
}

async function stopProcess(pidFile: string): Promise<void> {
  const pid = Number(fs.readFileSync(pidFile, 'utf8'));
  process.kill(pid, 'SIGINT');
  const until = Date.now() + 10_000;
  while (isAlive(pid) && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
