import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { BookOrder, Peer } from './peers.ts';
import type { Findings } from './scenario.ts';

type Unknown = { readonly subject_id: string; readonly key: string; readonly reference: string; readonly body: string; readonly is_asked: boolean };

/** Grade C: the creates whose outcome nobody knows, and those of them for which a person was asked. */
export async function findUnknowns(pool: pg.Pool): Promise<Pick<Findings, 'unknownC' | 'askedC'>> {
  const rows = await readUnknowns(pool);
  const nameOf = ({ subject_id, key }: Unknown) => `${subject_id} ${key}`;
  return { unknownC: rows.map(nameOf), askedC: rows.filter((row) => row.is_asked).map(nameOf) };
}

/** A person looks into the ERP's book for each of them, and says what is so: it is there, or it may be sent again. */
export async function answerUnknowns(pool: pg.Pool, erp: Peer, urls: () => readonly string[]): Promise<void> {
  const { documents } = await erp.book();
  const live = (documents['sales-order'] ?? []).filter(({ state }) => state !== 'cancelled');
  for (const unknown of (await readUnknowns(pool)).filter((row) => row.is_asked)) {
    const [url] = urls();
    if (url === undefined) throw new Error('No node is up to take a remedy.');
    const document = live.find(({ reference }) => reference === unknown.reference);
    const response = await fetch(`${url}/commands/${unknown.subject_id}`, { method: 'POST', body: JSON.stringify(remedyOf(unknown, document)) });
    if (!response.ok) throw new Error(`The remedy for ${unknown.key} was answered with ${response.status}: ${await response.text()}`);
  }
}

function remedyOf({ key, body }: Unknown, document: BookOrder | undefined): object {
  const reason = `looked into the ERP (${randomUUID()})`;
  if (!document) return { kind: 'resend', key, reason };
  const { id, number } = document;
  return { kind: 'confirm-by-hand', system: 'erp-c', key, reason, body: JSON.parse(body) as object, document: { id, number } };
}

async function readUnknowns(pool: pg.Pool): Promise<readonly Unknown[]> {
  const { rows } = await pool.query<Unknown>(
    `select e.subject_id, e.key, e.reference, e.body,
            exists (select 1 from exceptions x where x.subject_id = e.subject_id and x.key = 'in-doubt:' || e.key and x.closed_at is null) as is_asked
     from effects e where e.system = 'erp-c' and e.op = 'create' and e.ever_doubt order by e.subject_id, e.key`,
  );
  return rows;
}
