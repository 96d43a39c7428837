import fs from 'node:fs';
import path from 'node:path';
import type { Landscape } from '@crossdock/connector-kit';
import { landscape as exampleLandscape } from '@crossdock/landscape';
import { buildConnectors } from './build-connectors.ts';
import type { Config } from './config.ts';
import { demonstrate } from './demo.ts';
import { demonstrateQuote } from './demo-quote.ts';
import { clientsOf } from './local-client.ts';
import { createLog } from './log.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './platform/index.ts';
import { type Server, startServer } from './serve.ts';
import { portTaken, type StandIns, startStandIns } from './stand-ins.ts';
import { hasBegun } from './systems/index.ts';

const stopMsMax = 30_000;

type Print = (text: string) => void;

/**
 * Starts everything on this machine: PostgreSQL (unless a server is configured), the stand-ins of the example landscape, the
 * hub, and on the first start a few orders. Resolves with the exit code when it has been stopped.
 */
export async function start(config: Config, root: string, print: Print): Promise<number> {
  const stopping = new AbortController();
  const undo: (() => Promise<void>)[] = [];
  let code = 0;
  const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve(), { once: true }));
  const stop = (exitCode: number) => {
    code = Math.max(code, exitCode);
    stopping.abort();
  };
  // npm passes on the SIGINT that the terminal has sent already, so it comes two or three times.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(0));
  try {
    fs.mkdirSync(config.home, { recursive: true });
    const connection = config.database ?? (await embedded(config, undo, stop, print)).connection;
    const landscape = await loadLandscape(config);
    const isExample = landscape === exampleLandscape;
    const standIns = isExample ? await startStandIns(config, root, undo) : undefined;
    const log = createLog(config.logLevel, path.join(config.home, 'hub.log'));
    undo.push(log.close);
    const { clients, localKey } = clientsOf(landscape, config.home, config.setting);
    const connectors = buildConnectors(landscape, config.setting);
    const server = await startServer({
      connection,
      landscape,
      connectors,
      clients,
      log: log.write,
      port: config.port,
      host: config.host,
      role: config.role,
      isStatusPublic: config.isStatusPublic,
      ...(config.publicUrl !== undefined && { publicUrl: config.publicUrl }),
    }).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EADDRINUSE' ? portTaken(config.port, 'PORT') : error;
    });
    undo.push(server.stop);
    print(welcome(server.address, config.home, localKey, standIns, Math.round(process.uptime() * 1_000)));
    if (standIns && config.role === 'all')
      await demonstrateAll(server, { standIns, localKey, root }, print, stopping.signal).catch((error: Error) =>
        print(stopping.signal.aborted ? '' : `The example orders stopped: ${error.message}`),
      );
    if (!stopping.signal.aborted) print('Crossdock runs. Ctrl-C stops it.');
    await stopped;
  } catch (error) {
    if (!stopping.signal.aborted) print((error as Error).message);
    code = 1;
  }
  const force = setTimeout(() => process.exit(1), stopMsMax);
  for (const back of undo.reverse()) await back().catch((error: Error) => print(error.message));
  clearTimeout(force);
  print('Stopped.');
  return code;
}

async function embedded(config: Config, undo: (() => Promise<void>)[], stop: (code: number) => void, print: Print): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres(config.home);
  undo.push(server.stop);
  let isStopping = false;
  undo.push(async () => {
    isStopping = true;
  });
  void server.exited.then(() => {
    if (!isStopping) print('PostgreSQL is gone.');
    if (!isStopping) stop(1);
  });
  return server;
}

/** The landscape of this installation: a module that exports `landscape`, or the example. */
export async function loadLandscape(config: Config): Promise<Landscape> {
  if (config.landscapeFile === undefined) return exampleLandscape;
  const file = path.resolve(config.landscapeFile);
  const loaded = (await import(file)) as { readonly landscape?: Landscape };
  if (!loaded.landscape) throw new Error(`${file} exports no "landscape".`);
  return loaded.landscape;
}

type Stage = { readonly standIns: StandIns; readonly localKey: string; readonly root: string };

/** The orders of the API and the quote of the org travel at the same time. */
async function demonstrateAll({ address, core }: Server, { standIns, localKey, root }: Stage, print: Print, signal: AbortSignal): Promise<void> {
  const { desk, token } = standIns.crm.addresses;
  const demo = { desk: String(desk), deskToken: String(token), api: address, key: localKey, namesFile: path.join(root, 'examples/salesforce-names.csv') };
  const quote = demonstrateQuote({ ...demo, isFollowing: () => hasBegun('crm', core.database) }, signal);
  quote.catch(() => undefined); // awaited below, after the orders
  await demonstrate(address, localKey, print, signal);
  for (const line of await quote) print(`  ${line}`);
}

function welcome(address: string, home: string, key: string, standIns: StandIns | undefined, ms: number): string {
  const row = (name: string, text: string) => `  ${name.padEnd(14)} ${text}`;
  const pages = standIns && [
    row('stand-in erp', `${standIns.erp.addresses['control']}   faults on demand: see simulators/README.md`),
    row('stand-in wms', `${standIns.wms.addresses['control']}   the same`),
    row('stand-in crm', `${standIns.crm.addresses['desk']}   Salesforce: sell there, nobody has to sign in`),
  ];
  return [
    `Crossdock is ready after ${(ms / 1_000).toFixed(1)} s (Node ${process.version}).`,
    row('API', `${address}/v1   described at ${address}/openapi.json`),
    row('status page', `${address}/`),
    ...(pages ?? []),
    row('your key', `${key}   (kept in ${home}; the command line uses it)`),
    row('try', 'npx crossdock where PO-1001'),
  ].join('\n');
}
