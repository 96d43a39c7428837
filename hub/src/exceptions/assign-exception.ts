import { type Clock, listActions, type OperatorAction, type Queryable, recordAction, type Transact } from '../platform/index.ts';

type Deps = { readonly transact: Transact; readonly clock: Clock };

/** What a person says about an exception, with who says it. */
export type ByPerson = { readonly id: string; readonly actor: string; readonly reason: string };

/** Most notes and actions that one listing shows. */
export const notesMax = 200;

/** Gives an open exception to somebody, or back to its owner (assignee null). Audited. `onAssigned` does what else belongs to the same transaction. */
export function assignException(
  what: ByPerson & { readonly assignee: string | null },
  {
    transact,
    clock,
    onAssigned,
  }: Deps & { readonly onAssigned: (client: Queryable, assigned: { readonly order: string; readonly key: string }) => Promise<void> },
): Promise<'done' | 'not-open'> {
  return transact('exceptions.assign', async (client) => {
    const { rows } = await client.query<{ order: string; key: string }>(
      'update exceptions set assignee = $2 where id = $1 and closed_at is null returning subject_id as "order", key',
      [what.id, what.assignee],
    );
    const assigned = rows[0];
    if (!assigned) return 'not-open';
    const reason = `${what.assignee ?? 'nobody'}: ${what.reason}`;
    await recordAction(client, { at: clock.now(), actor: what.actor, action: 'assign', target: targetOf(what.id), reason });
    await onAssigned(client, assigned);
    return 'done';
  });
}

/** Adds a note; notes are kept in the chain of operator actions, so nobody rewrites them. */
export function noteException({ id, actor, reason }: ByPerson, { transact, clock }: Deps): Promise<void> {
  return transact('exceptions.note', (client) => recordAction(client, { at: clock.now(), actor, action: 'note', target: targetOf(id), reason }));
}

/** What was noted and done about an exception, oldest first. */
export function listNotes({ id }: { readonly id: string }, { pool }: { readonly pool: Queryable }): Promise<readonly OperatorAction[]> {
  return listActions({ target: targetOf(id), limit: notesMax }, pool);
}

/** How the chain names an exception. */
export function targetOf(id: string): string {
  return `exception:${id}`;
}
