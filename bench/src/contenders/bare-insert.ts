// The least that can be called "accepted": Fastify, and one INSERT per request.
import { randomUUID } from 'node:crypto';
import fastify from 'fastify';
import pg from 'pg';
import { readInput, serveUntilTold } from './input.ts';

const { connection, connections } = readInput();
const pool = new pg.Pool({ ...connection, max: connections });
await pool.query(
  'create table if not exists orders (id uuid primary key, key text not null, body text not null, received_at timestamptz not null default now())',
);

const app = fastify({ logger: false });
app.post('/v1/orders', async (request, reply) => {
  const id = randomUUID();
  await pool.query({
    name: 'insert',
    text: 'insert into orders (id, key, body) values ($1, $2, $3)',
    values: [id, request.headers['idempotency-key'], JSON.stringify(request.body)],
  });
  return reply.code(202).send({ id });
});
serveUntilTold(await app.listen({ port: 0, host: '127.0.0.1' }), async () => {
  await app.close();
  await pool.end();
});
