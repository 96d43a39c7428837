import type { Creation, Order } from '../../orders/index.ts';
import { jsonTexts, plainArray, type Queryable, textsOf } from '../../platform/index.ts';
import { digestOf, type EffectStatus } from '../../systems/index.ts';
import { creationId, creationKey, creationOp, type NewName, newCustomer } from './creation.ts';
import { knownAmong } from './known-names.ts';

/** A customer that an order waits for, with what it tells of it. `isAgain`: it has waited before, so what was refused stays refused. */
export type WantedCustomer = NewName & Pick<Order, 'party' | 'shipTo'> & { readonly isAgain: boolean };

/** Where the policy has customers created, and which limiter of the system bears that. */
export type CreationRules = { readonly creates: (system: string) => boolean; readonly limiterOf: (system: string) => string };

type Wish = WantedCustomer & { readonly id: string };

/**
 * Has customers created that are new in their systems: each once, however many orders ask. Answers by `creationId` what comes of it; a
 * customer of which any cross-reference says something is not new, and left out. Within the commit that has the orders wait, which
 * holds the references' lock: a load is before or after all of this.
 */
export async function wantCustomers(client: Queryable, wanted: readonly WantedCustomer[], rules: CreationRules): Promise<ReadonlyMap<string, Creation>> {
  const allowed = wanted.filter(({ to }) => rules.creates(to)).map((one): Wish => ({ ...one, id: creationId(one) }));
  if (allowed.length === 0) return new Map();
  const known = await knownAmong(client, allowed);
  const fresh = allowed.filter(({ id }) => !known.has(id));
  const [first, again] = [fresh.filter((wish) => !wish.isAgain), fresh.filter((wish) => wish.isAgain)];
  await write(client, first, false, rules);
  await write(client, again, true, rules);
  const rows = await readThere(client, fresh);
  return new Map(fresh.map((wish) => [wish.id, whatComesOf(wish, rows.get(wish.id))]));
}

/**
 * What was never sent takes the newest details. What was refused is tried again with other ones, but only for a sale that is new
 * (`isAgain` false): two that differ would take turns for ever.
 */
async function write(client: Queryable, wishes: readonly Wish[], isAgain: boolean, rules: CreationRules): Promise<void> {
  const told = wishes.flatMap((wish) => {
    const customer = newCustomer(wish, wish);
    return customer === undefined ? [] : [{ wish, body: JSON.stringify({ op: creationOp, customer }) }];
  });
  if (told.length === 0) return;
  const sorted = [...new Map(told.map((one) => [one.wish.id, one])).values()].sort((a, b) => (a.wish.id < b.wish.id ? -1 : 1));
  await client.query({
    name: 'want-customers',
    text: `insert into effects as e (subject_id, key, op, system, limiter, class, status, due_at, body, body_digest, flow_version)
           select s, k, $7, y, l, 'live', 'ready', clock_timestamp(), b, decode(d, 'hex'), 1
           from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], ${textsOf('$5')}, $6::text[]) as t (s, k, y, l, b, d)
           on conflict (subject_id, key) do update set status = 'ready', due_at = clock_timestamp(), body = excluded.body, body_digest = excluded.body_digest,
             failures = 0, outcome = null, settled_at = null
             where e.status = 'withdrawn' or (not $8 and e.body_digest <> excluded.body_digest and (e.status = 'refused' or (e.status = 'ready' and e.attempt = 0)))`,
    values: [
      plainArray(sorted.map(({ wish }) => wish.id)),
      sorted.map(({ wish }) => creationKey(wish)),
      sorted.map(({ wish }) => wish.to),
      sorted.map(({ wish }) => rules.limiterOf(wish.to)),
      jsonTexts(sorted.map(({ body }) => body)),
      sorted.map(({ body }) => digestOf(body)),
      creationOp,
      isAgain,
    ],
  });
}

/** What the ledger has; `isMoving`: it goes on by itself. */
type There = { readonly id: string; readonly status: EffectStatus; readonly isMoving: boolean; readonly outcome: string | null };

async function readThere(client: Queryable, wishes: readonly Wish[]): Promise<ReadonlyMap<string, There>> {
  const { rows } = await client.query<There>({
    name: 'customers-there',
    text: 'select subject_id as id, status, isfinite(due_at) as "isMoving", outcome from effects where subject_id = any($1::uuid[])',
    values: [wishes.map((wish) => wish.id)],
  });
  return new Map(rows.map((row) => [row.id, row]));
}

function whatComesOf({ to }: NewName, there: There | undefined): Creation {
  const untold: Creation = { kind: 'impossible', why: 'It is not created there, because the sale does not say what the customer is called.' };
  if (!there) return untold;
  switch (there.status) {
    case 'ready':
    case 'claimed':
      return { kind: 'on-its-way' };
    case 'doubt':
      return there.isMoving ? { kind: 'on-its-way' } : { kind: 'stopped', why: `Whether ${to} has it as a new customer is not known: ${saidIn(there)}` };
    case 'refused':
      return { kind: 'stopped', why: `${to} does not take it as a new customer: ${saidIn(there)}` };
    case 'failed':
      return { kind: 'stopped', why: `It could not be created there: ${saidIn(there)}` };
    case 'confirmed':
      return { kind: 'impossible', why: 'It was created there, and somebody has taken its cross-reference away.' };
    case 'withdrawn':
    case 'abandoned':
      return untold;
    default:
      return there.status satisfies never;
  }
}

/** The words of the outcome, as `settleCreation` has kept them. */
function saidIn({ outcome }: There): string {
  const {
    code,
    message = 'nobody has said why.',
    field,
  } = JSON.parse(outcome ?? '{}') as { readonly code?: string; readonly message?: string; readonly field?: string };
  return `${code === undefined ? '' : `${code}: `}${message}${field === undefined ? '' : ` (${field})`}`;
}
