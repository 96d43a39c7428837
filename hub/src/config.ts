import fs from 'node:fs';
import path from 'node:path';
import type { Setting } from '@crossdock/connector-kit';
import type { Connection } from './platform/index.ts';

/** A setting that is one text. */
export type TextSetting = Exclude<Setting, { readonly map: unknown }>;

/** What a process does: serve the API, carry out effects and duties, or both. */
export type Role = 'api' | 'worker' | 'all';

/** Everything that comes from the environment, read once. */
export type Config = {
  readonly port: number;
  readonly host: string;
  readonly role: Role;
  /** Undefined: the embedded PostgreSQL, started on `home`. */
  readonly database: Connection | undefined;
  readonly home: string;
  readonly landscapeFile: string | undefined;
  /** Whether `/metrics` and the status page answer others than loopback. */
  readonly isStatusPublic: boolean;
  readonly logLevel: string;
  /** Where the command line finds the hub. */
  readonly hubUrl: string;
  /** The command line's key, where it is not the one that `start` stored. */
  readonly clientKey: string | undefined;
  /** Where this installation is reached from outside. */
  readonly publicUrl: string | undefined;
  /** Where the stand-ins of the example landscape listen, on 127.0.0.1; fixed, so that a second start finds the same addresses. */
  readonly standInPorts: Readonly<Record<'erp' | 'wms' | 'crm' | 'bus', number>>;
  /** Where the stand-in for Salesforce keeps its records and keys, and `start` its client id. */
  readonly crmFolder: string;
  /** Resolves a setting of the landscape; throws an Error that names the variable where it has none. */
  readonly setting: (setting: TextSetting) => string;
};

const roles: readonly Role[] = ['api', 'worker', 'all'];
const portMax = 65_535;
const logLevels = ['debug', 'info', 'warn', 'error', 'silent'];

/** The only reader of the environment: everything wrong is said at once, before anything opens. Throws an Error with one line per problem. */
export function readConfig(env: NodeJS.ProcessEnv, root: string): Config {
  const problems: string[] = [];
  const portOf = (name: string, usual: number, min: number) => {
    const port = Number(env[name] ?? usual);
    if (!Number.isInteger(port) || port < min || port > portMax) problems.push(`${name} must be a number from ${min} to ${portMax}, not "${env[name]}"`);
    return port;
  };
  const port = portOf('PORT', 8080, 0);
  const standInPorts = {
    erp: portOf('ERP_PORT', 8091, 1),
    wms: portOf('WMS_PORT', 8092, 1),
    crm: portOf('CRM_PORT', 8093, 1),
    bus: portOf('CRM_BUS_PORT', 8094, 1),
  };
  const ports = [port, ...Object.values(standInPorts)];
  if (new Set(ports).size < ports.length) problems.push(`PORT, ERP_PORT, WMS_PORT, CRM_PORT and CRM_BUS_PORT must differ, not be ${ports.join(', ')}`);
  const databaseUrl = env['DATABASE_URL'];
  if (databaseUrl !== undefined && !/^postgres(ql)?:$/.test(URL.parse(databaseUrl)?.protocol ?? ''))
    problems.push('DATABASE_URL must be a URL such as postgres://user:password@host/database');
  const role = (env['CROSSDOCK_ROLE'] ?? 'all') as Role;
  if (!roles.includes(role)) problems.push(`CROSSDOCK_ROLE must be one of ${roles.join(', ')}, not "${role}"`);
  const logLevel = env['CROSSDOCK_LOG'] ?? 'info';
  if (!logLevels.includes(logLevel)) problems.push(`CROSSDOCK_LOG must be one of ${logLevels.join(', ')}, not "${logLevel}"`);
  if (problems.length > 0) throw new Error(`Configuration:\n  ${problems.join('\n  ')}`);
  const home = path.resolve(root, env['CROSSDOCK_HOME'] ?? '.crossdock');
  const crmFolder = path.join(home, 'salesforce');
  const known = { ...standInSettings(standInPorts, crmFolder), ...env };
  return {
    port,
    host: env['CROSSDOCK_HOST'] ?? '127.0.0.1',
    role,
    database: databaseUrl === undefined ? undefined : { connectionString: databaseUrl },
    home,
    landscapeFile: env['CROSSDOCK_LANDSCAPE'],
    isStatusPublic: env['CROSSDOCK_STATUS_PUBLIC'] === 'true',
    logLevel,
    hubUrl: env['CROSSDOCK_URL'] ?? `http://127.0.0.1:${port}`,
    clientKey: env['CROSSDOCK_KEY'],
    publicUrl: env['CROSSDOCK_PUBLIC_URL'],
    standInPorts,
    crmFolder,
    setting: (setting) => (typeof setting === 'string' ? setting : fromEnvironment(known, setting)),
  };
}

/** What the example landscape says nothing of: where its stand-ins listen and lay their keys down. */
function standInSettings(ports: Config['standInPorts'], crmFolder: string): Readonly<Record<string, string>> {
  const at = (name: keyof typeof ports) => `127.0.0.1:${ports[name]}`;
  return {
    ERP_URL: `http://${at('erp')}`,
    WMS_URL: `http://${at('wms')}`,
    CRM_URL: `http://${at('crm')}`,
    CRM_BUS: `localhost:${ports.bus}`, // as its certificate calls it; Node does not want an address there
    CRM_BUS_CA_FILE: path.join(crmFolder, 'ca.pem'),
    CRM_PRIVATE_KEY_FILE: path.join(crmFolder, 'jwt-key.pem'),
    CRM_CLIENT_ID_FILE: path.join(crmFolder, 'client-id'),
  };
}

/** A secret may lie in a file: NAME_FILE names it for NAME, as container platforms mount them. */
function fromEnvironment(env: NodeJS.ProcessEnv, { env: name, or }: Exclude<TextSetting, string>): string {
  const file = env[`${name}_FILE`];
  const value = env[name] ?? (file === undefined ? or : readSecret(name, file));
  if (value === undefined) throw new Error(`The landscape needs the environment variable ${name}, or ${name}_FILE with the name of a file that holds it.`);
  return value;
}

function readSecret(name: string, file: string): string {
  try {
    return fs.readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new Error(`The landscape needs ${name}, and ${file}, which should hold it, cannot be read: ${(cause as Error).message}.`, { cause });
  }
}
