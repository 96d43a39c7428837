import { createHash } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OrderRequest } from '@crossdock/canonical';
import type { HubCore } from '../../../hub/src/hub.ts';
import type { Route } from '../../../hub/src/orders/index.ts';
import { receiveWebhook } from '../../../hub/src/systems/index.ts';
import { accountsFrom, accountsOf } from './crash-landscape.ts';
import type { Failpoints } from './failpoints.ts';

/** The client whose orders the matrix sends. */
export const clientId = 'crash';

const accounts: ReadonlySet<string> = new Set(Object.values(accountsOf));

type Door = { readonly core: HubCore; readonly failpoints: Failpoints; readonly idInAdvance?: () => string };
type Answer = { readonly status: number; readonly body: string };
type Request = { readonly path: string; readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** Serves the node's loopback door; answers its address. What goes wrong inside is a 503: the caller knows nothing, and repeats. */
export async function serveNode(door: Door): Promise<string> {
  const server = http.createServer((request, response) => {
    read(request)
      .then((asked) => answer(asked, door))
      .catch((error: Error): Answer => ({ status: 503, body: error.message }))
      .then(
        ({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(body),
        () => undefined,
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function read(request: http.IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  return { path: request.url ?? '', headers, body: Buffer.concat(chunks).toString('utf8') };
}

async function answer(request: Request, door: Door): Promise<Answer> {
  const { core, failpoints } = door;
  const [, what = '', id = ''] = request.path.split('/');
  switch (what) {
    case 'orders': {
      const answered = await acceptOrder(request, door);
      await failpoints.pass('accept.before-answer');
      return answered;
    }
    case 'commands': {
      // A request or a remedy, as intake would hand it to the engine.
      const command = { ...(JSON.parse(request.body) as object), at: new Date().toISOString(), actor: 'client:crash', causation: 'request:crash' };
      const result = await core.engine.submit({ subjectId: id, command: command as Parameters<typeof core.engine.submit>[0]['command'] });
      return { status: result.kind === 'decided' ? 200 : result.kind === 'declined' ? 409 : 404, body: JSON.stringify({ kind: result.kind }) };
    }
    case 'hooks': {
      const { registry, database, clock } = core;
      const result = await receiveWebhook(id, Buffer.from(request.body), request.headers, { registry, database, clock, onBrought: () => undefined });
      return { status: result.kind === 'kept' ? 204 : result.kind === 'refused' ? 401 : 404, body: '' };
    }
    default:
      return { status: 404, body: '' };
  }
}

/** `POST /orders`: 202 only after the commit. */
async function acceptOrder({ headers, body }: Request, { core, idInAdvance }: Door): Promise<Answer> {
  const order = JSON.parse(body) as OrderRequest;
  const { routes, routeOfSchedule } = routeOrder(order, core);
  const accepting = core.engine.accept({
    client: clientId,
    key: headers['idempotency-key'] ?? '',
    fingerprint: createHash('sha256').update(body).digest(),
    channel: 'api',
    order,
    routes,
    routeOfSchedule,
    isShipComplete: false,
    ...(accounts.has(order.customer.id) && { naming: { from: accountsFrom, kinds: ['customer'] } }),
    actor: `client:${clientId}`,
    causation: 'request:crash',
  });
  if (idInAdvance) {
    accepting.catch(() => undefined);
    return { status: 202, body: JSON.stringify({ id: idInAdvance() }) };
  }
  const accepted = await accepting;
  if (accepted.kind === 'accepted') return { status: 202, body: accepted.text };
  return { status: 422, body: JSON.stringify(accepted) };
}

/** One route per warehouse, by the rules of the landscape. */
function routeOrder(order: OrderRequest, { landscape, registry }: HubCore): { readonly routes: readonly Route[]; readonly routeOfSchedule: readonly number[] } {
  const rules = landscape.routes.filter(({ when }) => when?.customer === order.customer.id);
  const used = rules.filter(({ warehouse }) => order.lines.some((line) => line.warehouse === warehouse));
  const routes = used.map(({ system, warehouse, fulfilment }): Route => {
    const { steps, can, keepsInvoices } = registry.capabilitiesOf(system, fulfilment);
    return { system, warehouse, ...(fulfilment !== undefined && { fulfilment }), steps, can, keepsInvoices, isAsked: true };
  });
  return { routes, routeOfSchedule: order.lines.map((line) => used.findIndex(({ warehouse }) => warehouse === line.warehouse)) };
}
