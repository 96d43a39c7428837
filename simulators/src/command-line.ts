import { parseArgs } from 'node:util';
import type { SimulatedErpOptions } from './erp/index.ts';
import type { Faults, RetryAfter } from './faults.ts';
import type { SimulatedSalesforceOptions } from './salesforce/index.ts';
import type { SimulatedShopifyOptions } from './shopify/index.ts';
import type { Grade } from './stand-in/index.ts';
import type { SimulatedWmsOptions } from './wms/index.ts';

/** What a command line asks for; `wrong` says what is not understood. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string }
  | { readonly kind: 'erp'; readonly options: SimulatedErpOptions; readonly withParent?: true }
  | { readonly kind: 'wms'; readonly options: SimulatedWmsOptions; readonly withParent?: true }
  | { readonly kind: 'shopify'; readonly options: SimulatedShopifyOptions; readonly withParent?: true }
  | { readonly kind: 'salesforce'; readonly options: SimulatedSalesforceOptions; readonly withParent?: true };

/** What `--help` prints. */
export const helpText = `Usage: npm run -s simulate -- NAME [OPTIONS]

Starts a stand-in for an outside system. The first line of output is one JSON object with its addresses and its token.

Names:
  erp       an ERP: credit, price, stock, sales orders, goods issues, invoices, payments
  wms       a warehouse system for several warehouses, with signed webhooks
  shopify   a shop: Admin API over REST and GraphQL, signed order webhooks
  salesforce  an org: OAuth, REST, composites, change events; its first line has the credentials

Options:
  --port N              port of the system; 0, the default, takes a free one
  --control-port N      port of desk, faults and book; 0, the default, takes a free one
  --host ADDRESS        where to listen (127.0.0.1)
  --token TEXT          the bearer token (a new one at each start)
  --grade A|B|C         erp, wms: A refuses a second document with the same reference, B finds by reference, C neither (A)
  --book FILE           keeps the book in FILE over restarts and kills (salesforce: --folder)
  --latency-ms N        how long each call takes (0)
  --concurrency N       above N calls at once: 429 (no cap)
  --rate N              above N calls in a second: 429 (no cap)
  --retry-after s|date|none   what a 429 of the cap says (s)
  --faults JSON         faults from the start; simulators/README.md lists them
  --seed N              seed of the faults (a new one at each start)
  --two-step            erp: a create makes a draft, a second call confirms it
  --webhook-url URL     wms, shopify: where messages go
  --webhook-secret TEXT wms: whsec_ and base64; shopify: the app's client secret (a new one at each start)
  --domain TEXT         shopify: the shop's name in webhooks (example.myshopify.com)
  --grpc-port N         salesforce: port of the Pub/Sub API; 0, the default, takes a free one
  --grpc-plaintext      salesforce: the Pub/Sub API without TLS
  --folder DIR          salesforce: keeps records, events, keys and certificates in DIR over restarts and kills
                        (with --port N: .crossdock/stand-ins/salesforce-N; without a port nothing is kept)
  --forget              salesforce: keeps nothing, whatever the port
  --metadata DIR        salesforce: custom objects and fields in source format (salesforce-app and a few for practice)
  --daily-limit N       salesforce: calls within 24 hours (100000)
  --session-ms N        salesforce: a session that is not used for so long ends (7200000)
  --auto                wms: does the warehouse's work by itself
  --stage-ms N          wms: how long each stage takes with --auto (500)
  --with-parent         ends when its standard input does, so that it never outlives who started it
  --help                this text
`;

const commonOptions = {
  help: { type: 'boolean' },
  port: { type: 'string' },
  'control-port': { type: 'string' },
  host: { type: 'string' },
  token: { type: 'string' },
  grade: { type: 'string' },
  book: { type: 'string' },
  'latency-ms': { type: 'string' },
  concurrency: { type: 'string' },
  rate: { type: 'string' },
  'retry-after': { type: 'string' },
  faults: { type: 'string' },
  seed: { type: 'string' },
  'with-parent': { type: 'boolean' },
} as const;
const ownOptions = {
  erp: { 'two-step': { type: 'boolean' } },
  wms: { 'webhook-url': { type: 'string' }, 'webhook-secret': { type: 'string' }, auto: { type: 'boolean' }, 'stage-ms': { type: 'string' } },
  shopify: { 'webhook-url': { type: 'string' }, 'webhook-secret': { type: 'string' }, domain: { type: 'string' } },
  salesforce: {
    'grpc-port': { type: 'string' },
    'grpc-plaintext': { type: 'boolean' },
    folder: { type: 'string' },
    forget: { type: 'boolean' },
    metadata: { type: 'string' },
    'daily-limit': { type: 'string' },
    'session-ms': { type: 'string' },
  },
} as const;
type Values = Readonly<Record<string, unknown>>;

const grades: readonly Grade[] = ['A', 'B', 'C'];
const retryAfters: readonly RetryAfter[] = ['s', 'date', 'none'];

const portMax = 65_535;
const seedMax = 2 ** 32 - 1;
const countMax = 1_000_000;
const waitMsMax = 3_600_000;
const sessionMsMax = 86_400_000;

/** Reads the words after the program's name; never throws. */
export function readCommand(words: readonly string[]): Command {
  const [name, ...rest] = words;
  if (name === undefined || name === '--help' || name === 'help') return { kind: 'help' };
  if (name !== 'erp' && name !== 'wms' && name !== 'shopify' && name !== 'salesforce')
    return { kind: 'wrong', message: `there is no simulator "${name}"; there are erp, wms, shopify and salesforce` };
  try {
    const { values } = parseArgs({ args: rest, options: { ...commonOptions, ...ownOptions[name] }, strict: true, allowPositionals: false });
    if (values.help === true) return { kind: 'help' };
    const more = values['with-parent'] === true ? ({ withParent: true } as const) : {};
    if (name === 'salesforce') return { kind: 'salesforce', options: salesforceOptions(values), ...more };
    if (name === 'shopify') return { kind: 'shopify', options: shopifyOptions(values), ...more };
    return name === 'erp' ? { kind: 'erp', options: erpOptions(values), ...more } : { kind: 'wms', options: wmsOptions(values), ...more };
  } catch (error) {
    return { kind: 'wrong', message: error instanceof Error ? error.message : String(error) };
  }
}

const erpOptions = (values: Values): SimulatedErpOptions => ({ ...standInOptions(values), twoStep: values['two-step'] === true });

function shopifyOptions(values: Values): SimulatedShopifyOptions {
  if (values['grade'] !== undefined) throw new Error('--grade cannot be chosen for shopify: it is B');
  const { grade: _, ...common } = standInOptions(values);
  return {
    ...common,
    ...given('webhookUrl', text(values, 'webhook-url')),
    ...given('webhookSecret', text(values, 'webhook-secret')),
    ...given('domain', text(values, 'domain')),
  };
}

function salesforceOptions(values: Values): SimulatedSalesforceOptions {
  if (values['grade'] !== undefined) throw new Error('--grade cannot be chosen for salesforce: it is A');
  if (values['book'] !== undefined) throw new Error('--book is not for salesforce: --folder keeps everything');
  const { grade: _, bookFile: __, ...common } = standInOptions(values);
  return {
    ...common,
    ...given('grpcPort', number(values, 'grpc-port', 0, portMax)),
    ...(values['grpc-plaintext'] === true ? { grpcPlaintext: true } : {}),
    ...given('folder', folderOf(values, common.port)),
    ...given('metadata', text(values, 'metadata')),
    ...given('dailyLimit', number(values, 'daily-limit', 1, countMax)),
    ...given('sessionMs', number(values, 'session-ms', 1, sessionMsMax)),
  };
}

/** Whoever starts it at the same port again finds it as it was left. */
function folderOf(values: Values, port: number | undefined): string | undefined {
  const folder = text(values, 'folder');
  if (values['forget'] === true && folder !== undefined) throw new Error('--folder and --forget contradict each other');
  if (values['forget'] === true || folder !== undefined || !port) return folder;
  return `.crossdock/stand-ins/salesforce-${port}`;
}

function wmsOptions(values: Values): SimulatedWmsOptions {
  const url = text(values, 'webhook-url');
  const secret = text(values, 'webhook-secret');
  return {
    ...standInOptions(values),
    ...(url === undefined ? {} : { webhookUrl: url }),
    ...(secret === undefined ? {} : { webhookSecret: secret }),
    auto: values['auto'] === true,
    ...given('stageMs', number(values, 'stage-ms', 0, waitMsMax)),
  };
}

function standInOptions(values: Values) {
  const faults = text(values, 'faults');
  return {
    ...given('host', text(values, 'host')),
    ...given('port', number(values, 'port', 0, portMax)),
    ...given('controlPort', number(values, 'control-port', 0, portMax)),
    ...given('token', text(values, 'token')),
    ...given('grade', word(values, 'grade', grades)),
    ...given('bookFile', text(values, 'book')),
    ...given('latencyMs', number(values, 'latency-ms', 0, waitMsMax)),
    ...given('concurrency', number(values, 'concurrency', 1, countMax)),
    ...given('ratePerSecond', number(values, 'rate', 1, countMax)),
    ...given('retryAfter', word(values, 'retry-after', retryAfters)),
    ...given('faults', faults === undefined ? undefined : parseFaults(faults)),
    ...given('seed', number(values, 'seed', 0, seedMax)),
  };
}

function given<K extends string, V>(name: K, value: V | undefined): { readonly [N in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [N in K]?: V }); // a computed key loses its type
}

function text(values: Values, name: string): string | undefined {
  const value = values[name];
  if (value === '') throw new Error(`--${name} must not be empty`);
  return typeof value === 'string' ? value : undefined;
}

function number(values: Values, name: string, min: number, max: number): number | undefined {
  const given = text(values, name);
  if (given === undefined) return undefined;
  const value = Number(given);
  if (!Number.isInteger(value) || value < min || value > max) throw new Error(`--${name} must be a whole number from ${min} to ${max}, not "${given}"`);
  return value;
}

function word<W extends string>(values: Values, name: string, words: readonly W[]): W | undefined {
  const given = text(values, name);
  const found = words.find((each) => each === given);
  if (given !== undefined && found === undefined) throw new Error(`--${name} must be one of ${words.join(', ')}, not "${given}"`);
  return found;
}

/** JSON only; what the faults say is checked where they come into force. */
function parseFaults(json: string): Faults {
  try {
    return JSON.parse(json) as Faults;
  } catch {
    throw new Error(`--faults must be JSON, not ${json}`);
  }
}
