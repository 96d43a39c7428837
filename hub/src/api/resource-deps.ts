import type { ShowDeps } from '../insight/index.ts';
import type { AcceptDeps, ChangeDeps } from '../intake/index.ts';
import type { Clock } from '../platform/index.ts';
import type { ApiDeps } from './deps.ts';

/** What intake's verbs need. Throws for a system that is not in the landscape. */
export function intakeDeps({ engine, landscape, systems, database, clock }: ApiDeps): AcceptDeps & ChangeDeps & { readonly clock: Clock } {
  const capabilities = new Map(systems.map((system) => [system.id, system.capabilities]));
  return {
    engine,
    landscape,
    clock,
    pool: database.pool,
    capabilitiesOf: (system) => {
      const known = capabilities.get(system);
      if (!known) throw new Error(`A route names the system ${system}, which is not in the landscape.`);
      return known;
    },
  };
}

/** What showing orders needs. */
export function showDeps({ database, systems }: Pick<ApiDeps, 'database' | 'systems'>): ShowDeps {
  const byId = new Map(systems.map((system) => [system.id, system]));
  return { pool: database.pool, ownerOf: (system) => byId.get(system)?.owner ?? 'integration', gradesOf: (system) => byId.get(system)?.grades ?? {} };
}
