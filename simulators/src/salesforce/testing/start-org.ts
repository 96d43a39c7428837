import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Connection } from '@jsforce/jsforce-node';
import { SignJWT } from 'jose';
import { type Caller, callerOf } from '../../testing/caller.ts';
import { type SimulatedSalesforce, type SimulatedSalesforceOptions, startSimulatedSalesforce } from '../index.ts';

/** Custom objects and fields that the tests need, in source format. */
export const metadata = path.join(import.meta.dirname, 'metadata');

/** A running org and a real client that is logged in to it. */
export type TestOrg = {
  readonly system: SimulatedSalesforce;
  readonly connection: Connection;
  /** Calls with the control token. */
  readonly control: Caller;
  /** Calls the REST API with the session of the connection. */
  readonly rest: Caller;
  readonly close: () => Promise<void>;
};

/** The REST API under which the tests call. */
export const api = '/services/data/v65.0';

/** Starts an org with the metadata of the tests and logs in with client credentials. */
export async function startOrg(options: SimulatedSalesforceOptions = {}): Promise<TestOrg> {
  const system = await startSimulatedSalesforce({ metadata, seed: 1, ...options });
  const connection = await logIn(system);
  return { system, connection, control: callerOf({ url: system.control, token: system.token }), rest: restOf(system, connection), close: system.close };
}

/** Calls with the session of a connection. */
export const restOf = ({ url }: SimulatedSalesforce, connection: Connection): Caller => callerOf({ url, token: connection.accessToken ?? '' });

/** A real client with a session of its own. */
export async function logIn({ access }: SimulatedSalesforce): Promise<Connection> {
  const connection = connectionTo(access);
  await connection.authorize({ grant_type: 'client_credentials' });
  return connection;
}

/** A real client that is not logged in yet. */
export const connectionTo = ({ loginUrl, clientId, clientSecret, version }: SimulatedSalesforce['access']): Connection =>
  new Connection({ loginUrl, version, oauth2: { loginUrl, clientId, clientSecret } });

/** An assertion of the JWT bearer flow; `claims` replaces what it says. */
export async function assertionFor(
  { privateKeyFile, clientId, username, loginUrl }: SimulatedSalesforce['access'],
  claims: Readonly<Record<string, string | number>> = {},
  keyText = readFileSync(privateKeyFile, 'utf8'),
): Promise<string> {
  const expiresAt = Math.floor(Date.now() / 1000) + 180;
  const said = { iss: clientId, sub: username, aud: loginUrl, exp: expiresAt, ...claims };
  return await new SignJWT(said).setProtectedHeader({ alg: 'RS256' }).sign(createPrivateKey(keyText));
}
