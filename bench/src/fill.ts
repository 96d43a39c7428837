import type pg from 'pg';

/** How many orders one statement copies. */
const chunkOrders = 20_000;

/**
 * Fills a hub's database with finished orders: copies of its newest one with other ids, older by a millisecond each, in every
 * table that keeps history. All but a few thousand are closed, as in an installation that has run for a year.
 */
export async function fill(client: pg.Client, orders: number, tell: (line: string) => void): Promise<void> {
  await client.query('set synchronous_commit = off');
  await client.query('set statement_timeout = 0');
  await client.query(
    `create temp table pattern as select id, (select min(e.reference) from effects e where e.subject_id = s.id) as reference,
            (select key from idempotency i where i.subject_id = s.id limit 1) as key from subjects s order by id desc limit 1`,
  );
  await client.query('create temp table copies (no int primary key, id uuid not null, tag text not null)');
  for (let from = 1; from <= orders; from += chunkOrders) {
    const to = Math.min(orders, from + chunkOrders - 1);
    await client.query('begin');
    await client.query('truncate copies');
    await client.query(
      `insert into copies select n, uuidv7(make_interval(secs => -400 * 86400.0 + n / 1000.0)), lpad(n::text, 10, '0') from generate_series($1::int, $2::int) n`,
      [from, to],
    );
    for (const statement of copyStatements) await client.query(statement);
    await client.query('commit');
    if (to % (chunkOrders * 10) === 0) tell(`${to} orders filled in`);
  }
  // The sequencer finds its place by the feed itself.
  await client.query('truncate feed');
  await client.query('insert into feed (position, subject_id, seq) select row_number() over (order by n), subject_id, seq from events order by n');
  await client.query(`delete from duties where name = 'sequencer'`);
  await client.query('drop table pattern, copies');
  await client.query('vacuum analyze');
}

const renamed = (column: string) => `replace(replace(${column}, p.id::text, c.id::text), p.key, 'filled-' || c.tag)`;

const copyStatements: readonly string[] = [
  `insert into subjects (id, kind, flow_version, state_schema, version, state, chain_head, wake_at, closed_at)
   select c.id, s.kind, s.flow_version, s.state_schema, s.version, ${renamed('s.state')}, s.chain_head,
          case when c.no % 500 = 0 then s.wake_at end, case when c.no % 500 <> 0 then clock_timestamp() end
   from copies c, pattern p join subjects s on s.id = p.id order by c.id`,
  `insert into events (subject_id, seq, type, at, actor, causation, body, salt, digest, hash)
   select c.id, e.seq, e.type, e.at, e.actor, e.causation, ${renamed('e.body')}, e.salt, e.digest, e.hash
   from copies c, pattern p join events e on e.subject_id = p.id order by c.id, e.seq`,
  `insert into idempotency (client, key, fingerprint, subject_id, answer, expires_at)
   select i.client, 'filled-' || c.tag, i.fingerprint, c.id, ${renamed('i.answer')}, i.expires_at
   from copies c, pattern p join idempotency i on i.subject_id = p.id order by c.id`,
  `insert into po_claims (customer, po, part, first_subject)
   select o.customer, 'PO-filled-' || c.tag, o.part, c.id from copies c, pattern p join po_claims o on o.first_subject = p.id order by c.id`,
  `insert into refs (system, kind, value, subject_id)
   select r.system, r.kind, 'filled-' || c.tag || '-' || r.kind, c.id from copies c, pattern p join refs r on r.subject_id = p.id order by c.id`,
  `insert into effects (subject_id, key, op, system, limiter, class, status, due_at, reference, body, body_digest, attempt, node_epoch, settled_at, outcome, flow_version)
   select c.id, e.key, e.op, e.system, e.limiter, e.class, e.status, e.due_at, case when e.reference is not null then 'FILLED' || c.tag end,
          ${renamed('e.body')}, e.body_digest, e.attempt, e.node_epoch, e.settled_at, ${renamed('e.outcome')}, e.flow_version
   from copies c, pattern p join effects e on e.subject_id = p.id order by c.id`,
  `insert into inbox (source, message_id, part, received_at, status, subject_id, message, raw, detail)
   select i.source, 'filled-' || c.tag, i.part, i.received_at, i.status, c.id, i.message, i.raw, i.detail
   from copies c, pattern p join inbox i on i.subject_id = p.id and i.status = 'done' order by c.id`,
];
