import type { FastifyInstance } from 'fastify';
import { createApp, type Resource } from './app.ts';
import { batch } from './batch.ts';
import { changes } from './changes.ts';
import type { ApiDeps } from './deps.ts';
import { events } from './events.ts';
import { exceptions } from './exceptions.ts';
import { health } from './health.ts';
import { heldSales } from './held-sales.ts';
import { metrics } from './metrics.ts';
import { orders } from './orders.ts';
import { quotes } from './quotes.ts';
import { references } from './references.ts';
import { showDeps } from './resource-deps.ts';
import { statusPage } from './status-page.ts';
import { subscriptions } from './subscriptions.ts';
import { systems } from './systems.ts';
import { createWaiter } from './wait-for-outcome.ts';
import { webhooks } from './webhooks.ts';

export type { ApiDeps, Readiness, ReceiveWebhook } from './deps.ts';

/** The API as main.ts runs it. `wake` is told of every commit on this node, for those who wait for an outcome. */
export type Api = { readonly app: FastifyInstance; readonly wake: () => void };

/** The HTTP API with all its resources; not listening yet. */
export async function createApi(deps: ApiDeps): Promise<Api> {
  const waiter = createWaiter({ ...showDeps(deps), clock: deps.clock });
  const resources: readonly Resource[] = [
    orders(waiter),
    batch,
    changes,
    quotes,
    exceptions,
    heldSales,
    systems,
    references,
    events,
    subscriptions,
    webhooks,
    health,
    metrics,
    statusPage,
  ];
  return { app: await createApp(resources, deps), wake: waiter.wake };
}
