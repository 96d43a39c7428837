import path from 'node:path';
import type { ErpId } from './crash-landscape.ts';
import { type Program, startProgram, stopProgram } from './programs.ts';
import { laneConcurrency, type PeerSettings } from './settings.ts';

/** Faults as simulators/README.md lists them. */
export type Faults = Readonly<Record<string, unknown>>;

/** A stand-in as a process of its own, with its own book in a file. */
export type Peer = {
  readonly settings: PeerSettings;
  readonly setFaults: (faults: Faults) => Promise<void>;
  readonly fired: () => Promise<Readonly<Record<string, number>>>;
  readonly book: () => Promise<Book>;
  readonly reset: () => Promise<void>;
  /** Has a person in the system do something. */
  readonly desk: (path: string, body: object) => Promise<void>;
  /** Ends the process without a word and starts it anew on the same book and port. */
  readonly crash: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** A sales order or warehouse order in a book. */
export type BookOrder = {
  readonly id: string;
  readonly number: string;
  readonly reference?: string;
  readonly state: string;
  readonly createdAt: string;
  readonly lines: readonly { readonly key: string; readonly item: string; readonly quantity: string }[];
};

/** What the matrix reads of a system's own book. */
export type Book = {
  readonly cursor: number;
  readonly pendingLateCommits: number;
  readonly traffic: { readonly inFlight: number; readonly inFlightMax: number; readonly violations: { readonly concurrency: number } };
  readonly documents: Readonly<Record<string, readonly BookOrder[]>>;
};

const grades = { 'erp-a': 'A', 'erp-b': 'B', 'erp-c': 'C' } as const satisfies Readonly<Record<ErpId, string>>;
const webhookSecret = 'whsec_Y3Jhc2gtbWF0cml4LXdlYmhvb2stc2VjcmV0';
const latencyMs = '5';
const stageMs = '40';

type Greeting = { readonly url: string; readonly control: string; readonly token: string };

/** Starts a stand-in; `folder` keeps its book and log. `wms-auto` does the warehouse's work by itself. */
export async function startPeer(name: ErpId | 'wms' | 'wms-auto', folder: string): Promise<Peer> {
  const id = name === 'wms-auto' ? 'wms' : name;
  const kind = id === 'wms' ? 'wms' : 'erp';
  const grade = id === 'wms' ? 'A' : grades[id];
  const words = [kind, '--grade', grade, '--token', `${id}-token`, '--latency-ms', latencyMs, '--book', path.join(folder, `${name}.ndjson`)];
  words.push('--concurrency', String(laneConcurrency), ...(kind === 'wms' ? ['--webhook-secret', webhookSecret] : []));
  if (name === 'wms-auto') words.push('--auto', '--stage-ms', stageMs);
  const start = (ports: readonly string[]) => startProgram('simulators/src/main.ts', [...words, ...ports], path.join(folder, `${name}.log`));
  let program: Program = await start([]);
  const { url, control, token } = program.greeting as Greeting;
  const call = (method: string, where: string, body?: object) => callControl(`${control}${where}`, method, token, body);
  return {
    settings: { id, kind, url, token, grade, webhookSecret, isPolled: true },
    setFaults: async (faults) => void (await call('POST', '/faults', faults)),
    fired: async () => ((await call('GET', '/faults')) as { fired: Record<string, number> }).fired,
    book: async () => (await call('GET', '/book')) as Book,
    reset: async () => void (await call('POST', '/book/reset')),
    desk: async (where, body) => void (await call('POST', `/desk${where}`, body)),
    crash: async () => {
      program.signal('SIGKILL');
      await program.exited;
      program = await start(['--port', new URL(url).port, '--control-port', new URL(control).port]);
    },
    stop: async () => void (await stopProgram(program)),
  };
}

const controlMsMax = 10_000;

async function callControl(url: string, method: string, token: string, body?: object): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) };
  const response = await fetch(url, { method, headers, signal: AbortSignal.timeout(controlMsMax), ...(body && { body: JSON.stringify(body) }) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`);
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}
