import type { CallBudget } from '@crossdock/connector-kit';
import type { ApiDeps } from './deps.ts';

/** What the systems with a limit of calls said of it last to this node; those that have said nothing yet are missing. */
export function callsOf({ systems, clock }: Pick<ApiDeps, 'systems' | 'clock'>): readonly (CallBudget & { readonly system: string })[] {
  const now = clock.now();
  return systems.all.flatMap(({ id, connector }) => {
    const budget = connector.calls?.(now);
    return budget ? [{ ...budget, system: id }] : [];
  });
}
