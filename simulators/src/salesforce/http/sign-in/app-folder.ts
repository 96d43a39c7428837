import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generate } from 'selfsigned';

/** The app that clients log in with: its JWT key pair and its secret. */
export type ConnectedApp = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly privateKeyFile: string;
  /** PEM. */
  readonly publicKey: string;
};

/** Everything of a simulated org that is kept in files. */
export type AppFolder = {
  readonly app: ConnectedApp;
  readonly caFile: string;
  /** The certificate of localhost, PEM. */
  readonly tls: { readonly key: string; readonly cert: string };
  readonly orgFile: string;
  readonly eventsFile: string;
  /** Removes the folder when nobody has named one. */
  readonly leave: () => void;
};

const rsaBits = 2048;
const certificateYears = 10;
const filesOfTls = { ca: 'ca.pem', key: 'server-key.pem', cert: 'server.pem' } as const;

/** Opens the folder, or a temporary one; what is missing in it is made. */
export async function openAppFolder(folder: string | undefined): Promise<AppFolder> {
  const place = folder === undefined ? mkdtempSync(path.join(tmpdir(), 'simulated-salesforce-')) : path.resolve(folder);
  mkdirSync(place, { recursive: true });
  const at = (name: string) => path.join(place, name);
  const tls = await openTls(at);
  return {
    app: openApp(at),
    caFile: at(filesOfTls.ca),
    tls,
    orgFile: at('org.ndjson'),
    eventsFile: at('events.ndjson'),
    leave: () => {
      if (folder === undefined) rmSync(place, { recursive: true, force: true });
    },
  };
}

type At = (name: string) => string;
type Credentials = Pick<ConnectedApp, 'clientId' | 'clientSecret'>;

function openApp(at: At): ConnectedApp {
  const [file, privateKeyFile] = [at('connected-app.json'), at('jwt-key.pem')];
  if (!existsSync(privateKeyFile)) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: rsaBits });
    keep(privateKeyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  }
  if (!existsSync(file)) keep(file, JSON.stringify(newCredentials(), null, 1));
  const credentials = JSON.parse(readFileSync(file, 'utf8')) as Credentials; // written by this program alone
  const publicKey = createPublicKey(readFileSync(privateKeyFile)).export({ type: 'spki', format: 'pem' }).toString();
  return { ...credentials, privateKeyFile, publicKey };
}

const newCredentials = (): Credentials => ({
  clientId: `3MVG9${randomBytes(60).toString('base64url')}`,
  clientSecret: randomBytes(32).toString('hex').toUpperCase(),
});

async function openTls(at: At): Promise<AppFolder['tls']> {
  const files = Object.values(filesOfTls);
  if (!files.every((name) => existsSync(at(name)))) {
    const made = await makeCertificates();
    for (const [part, name] of Object.entries(filesOfTls)) keep(at(name), made[part as keyof typeof filesOfTls]); // its own keys
  }
  return { key: readFileSync(at(filesOfTls.key), 'utf8'), cert: readFileSync(at(filesOfTls.cert), 'utf8') };
}

/** An authority of its own, and a certificate for this machine's own addresses. */
async function makeCertificates(): Promise<Readonly<Record<keyof typeof filesOfTls, string>>> {
  const notAfterDate = new Date();
  notAfterDate.setFullYear(notAfterDate.getFullYear() + certificateYears);
  const common = { keyType: 'ec', algorithm: 'sha256', notAfterDate } as const;
  const ca = await generate([{ name: 'commonName', value: 'Simulated Salesforce CA' }], {
    ...common,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...common,
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  return { ca: ca.cert, key: server.private, cert: server.cert };
}

const keep = (file: string, text: string) => writeFileSync(file, text, { mode: 0o600 });
