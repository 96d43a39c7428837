import { Gauge } from 'prom-client';
import { countOpen } from '../exceptions/index.ts';
import { countOpenOrders } from '../insight/index.ts';
import { listBacklog, listLanes, listShowings } from '../systems/index.ts';
import type { Resource } from './app.ts';
import { callsOf } from './calls.ts';
import { operation } from './operation.ts';

/** Prometheus text: what was counted since the start, and what stands open now, asked of partial indexes alone. */
export const metrics: Resource = (app, { metrics: registry, database: { pool }, systems, clock }) => {
  const gauge = (name: string, help: string, labelNames: readonly string[], read: (gauge: Gauge) => Promise<void>) =>
    new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      async collect() {
        this.reset();
        await read(this);
      },
    });
  gauge('crossdock_orders_open', 'Orders that are not closed.', [], async (g) => g.set(await countOpenOrders({ pool })));
  gauge('crossdock_exceptions_open', 'Open exceptions, by class and severity.', ['class', 'severity'], async (g) => {
    for (const { class: kind, severity, count } of await countOpen({ pool })) g.set({ class: kind, severity }, count);
  });
  gauge('crossdock_lane_backlog', 'Effects and asks that are not settled, by lane and status.', ['system', 'limiter', 'status'], async (g) => {
    for (const { system, limiter, ...counts } of await listBacklog({ pool }))
      for (const status of ['ready', 'claimed', 'doubt'] as const) g.set({ system, limiter, status }, counts[status]);
  });
  gauge('crossdock_lane_stopped', '1 for a lane that is paused or whose breaker is open.', ['system', 'limiter', 'why'], async (g) => {
    for (const lane of await listLanes({ pool })) {
      g.set({ system: lane.system, limiter: lane.limiter, why: 'paused' }, lane.pausedAt ? 1 : 0);
      g.set({ system: lane.system, limiter: lane.limiter, why: 'breaker' }, lane.openUntil ? 1 : 0);
    }
  });
  gauge('crossdock_showings_waiting', "Records of a channel's own that wait to be written.", ['system'], async (g) => {
    for (const { system, waiting } of await listShowings({ pool })) g.set({ system }, waiting);
  });
  gauge('crossdock_calls_used', 'Calls that a system with a limit has counted within its period, as it told this node last.', ['system'], async (g) => {
    for (const { system, used } of callsOf({ systems, clock })) g.set({ system }, used);
  });
  gauge('crossdock_calls_max', 'Calls that such a system allows within its period.', ['system'], async (g) => {
    for (const { system, max } of callsOf({ systems, clock })) g.set({ system }, max);
  });
  gauge('crossdock_calls_stopped', '1 for a purpose whose calls wait until there are more.', ['system', 'purpose'], async (g) => {
    for (const { system, stopped } of callsOf({ systems, clock })) for (const purpose of stopped) g.set({ system, purpose }, 1);
  });
  app.get('/metrics', metricsOperation, async (_request, reply) => reply.header('content-type', registry.contentType).send(await registry.metrics()));
};

const metricsOperation = operation({
  id: 'metrics',
  summary: 'Metrics for Prometheus',
  tag: 'operations',
  access: 'local',
  answers: { 200: { when: 'The Prometheus text format.', type: 'text/plain' } },
  refuses: [],
});
