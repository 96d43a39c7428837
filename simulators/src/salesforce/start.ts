import { existsSync } from 'node:fs';
import path from 'node:path';
import { type StandIn, type StandInOptions, startStandIn } from '../stand-in/index.ts';
import { openBulk } from './bulk/index.ts';
import { handToBus } from './bus-faults.ts';
import { deskRoutes } from './http/desk/desk.ts';
import { type OrgDocument, openOrgBook } from './http/desk/org-book.ts';
import { disturber, standing } from './http/faults/disturb.ts';
import { createUsage } from './http/limits/usage.ts';
import { routeNames } from './http/route-names.ts';
import { type AppFolder, openAppFolder } from './http/sign-in/app-folder.ts';
import { createOAuth } from './http/sign-in/oauth.ts';
import { createSessions, type Sessions } from './http/sign-in/sessions.ts';
import { isForSalesforce, speakSalesforce } from './http/speak.ts';
import { readManagedSubscriptions } from './managed-metadata.ts';
import { type Org, openOrg, users } from './org/index.ts';
import { type CheckSession, type ManagedSubscription, type PubSub, type PubSubOptions, readChannels, startPubSub } from './pubsub/index.ts';
import { routeTable } from './route-table.ts';

/** A simulated org; its grade is A: every write can be an upsert by an external id. */
export type SimulatedSalesforceOptions = Omit<StandInOptions, 'grade' | 'bookFile'> & {
  /** Port of the Pub/Sub API; 0, the default, takes a free one. */
  readonly grpcPort?: number;
  /** Whether the Pub/Sub API speaks without TLS. */
  readonly grpcPlaintext?: boolean;
  /** Keeps records, events, keys and certificates over restarts; left out: nothing is kept. */
  readonly folder?: string;
  /** Custom objects, fields and events in source format; left out: those of salesforce-app and of the folder practice. */
  readonly metadata?: string;
  /** Calls within 24 hours. */
  readonly dailyLimit?: number;
  /** A session that is not used for so long ends. */
  readonly sessionMs?: number;
  /** How long a bulk job stays in each of its states; the default is a tenth of a second. */
  readonly bulkStepMs?: number;
};

/** What a client needs to log in and to subscribe. */
export type SalesforceAccess = {
  readonly loginUrl: string;
  readonly orgId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
  readonly username: string;
  /** PEM, PKCS#8: signs the assertions of the JWT bearer flow. */
  readonly privateKeyFile: string;
  /** PEM: who signed the certificate of the Pub/Sub API. */
  readonly caFile: string;
  /** `127.0.0.1:7443`; TLS, unless started with plaintext. */
  readonly pubSubEndpoint: string;
  /** The API version to use. */
  readonly version: string;
};

/** A running simulated org. */
export type SimulatedSalesforce = StandIn<OrgDocument> & {
  readonly access: SalesforceAccess;
  readonly org: Org;
  readonly endSessions: () => void;
};

const version = '65.0';
const orgIdLength = 15;
const dailyLimitDefault = 100_000;
const sessionMsDefault = 2 * 3_600_000;
const salesforceApp = path.join(import.meta.dirname, '../../../salesforce-app');
/** What an administrator has added besides: external ids, and the tables that the clients' own test suites ask for. */
const practice = path.join(import.meta.dirname, 'practice');

/** Starts an org on loopback; rejects when a port is taken, a fault is wrong or the folder cannot be read. */
export async function startSimulatedSalesforce(options: SimulatedSalesforceOptions = {}): Promise<SimulatedSalesforce> {
  const folder = await openAppFolder(options.folder);
  try {
    return await startIn(folder, options);
  } catch (error) {
    folder.leave();
    throw error;
  }
}

async function startIn(folder: AppFolder, options: SimulatedSalesforceOptions): Promise<SimulatedSalesforce> {
  const { now = () => new Date(), sessionMs = sessionMsDefault } = options;
  const metadata = options.metadata ?? (existsSync(salesforceApp) ? salesforceApp : undefined);
  const file = options.folder === undefined ? {} : { file: folder.orgFile };
  const projects = options.metadata ?? [metadata ?? [], practice].flat();
  const org = openOrg({ ...file, metadata: projects, now, isSeeded: true });
  const clock = () => new Date(); // logins live in real time, whatever the org's clock says
  const sessions = createSessions({ orgId: org.orgId, idleMsMax: sessionMs, now: clock });
  const managed = readManagedSubscriptions(...[projects].flat());
  const bus = await openBus(folder, options, { org, checkSession: sessionCheck(org, sessions), metadata, managed }).catch((error: unknown) => {
    org.close();
    throw error;
  });
  try {
    const channels = metadata === undefined ? {} : readChannels(metadata);
    return await openDoors(folder, options, { org, bus, sessions, clock, now, managed, channels });
  } catch (error) {
    await bus.close();
    throw error;
  }
}

type BusNeeds = Pick<PubSubOptions, 'org' | 'checkSession' | 'metadata' | 'managed'>;

/** The gRPC server: TLS with the folder's certificate, or plaintext. */
const openBus = ({ tls, eventsFile }: AppFolder, { host, grpcPort = 0, grpcPlaintext = false, folder }: SimulatedSalesforceOptions, needs: BusNeeds) =>
  startPubSub({
    ...needs,
    port: grpcPort,
    ...(host === undefined ? {} : { host }),
    ...(grpcPlaintext ? {} : { tls }),
    ...(folder === undefined ? {} : { file: eventsFile }),
  });

/** A session is good for its own org and address only; the scheme is left aside, since the real client takes no address without TLS from its user. */
const sessionCheck =
  (org: Org, sessions: Sessions): CheckSession =>
  (token, instanceUrl, tenantId) => {
    const session = sessions.find(token);
    const isHere =
      session !== undefined && hostOf(session.instanceUrl) === hostOf(instanceUrl) && tenantId.slice(0, orgIdLength) === org.orgId.slice(0, orgIdLength);
    return !isHere ? undefined : { userId: session.userId, apiVersion: version, api: 'rest' };
  };

const hostOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).host : undefined);

type Parts = {
  readonly managed: readonly ManagedSubscription[];
  readonly channels: ReturnType<typeof readChannels>;
  readonly org: Org;
  readonly bus: PubSub;
  readonly sessions: Sessions;
  /** Real time. */
  readonly clock: () => Date;
  /** The org's time. */
  readonly now: () => Date;
};

async function openDoors(folder: AppFolder, options: SimulatedSalesforceOptions, parts: Parts): Promise<SimulatedSalesforce> {
  const { org, bus, sessions, clock, now, managed, channels } = parts;
  const { app, caFile } = folder;
  const { username } = users.integration;
  const usage = createUsage(options.dailyLimit ?? dailyLimitDefault, now);
  const bulk = openBulk({ now, ...(options.bulkStepMs === undefined ? {} : { stepMs: options.bulkStepMs }) });
  const oauth = createOAuth({ app, sessions, org, username, now: clock });
  const ground = {
    org,
    oauth,
    usage,
    routes: routeTable({ usage, bulk, managed, channels }),
    disturbedBy: disturber(org),
  };
  let token = '';
  const standIn = await startStandIn<OrgDocument>({ ...options, grade: 'A' }, () => ({
    name: 'salesforce',
    book: openOrgBook(org),
    documentKinds: objectNames(org),
    isLive: () => true,
    routes: deskRoutes({ org, who: { userId: users.salesRep.id, apiVersion: version, api: 'ui' }, token: () => token, endSessions: sessions.endAll }),
    dialect: { routeNames, isSpokenFor: isForSalesforce, speak: (serving, request, response) => speakSalesforce(serving, ground, request, response) },
    figures: () => ({ apiUsage: { used: usage.used(), max: usage.max }, bus: bus.control.status() }),
    onFaults: ({ salesforce }) => {
      handToBus(bus.control, salesforce?.bus ?? {});
      org.disturb(standing(org, salesforce));
      if (salesforce?.apiUsage !== undefined) usage.pretend(salesforce.apiUsage);
    },
    stop: bulk.stop,
  }));
  token = standIn.token;
  const { clientId, clientSecret, privateKeyFile } = app;
  const refreshToken = oauth.refreshTokens.of(username);
  const login = { loginUrl: standIn.url, orgId: org.orgId, clientId, clientSecret, refreshToken, username };
  const pubSubEndpoint = `${new URL(standIn.url).hostname}:${bus.port}`;
  const close = async () => {
    await bus.close();
    await standIn.close();
    folder.leave();
  };
  return { ...standIn, org, access: { ...login, privateKeyFile, caFile, pubSubEndpoint, version }, endSessions: sessions.endAll, close };
}

const objectNames = (org: Org): readonly string[] =>
  org
    .types()
    .filter(({ isEvent }) => !isEvent)
    .map(({ name }) => name);
