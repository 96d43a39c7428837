// The driver: a process of its own, so that its work is in nobody's figures.
import { randomBytes } from 'node:crypto';
import autocannon from 'autocannon';
import { benchKey, type DriveInput, type Driven } from './drive-input.ts';
import { orderBody } from './order-body.ts';

/** Longest wait for one answer, in seconds. */
const timeoutSecondsMax = 30;

const input = JSON.parse(process.argv[2] ?? '{}') as DriveInput; // written by the bench alone
const run = randomBytes(6).toString('hex');
let sent = 0;

const startMs = performance.now();
let lastMs = startMs;
const driving = autocannon({
  url: `${input.url}/v1/orders`,
  connections: 'orders' in input ? Math.min(input.connections, input.orders) : input.connections,
  timeout: timeoutSecondsMax,
  ...('orders' in input ? { amount: input.orders } : { duration: input.seconds }),
  method: 'POST',
  requests: [
    {
      setupRequest: (request) => {
        sent += 1;
        const name = `${run}-${sent}`;
        const headers = { authorization: `Bearer ${benchKey}`, 'content-type': 'application/json', 'idempotency-key': name };
        return { ...request, headers, body: orderBody(name) };
      },
    },
  ],
});
driving.on('response', () => {
  lastMs = performance.now();
});
const result = await driving;
const driven: Driven = {
  accepted: result['2xx'],
  failed: result.non2xx + result.errors + result.timeouts,
  seconds: (lastMs - startMs) / 1_000,
  p50Ms: result.latency.p50,
  p99Ms: result.latency.p99,
};
process.stdout.write(`${JSON.stringify(driven)}\n`);
