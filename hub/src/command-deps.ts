import { type Call, type Connector, createTransport } from '@crossdock/connector-kit';
import { buildConnectors } from './build-connectors.ts';
import type { CliDeps, DoctorCheck, OpenedDatabase } from './cli/index.ts';
import type { Config } from './config.ts';
import { migrate, openDatabase, runningEmbeddedPostgres, startEmbeddedPostgres, systemClock } from './platform/index.ts';
import { loadLandscape, start } from './start.ts';

const healthMsMax = 10_000;
const inspectionMsMax = 60_000;
/** A description of a few large objects has some megabytes. */
const answerBytesMax = 2 ** 25;

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

/** One check per system, its connector's own cheap read; and one more for each thing that a connector looks at before go-live. */
async function systemChecks(config: Config): Promise<readonly DoctorCheck[]> {
  const landscape = await loadLandscape(config);
  const connectors = buildConnectors(landscape, config.setting);
  return landscape.systems.flatMap(({ id, name, connector: kind }): readonly DoctorCheck[] => {
    const connector = connectors.get(id);
    if (!connector) return [{ name: `${id} (${name})`, system: id, connector: kind, run: () => Promise.resolve({ kind: 'bad', says: 'it has no connector' }) }];
    const { health, inspect } = connector;
    const healthCheck: DoctorCheck = {
      name: `${id} (${name})`,
      system: id,
      connector: kind,
      run: async () => {
        const answer = await onCall(id, health, healthMsMax);
        return answer.kind === 'healthy' ? { kind: 'ok', says: answer.says } : { kind: 'bad', says: `${answer.class}: ${answer.message}` };
      },
    };
    return inspect === undefined
      ? [healthCheck]
      : [healthCheck, { name: `${id} before go-live`, system: id, connector: kind, msMax: inspectionMsMax, run: () => inspected(id, inspect) }];
  });
}

type Inspection = Awaited<ReturnType<NonNullable<Connector['inspect']>>>;
type Ask<Answer> = (call: Call) => Promise<Answer>;

async function onCall<Answer>(id: string, ask: Ask<Answer>, msMax: number): Promise<Answer> {
  const transport = createTransport({ clock: systemClock });
  const [correlation, deadlineAt] = [`doctor/${id}`, systemClock.monotonicMs() + msMax];
  const sendUntil = { wallMs: systemClock.wallMs() + msMax, monotonicMs: deadlineAt };
  try {
    return await ask({ http: transport.forCall({ correlation, deadlineAt, sendUntil, bodyBytesMax: answerBytesMax }), correlation, now: systemClock.now });
  } finally {
    await transport.close();
  }
}

/** The worst of what was found decides; all that is not well is told. */
async function inspected(id: string, inspect: Ask<Inspection>): Promise<Awaited<ReturnType<DoctorCheck['run']>>> {
  const answer = await onCall(id, inspect, inspectionMsMax);
  if (answer.kind === 'failed') return { kind: 'bad', says: `${answer.class}: ${answer.message}` };
  const [bad, warnings] = [answer.findings.filter(({ kind }) => kind === 'bad'), answer.findings.filter(({ kind }) => kind === 'warning')];
  const kind = bad.length > 0 ? 'bad' : warnings.length > 0 ? 'warning' : 'ok';
  const says = [...bad, ...warnings].map((finding) => `${finding.name}: ${finding.says}`).join('; ');
  return { kind, says: says === '' ? `${answer.findings.length} things looked at` : says };
}
