import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OrderProblem, OrderStatus } from '@crossdock/canonical';
import { Type } from 'typebox';
import { answerShape } from '../answer-shape.ts';
import type { Call } from '../http.ts';
import type { ShowAnswer, Shown } from '../outcome.ts';
import type { Connector, ShowOperation } from '../ports.ts';
import { requestJson } from '../request-json.ts';

/** What the channel holds of one order: the last state written to it, or the last problem. */
export type ChannelRecord = { readonly version: number; readonly status?: OrderStatus; readonly problem?: OrderProblem };

/** What a request meets: `before` decides whether it is done at all, `after` whether its answer gets through. */
export type RecordChannelTrouble = {
  readonly before?: () => { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly code: string } | undefined;
  /** The connection dies after the work was done. */
  readonly isAnswerLost?: () => boolean;
  /** Resolves when the work may be done. */
  readonly hold?: () => Promise<void>;
};

/** A channel over the wire, for tests: it keeps records of orders and nothing else. */
export type RecordChannel = {
  readonly url: string;
  readonly records: ReadonlyMap<string, ChannelRecord>;
  /** Every write that changed a record, oldest first. */
  readonly writes: readonly { readonly id: string; readonly version: number }[];
  /** The ids of each request, oldest first, whatever became of it. */
  readonly requests: readonly (readonly string[])[];
  /** Ids that a rule of the channel's own refuses, and ids at which it falls over. */
  readonly refused: Set<string>;
  readonly fatal: Set<string>;
  readonly setTrouble: (trouble: RecordChannelTrouble) => void;
  readonly close: () => Promise<void>;
};

type Write = { readonly id: string; readonly version: number; readonly status?: OrderStatus; readonly problem?: OrderProblem };

/** Starts it on a free port. */
export async function startRecordChannel(): Promise<RecordChannel> {
  const records = new Map<string, ChannelRecord>();
  const writes: { readonly id: string; readonly version: number }[] = [];
  const requests: (readonly string[])[] = [];
  const [refused, fatal] = [new Set<string>(), new Set<string>()];
  let trouble: RecordChannelTrouble = {};
  const write = ({ id, version, ...content }: Write) => {
    if (refused.has(id)) return { id, result: 'refused', message: 'A rule of the channel forbids it.' };
    const held = records.get(id);
    const isOlder = held !== undefined && held.status?.order === content.status?.order && held.version > version;
    if (isOlder) return { id, result: 'kept' };
    const next = { version, ...content };
    if (JSON.stringify(held) !== JSON.stringify(next)) writes.push({ id, version });
    records.set(id, next);
    return { id, result: 'written' };
  };
  const server = createServer(async (request, response) => {
    const wanted = await bodyOf(request);
    requests.push(wanted.map(({ id }) => id));
    await trouble.hold?.();
    const no = trouble.before?.();
    if (no) return response.writeHead(no.status, { 'content-type': 'application/json', ...no.headers }).end(JSON.stringify({ code: no.code }));
    if (wanted.some(({ id }) => fatal.has(id))) return response.writeHead(422, { 'content-type': 'application/json' }).end(JSON.stringify({ code: 'fatal' }));
    const results = wanted.map(write);
    if (trouble.isAnswerLost?.()) return request.socket.destroy();
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ results }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    records,
    writes,
    requests,
    refused,
    fatal,
    setTrouble: (next) => {
      trouble = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<readonly Write[]> {
  const text = Buffer.concat(await request.toArray()).toString('utf8');
  return text === '' ? [] : (JSON.parse(text) as { readonly records: readonly Write[] }).records;
}

const readResults = answerShape(
  Type.Object({ results: Type.Array(Type.Object({ id: Type.String(), result: Type.String(), message: Type.Optional(Type.String()) })) }),
);

/** How the connector of a record channel behaves; a short `callMsMax` is for tests that wait it out. */
export type RecordChannelSettings = { readonly url: string; readonly itemsMax?: number; readonly schedulesMax?: number; readonly callMsMax?: number };

/** The connector of such a channel. */
export function recordChannelConnector({ url, itemsMax = 10, schedulesMax, callMsMax = 10_000 }: RecordChannelSettings): Connector {
  const limits = { itemsMax, callMsMax, settleMs: 50, limiter: 'default' } as const;
  const show: ShowOperation<OrderStatus> = {
    ...limits,
    ...(schedulesMax !== undefined && { schedulesMax }),
    send: (items, call) =>
      write(
        url,
        items.map((status) => ({ id: status.channelOrder, version: status.version, status })),
        call,
      ),
  };
  const report: ShowOperation<OrderProblem> = {
    ...limits,
    send: (items, call) =>
      write(
        url,
        items.map((problem) => ({ id: problem.channelOrder, version: problem.version, problem })),
        call,
      ),
  };
  return { vendor: 'record-channel', channel: { show, report }, health: (call) => health(url, call) };
}

const table = { parse: JSON.parse, rules: [] };

async function write(url: string, records: readonly Write[], call: Call): Promise<ShowAnswer> {
  const answer = await requestJson({ method: 'POST', url: `${url}/records`, headers: {}, body: { records }, commits: true, read: readResults }, table, call);
  switch (answer.kind) {
    case 'got':
      return { kind: 'answered', items: answer.value.results.map(shown) };
    case 'refused':
      return { kind: 'failed', class: 'poison', message: answer.message };
    case 'failed':
      return answer;
    default:
      return answer satisfies never;
  }
}

function shown({ id, result, message }: { readonly id: string; readonly result: string; readonly message?: string }): Shown {
  if (result !== 'refused') return { channelOrder: id, kind: 'shown' };
  return { channelOrder: id, kind: 'refused', class: 'data', code: 'rule', message: message ?? 'refused without a reason' };
}

async function health(url: string, call: Call): ReturnType<Connector['health']> {
  const answer = await call.http({ method: 'GET', url: `${url}/health` });
  if (answer.kind === 'answered' && answer.status === 200) return { kind: 'healthy', says: 'the record channel answers' };
  return { kind: 'failed', class: 'transient', message: answer.kind === 'answered' ? `status ${answer.status}` : answer.message };
}
