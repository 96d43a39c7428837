import type { ClientBase } from 'pg';
import type { OrderCommand } from '../../orders/index.ts';
import { type Clock, newId, type Transact } from '../../platform/index.ts';
import { type EffectRow, type EffectUpdate, insertAttempts, instructionOf, lockEffects, updateEffects } from '../../systems/index.ts';
import { loadWithin } from '../load-references.ts';
import { lockReferences } from '../reference-lock.ts';
import { wakeWaits } from '../waits.ts';
import { creationOp, type NewName, nameOfReference } from './creation.ts';
import { isWanted } from './known-names.ts';

type Outcome = Extract<OrderCommand, { readonly kind: 'confirmed' | 'refused' | 'stopped' | 'absent' }>;

/** How the creation of a customer ended; `fence` as its claim had it. */
export type CreationOutcome = { readonly id: string; readonly command: Outcome; readonly fence: { readonly nodeEpoch: string; readonly attempt: number } };

/** A customer that is there twice: made by us, while a person has said that it is another one. */
export type SurplusCustomer = NewName & { readonly made: string; readonly known: readonly string[] };

/** What settling needs; `callPerson` within the same transaction. */
export type SettleCreationDeps = {
  readonly transact: Transact;
  readonly clock: Clock;
  readonly callPerson: (client: ClientBase, surplus: SurplusCustomer) => Promise<void>;
};

/**
 * Settles it in one transaction: with the confirmation comes the cross-reference, and with that every order goes on that waits for it. A
 * "no" has the orders looked at again, so that they say why. Whoever lost the claim changes nothing, unless the customer is there.
 */
export function settleCreation({ id, command, fence }: CreationOutcome, deps: SettleCreationDeps): Promise<void> {
  return deps.transact('customer.settle', async (client) => {
    await lockReferences(client, 'loader');
    const row = (await lockEffects(client, [id])).get(id)?.find(({ key }) => key === command.key);
    const effect = row && (await instructionOf({ order: id, key: row.key }, { pool: client }));
    if (!row || effect?.body.op !== creationOp) return;
    const isOpen = row.status === 'claimed' || row.status === 'doubt';
    if (!isOpen || row.attempt !== fence.attempt || row.nodeEpoch !== fence.nodeEpoch) {
      const evidence = { subjectId: id, key: row.key, ...fence, answerClass: `late ${command.kind}`, evidence: JSON.stringify(withoutBody(command)) };
      await insertAttempts(client, [evidence]);
      if (command.kind !== 'confirmed' || row.status === 'confirmed') return;
    }
    const name = { ...nameOfReference(effect.body.customer.reference), to: effect.system };
    await settle(client, { id, row, name, command: lastWord(row, command) }, deps);
  });
}

/** A probe says that nothing is there: the refusal that waited for it was the last word. */
function lastWord({ pendingRefusal }: EffectRow, command: Outcome): Outcome {
  return command.kind === 'absent' && pendingRefusal !== null ? (JSON.parse(pendingRefusal) as Outcome) : command;
}

type Settling = { readonly id: string; readonly row: EffectRow; readonly name: NewName; readonly command: Outcome };

async function settle(client: ClientBase, { id, row, name, command }: Settling, deps: SettleCreationDeps): Promise<void> {
  const update = async (status: EffectUpdate['status'], due: EffectUpdate['due']) => {
    const everDoubt = row.everDoubt || row.status === 'doubt';
    const outcome = command.kind === 'absent' ? {} : { outcome: JSON.stringify(withoutBody(command)) };
    await updateEffects(client, [{ subjectId: id, key: row.key, status, reopened: row.reopened, everDoubt, due, ...outcome }]);
  };
  const wake = () => wakeWaits(client, [{ kind: 'customer', ...name }], newId());
  switch (command.kind) {
    case 'confirmed':
      await update('confirmed', 'kept');
      return learn(client, name, command, deps);
    case 'refused':
      await update('refused', 'kept');
      await wake();
      return;
    case 'stopped':
      // Undecided it stays until a person or a probe knows.
      await (command.why === 'undecidable' ? update('doubt', 'never') : update('failed', 'kept'));
      await wake();
      return;
    case 'absent':
      return (await isWanted(client, name)) ? update('ready', 'now') : update('withdrawn', 'kept');
    default:
      return command satisfies never;
  }
}

type Confirmed = Extract<Outcome, { readonly kind: 'confirmed' }>;

/** The customer's name there from now on, unless somebody has given it one meanwhile: two would leave every order in doubt which is meant. */
async function learn(client: ClientBase, name: NewName, { document, differences }: Confirmed, { clock, callPerson }: SettleCreationDeps): Promise<void> {
  const { id: made } = document;
  const { rows } = await client.query<{ to_name: string }>(
    `select distinct to_name from cross_references where kind = 'customer' and from_system = $1 and from_name = $2 and to_system = $3 order by to_name`,
    [name.from, name.name, name.to],
  );
  const known = rows.map((row) => row.to_name);
  if (known.includes(made)) return;
  if (known.length > 0) return callPerson(client, { ...name, made, known });
  const row = { kind: 'customer', from: { system: name.from, name: name.name }, to: { system: name.to, name: made }, isDefault: false, remove: false } as const;
  const otherwise = differences.map(({ text }) => `; ${text}`).join('');
  await loadWithin(client, { rows: [row], actor: 'system:customers', reason: `the hub has created customer ${made} in ${name.to}${otherwise}` }, clock);
}

function withoutBody(command: Outcome): object {
  const { at: _at, actor: _actor, causation: _causation, ...rest } = command;
  return 'body' in rest ? { ...rest, body: undefined } : rest;
}
