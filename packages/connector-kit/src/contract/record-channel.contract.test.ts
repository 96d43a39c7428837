import type { OrderStatus } from '@crossdock/canonical';
import { afterAll } from 'vitest';
import { faultyHttp } from './faulty-http.ts';
import { recordChannelConnector, startRecordChannel } from './record-channel.ts';
import { showContract } from './show.ts';
import { inFirst, noJson, spoilJson, without } from './spoil-json.ts';
import { standInCalls } from './stand-in-calls.ts';

const channel = await startRecordChannel();
const refusal = (status: number, headers: Readonly<Record<string, string>> = {}) => ({ kind: 'answered', status, headers, body: '{"code":"no"}' }) as const;
const faulty = faultyHttp({
  commits: ({ method }) => method === 'POST',
  serverError: refusal(500),
  unauthorized: refusal(401),
  throttled: (retryAfter) => refusal(429, retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
});
const calls = standInCalls(faulty.through);
afterAll(() => Promise.all([calls.close(), channel.close()]));

let made = 0;
const nextRecord = () => {
  made += 1;
  return `Q-${made}`;
};
const held = (id: string) => {
  const record = channel.records.get(id);
  return Promise.resolve(record && { version: record.version, copies: 1, text: JSON.stringify(record) });
};
const at = '2026-03-02T08:00:00.000Z';
const status = (channelOrder: string, version: number): OrderStatus => ({
  channelOrder,
  order: '0197c0de-0000-7000-8000-000000000001',
  code: '01JZ0DW0000000000000000001',
  version,
  at,
  progress: version === 1 ? 'received' : 'accepted',
  customer: 'C-ACME',
  currency: 'USD',
  documents: [{ system: 'erp', id: `SO-${version}` }],
  lines: [],
  shipments: [],
  invoices: [],
  holds: [],
  exceptions: [],
  requests: [],
});
const anException: OrderStatus['exceptions'][number] = {
  id: 'x-1',
  class: 'credit',
  severity: 'high',
  owner: 'finance',
  openedAt: at,
  dueAt: at,
  summary: 'The limit is used up.',
  remedies: ['clear-hold'],
};

showContract({
  connector: recordChannelConnector({ url: channel.url }),
  callWithin: calls.callWithin,
  faults: faulty.faults,
  records: (count) => Promise.resolve(Array.from({ length: count }, nextRecord)),
  refusedRecord: () => {
    const id = nextRecord();
    channel.refused.add(id);
    return Promise.resolve(id);
  },
  spoiled: [
    noJson,
    spoilJson('no results', 'results', without('results')),
    spoilJson('a result of nobody', 'results[0].id', inFirst('results', without('id'))),
  ],
  show: { item: status, altered: (channelOrder, version) => ({ ...status(channelOrder, version), exceptions: [anException] }), held },
  report: { item: (channelOrder, version) => ({ channelOrder, version, at, code: 'no-route', detail: `said ${version} times` }), held },
});
