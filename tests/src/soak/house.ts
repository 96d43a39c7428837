import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Landscape, SystemDeclaration } from '@crossdock/connector-kit';
import { landscape as example } from '@crossdock/landscape';
import type { SalesforceAccess } from '@crossdock/simulators';
import { type Program, startProgram, stopProgram } from '../crash/programs.ts';
import { openDatabase, type StoryDatabase } from '../stories/database.ts';
import { openDesk } from '../stories/desk.ts';
import type { HubStart } from './hub.ts';

/** What the org's program is started with. */
export type OrgStart = { readonly folder: string };
/** Its first line. */
export type OrgAccess = { readonly url: string; readonly control: string; readonly token: string; readonly access: SalesforceAccess };

/** Everything that a soak runs, each a process of its own. */
export type House = {
  readonly org: OrgAccess & { readonly eventFile: string; readonly moveClockTo: (ms: number) => void };
  readonly erp: StandInAccess;
  readonly hub: { readonly url: string; readonly key: string; readonly pid: number; readonly isRunning: () => boolean };
  readonly database: StoryDatabase;
  /** Where the programs' logs are. */
  readonly folder: string;
  readonly close: (keep: boolean) => Promise<void>;
};

/** A stand-in's two doors. */
export type StandInAccess = { readonly url: string; readonly control: string; readonly token: string };

/** As bootstrap.mjs starts the hub in production. */
const hubNodeArgs = ['--max-semi-space-size=64'];

/** Starts the database, the org, the ERP and the hub; what came up is ended again when something does not. */
export async function openHouse(isLosing: boolean): Promise<House> {
  const database = await openDatabase();
  const folder = database.home;
  const programs: Program[] = [];
  const start = async (...how: Parameters<typeof startProgram>): Promise<Program> => {
    const program = await startProgram(...how);
    programs.push(program);
    return program;
  };
  const close = async (keep: boolean) => {
    for (const program of programs.toReversed()) await stopProgram(program);
    await database.close(keep);
  };
  try {
    const orgFolder = path.join(folder, 'org');
    const log = (name: string) => path.join(folder, `${name}.log`);
    const orgProgram = await start('tests/src/soak/org.ts', [JSON.stringify({ folder: orgFolder } satisfies OrgStart)], log('org'), { isTold: true });
    const org = orgProgram.greeting as OrgAccess; // the first line of org.ts
    const erp = (await start('simulators/src/main.ts', ['erp'], log('erp'))).greeting as StandInAccess; // the first line of every stand-in
    await raiseCredit(erp);
    const key = `cdk_${randomBytes(24).toString('base64url')}`;
    const settings: HubStart = { connection: database.connection, landscape: landscapeOf(org, erp), key, isLosing };
    const hub = await start('tests/src/soak/hub.ts', [JSON.stringify(settings)], log('hub'), { nodeArgs: hubNodeArgs });
    const { url } = hub.greeting as { readonly url: string }; // the first line of hub.ts
    return {
      org: { ...org, eventFile: path.join(orgFolder, 'events.ndjson'), moveClockTo: (ms) => orgProgram.tell(String(Math.round(ms))) },
      erp,
      hub: { url, key, pid: hub.pid, isRunning: hub.isRunning },
      database,
      folder,
      close,
    };
  } catch (error) {
    await close(true);
    throw error;
  }
}

const buyers = ['C-ACME', 'C-BRIGHT', 'C-EAST'] as const;
const creditEnough = '1000000000.00';

/** A day's sales are more than the seeded customers may owe, and credit is not what is soaked. */
async function raiseCredit(erp: StandInAccess): Promise<void> {
  const desk = openDesk(erp);
  for (const buyer of buyers) await desk(`customers/${buyer}`, { creditLimit: creditEnough });
}

/** The ERP has all that is sold and is asked nothing first: the soak is about what comes in. */
function landscapeOf({ access }: OrgAccess, erp: StandInAccess): Landscape {
  const { loginUrl, clientId, username, privateKeyFile, caFile, pubSubEndpoint } = access;
  const crm: SystemDeclaration = {
    id: 'crm',
    name: 'Salesforce',
    connector: 'salesforce',
    settings: { loginUrl, auth: 'jwt', clientId, username, privateKeyFile, pubSubEndpoint, pubSubCaFile: caFile, trigger: 'quote-accepted', currency: 'USD' },
    limiters: { default: { concurrency: 2 } },
    owner: 'integration',
  };
  const books: SystemDeclaration = {
    id: 'erp',
    name: 'ERP',
    connector: 'simulated-erp',
    settings: { url: erp.url, token: erp.token },
    limiters: { default: { concurrency: 4 } },
    owner: 'integration',
  };
  return {
    ...example,
    version: 'soak-1',
    policy: { ...example.policy, validation: 'none' },
    systems: [books, crm],
    channels: [{ id: 'crm', system: 'crm' }],
    routes: [{ system: 'erp', warehouse: 'EDC' }],
  };
}
