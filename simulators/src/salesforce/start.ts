import { existsSync } from 'node:fs';
import path from 'node:path';
import { type StandIn, type StandInOptions, startStandIn } from '../stand-in/index.ts';
import { type Bulk, openBulk } from './bulk/index.ts';
import { type AppFolder, openAppFolder } from './http/app-folder.ts';
import { batchRoutes } from './http/batch.ts';
import { changedRecordRoutes } from './http/changed-records.ts';
import { collectionRoutes } from './http/collections.ts';
import { compositeRoutes } from './http/composite.ts';
import { deskRoutes } from './http/desk.ts';
import { graphRoutes } from './http/graph.ts';
import { limitRoutes } from './http/limit-routes.ts';
import { objectRoutes } from './http/object-routes.ts';
import { type OrgDocument, openOrgBook } from './http/org-book.ts';
import { placeOrderRoutes } from './http/place-order.ts';
import { recordRoutes } from './http/record-routes.ts';
import type { SfRoute } from './http/route.ts';
import { routeNames } from './http/route-names.ts';
import { createSessions } from './http/sessions.ts';
import { disturber, isForSalesforce, speakSalesforce, standing } from './http/speak.ts';
import { createDispatch } from './http/subrequest.ts';
import { treeRoutes } from './http/tree.ts';
import { createUsage, type Usage } from './http/usage.ts';
import { type Org, openOrg, users } from './org/index.ts';
import { queryRoutes } from './soql/index.ts';

/** A simulated org; its grade is A: every write can be an upsert by an external id. */
export type SimulatedSalesforceOptions = Omit<StandInOptions, 'grade' | 'bookFile'> & {
  /** Port of the Pub/Sub API; 0, the default, takes a free one. */
  readonly grpcPort?: number;
  /** Keeps records, events, keys and certificates over restarts; left out: nothing is kept. */
  readonly folder?: string;
  /** Custom objects, fields and events in source format; left out: those of salesforce-app. */
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
const dailyLimitDefault = 100_000;
const sessionMsDefault = 2 * 3_600_000;
const salesforceApp = path.join(import.meta.dirname, '../../../salesforce-app');

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
  const { app } = folder;
  const { now = () => new Date(), dailyLimit = dailyLimitDefault, sessionMs = sessionMsDefault } = options;
  const metadata = options.metadata ?? (existsSync(salesforceApp) ? salesforceApp : undefined);
  const org = openOrg({
    ...(options.folder === undefined ? {} : { file: folder.orgFile }),
    ...(metadata === undefined ? {} : { metadata }),
    now,
    isSeeded: true,
  });
  const usage = createUsage(dailyLimit, now);
  const clock = () => new Date(); // logins live in real time, whatever the org's clock says
  const sessions = createSessions({ orgId: org.orgId, idleMsMax: sessionMs, now: clock });
  const { username } = users.integration;
  const bulk = openBulk({ now, ...(options.bulkStepMs === undefined ? {} : { stepMs: options.bulkStepMs }) });
  const routes = routeTable(usage, bulk);
  let token = '';
  const standIn = await startStandIn<OrgDocument>({ ...options, grade: 'A' }, () => ({
    name: 'salesforce',
    book: openOrgBook(org),
    documentKinds: org
      .types()
      .filter(({ isEvent }) => !isEvent)
      .map(({ name }) => name),
    isLive: () => true,
    routes: deskRoutes({ org, who: { userId: users.salesRep.id, apiVersion: version, api: 'ui' }, token: () => token, endSessions: sessions.endAll }),
    dialect: {
      routeNames,
      isSpokenFor: isForSalesforce,
      speak: (serving, request, response) => {
        const ground = { org, oauth: { app, sessions, org, username, now: clock }, usage, routes, disturbedBy: disturber(org) };
        return speakSalesforce(serving, ground, request, response);
      },
    },
    figures: () => ({ apiUsage: { used: usage.used(), max: usage.max } }),
    onFaults: ({ salesforce }) => {
      org.disturb(standing(org, salesforce));
      if (salesforce?.apiUsage !== undefined) usage.pretend(salesforce.apiUsage);
    },
    stop: bulk.stop,
  }));
  token = standIn.token;
  const { clientId, clientSecret, refreshToken, privateKeyFile } = app;
  const login = { loginUrl: standIn.url, orgId: org.orgId, clientId, clientSecret, refreshToken, username };
  const close = async () => {
    await standIn.close();
    folder.leave();
  };
  return { ...standIn, org, access: { ...login, privateKeyFile, caFile: folder.caFile, version }, endSessions: sessions.endAll, close };
}

/** Every resource under `/services/data/vXX.X`; the first that fits answers. */
function routeTable(usage: Usage, bulk: Bulk): readonly SfRoute[] {
  const dispatch = createDispatch(() => table);
  const table: readonly SfRoute[] = [
    ...objectRoutes(new Date()),
    ...changedRecordRoutes,
    ...recordRoutes,
    ...collectionRoutes,
    ...compositeRoutes(dispatch),
    ...graphRoutes(dispatch),
    ...treeRoutes,
    ...batchRoutes(dispatch),
    ...placeOrderRoutes,
    ...limitRoutes(usage),
    ...queryRoutes({ managedSubscriptions: () => [] }),
    ...bulk.routes,
  ];
  return table;
}
