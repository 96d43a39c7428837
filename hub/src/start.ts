import fs from 'node:fs';
import path from 'node:path';
import type { Landscape } from '@crossdock/connector-kit';
import { landscape as exampleLandscape } from '@crossdock/landscape';
import { buildConnectors } from './build-connectors.ts';
import { type Child, startChild } from './child.ts';
import type { Config } from './config.ts';
import { demonstrate } from './demo.ts';
import { clientsOf } from './local-client.ts';
import { createLog } from './log.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './platform/index.ts';
import { startServer } from './serve.ts';

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
    const children = isExample ? await startStandIns(config, root, undo) : [];
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
    print(welcome(server.address, config.home, localKey, children, Math.round(process.uptime() * 1_000)));
    if (isExample && config.role === 'all')
      await demonstrate(server.address, localKey, print, stopping.signal).catch((error: Error) =>
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

/** Their books lie beside the database, so that both remember the same orders. */
async function startStandIns(config: Config, root: string, undo: (() => Promise<void>)[]): Promise<readonly Child[]> {
  const file = path.join(root, 'simulators/src/main.ts');
  const book = (name: string) => path.join(config.home, `${name}-book.ndjson`);
  const token = (name: 'ERP' | 'WMS') => config.setting({ env: `${name}_TOKEN`, or: `${name.toLowerCase()}-token` });
  const secret = config.setting({ env: 'WMS_WEBHOOK_SECRET', or: 'whsec_Y3Jvc3Nkb2NrLWRlbW8td21zLXNlY3JldA==' });
  const children: Child[] = [];
  for (const [name, args] of [
    ['erp', ['--port', String(config.standInPorts.erp), '--token', token('ERP'), '--book', book('erp'), '--latency-ms', '20']],
    [
      'wms',
      [
        '--port',
        String(config.standInPorts.wms),
        '--token',
        token('WMS'),
        '--book',
        book('wms'),
        '--auto',
        '--stage-ms',
        '700',
        '--webhook-url',
        `http://127.0.0.1:${config.port}/v1/webhooks/wms`,
        '--webhook-secret',
        secret,
      ],
    ],
  ] as const) {
    const child = await startChild(name, file, [name, '--with-parent', ...args]).catch((error: Error) => {
      throw error.message.includes('EADDRINUSE') ? portTaken(config.standInPorts[name], `${name.toUpperCase()}_PORT`) : error;
    });
    children.push(child);
    undo.push(child.stop);
  }
  return children;
}

function portTaken(port: number, setting: string): Error {
  return new Error(`Port ${port} is in use on this machine. Stop the program that uses it, or set ${setting} to a free port.`);
}

function welcome(address: string, home: string, key: string, children: readonly Child[], ms: number): string {
  const pages = children.map(
    (child) =>
      `  ${`stand-in ${child.name}`.padEnd(14)} ${String(child.addresses['control'] ?? child.addresses['url'])}   faults on demand: see simulators/README.md`,
  );
  return [
    `Crossdock is ready after ${(ms / 1_000).toFixed(1)} s (Node ${process.version}).`,
    `  ${'API'.padEnd(14)} ${address}/v1   described at ${address}/openapi.json`,
    `  ${'status page'.padEnd(14)} ${address}/`,
    ...pages,
    `  ${'your key'.padEnd(14)} ${key}   (kept in ${home}; the command line uses it)`,
    `  try            npx crossdock where PO-1001`,
  ].join('\n');
}
