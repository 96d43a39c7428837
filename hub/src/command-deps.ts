import { createTransport } from '@crossdock/connector-kit';
import { buildConnectors } from './build-connectors.ts';
import type { CliDeps, DoctorCheck, OpenedDatabase } from './cli/index.ts';
import type { Config } from './config.ts';
import { migrate, openDatabase, runningEmbeddedPostgres, startEmbeddedPostgres, systemClock } from './platform/index.ts';
import { loadLandscape, start } from './start.ts';

const healthMsMax = 10_000;
const answerBytesMax = 2 ** 20;

/** What the commands need, from the configuration. */
export function commandDeps(config: Config, root: string): CliDeps {
  const print = (text: string) => void process.stdout.write(`${text}\n`);
  return {
    url: config.hubUrl,
    key: config.clientKey,
    home: config.home,
    out: print,
    err: (text) => void process.stderr.write(`${text}\n`),
    now: systemClock.now,
    start: () => start(config, root, print),
    openDatabase: () => openFor(config),
    doctorChecks: () => systemChecks(config),
  };
}

/** The configured database; without one, the embedded server of this installation, which is started for the while when no hub runs it. */
async function openFor(config: Config): Promise<OpenedDatabase> {
  const running = config.database ?? runningEmbeddedPostgres(config.home);
  const own = running ? undefined : await startEmbeddedPostgres(config.home);
  const connection = running ?? own?.connection;
  if (!connection) throw new Error('There is no database to look at.');
  const database = openDatabase(connection, { max: 4, onError: () => undefined });
  if (own) await migrate(database.pool);
  return {
    database,
    close: async () => {
      await database.pool.end();
      await own?.stop();
    },
  };
}

/** One check per system: its connector's own cheap read. */
async function systemChecks(config: Config): Promise<readonly DoctorCheck[]> {
  const landscape = await loadLandscape(config);
  const connectors = buildConnectors(landscape, config.setting);
  return landscape.systems.map(({ id, name }) => ({
    name: `${id} (${name})`,
    run: async () => {
      const connector = connectors.get(id);
      if (!connector) return { kind: 'bad', says: 'it has no connector' } as const;
      const transport = createTransport({ clock: systemClock });
      const [correlation, deadlineAt] = [`doctor/${id}`, systemClock.monotonicMs() + healthMsMax];
      const sendUntil = { wallMs: systemClock.wallMs() + healthMsMax, monotonicMs: deadlineAt };
      const health = await connector.health({
        http: transport.forCall({ correlation, deadlineAt, sendUntil, bodyBytesMax: answerBytesMax }),
        correlation,
        now: systemClock.now,
      });
      await transport.close();
      return health.kind === 'healthy' ? ({ kind: 'ok', says: health.says } as const) : ({ kind: 'bad', says: `${health.class}: ${health.message}` } as const);
    },
  }));
}
