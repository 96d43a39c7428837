// What a good team writes in an afternoon: the order and its job in one transaction, and a worker that calls the ERP.
import { randomUUID } from 'node:crypto';
import fastify from 'fastify';
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import pg from 'pg';
import { Agent, request as send } from 'undici';
import { readInput, serveUntilTold } from './input.ts';

const { connection, connections, erp, erpConcurrency } = readInput();
if (!erp) throw new Error('The bare job needs an ERP.');
const pool = new pg.Pool({ ...connection, max: connections });
const quiet = new Logger(() => () => undefined);
const utils = await makeWorkerUtils({ pgPool: pool, logger: quiet });
await utils.migrate();
await pool.query(
  `create table if not exists orders (id uuid primary key, key text not null unique, body jsonb not null, status text not null default 'received', document text, received_at timestamptz not null default now())`,
);

const app = fastify({ logger: false });
app.post('/v1/orders', async (request, reply) => {
  const id = randomUUID();
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query({
      name: 'insert',
      text: 'insert into orders (id, key, body) values ($1, $2, $3)',
      values: [id, request.headers['idempotency-key'], JSON.stringify(request.body)],
    });
    await client.query({ name: 'add', text: `select from graphile_worker.add_job('create', json_build_object('id', $1::text))`, values: [id] });
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
  return reply.code(202).send({ id });
});

type Stored = {
  readonly customer: { readonly id: string };
  readonly currency: string;
  readonly requestedDate: string;
  readonly shipTo: { readonly id: string };
  readonly lines: readonly {
    readonly item: string;
    readonly quantity: { readonly value: string; readonly unit: string };
    readonly price: { readonly amount: string };
  }[];
};

const dispatcher = new Agent({ connections: erpConcurrency });
const headers = { authorization: `Bearer ${erp.token}`, 'content-type': 'application/json' };

async function create(payload: unknown): Promise<void> {
  const { id } = payload as { readonly id: string };
  const { rows } = await pool.query<{ body: Stored }>({ name: 'read', text: 'select body from orders where id = $1', values: [id] });
  const order = rows[0]?.body;
  if (!order) throw new Error(`no order ${id}`);
  const lines = order.lines.map((line, index) => ({
    key: String(index + 1),
    item: line.item,
    quantity: line.quantity.value,
    unit: line.quantity.unit,
    price: line.price.amount,
  }));
  const { currency, requestedDate } = order;
  const body = { reference: id, customer: order.customer.id, shipTo: order.shipTo.id, warehouse: 'EDC', currency, requestedDate, lines };
  const answer = await send(`${erp?.url}/sales-orders`, { method: 'POST', headers, body: JSON.stringify(body), dispatcher });
  const document = (await answer.body.json()) as { readonly number?: string };
  if (answer.statusCode !== 201) throw new Error(`the ERP said ${answer.statusCode}`);
  await pool.query({ name: 'update', text: `update orders set status = 'confirmed', document = $2 where id = $1`, values: [id, document.number] });
}

const runner = await run({ pgPool: pool, concurrency: erpConcurrency, logger: quiet, noHandleSignals: true, taskList: { create } });
serveUntilTold(await app.listen({ port: 0, host: '127.0.0.1' }), async () => {
  await app.close();
  await runner.stop();
  await utils.release();
  await pool.end();
  await dispatcher.close();
});
