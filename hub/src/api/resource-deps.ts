import type { ShowDeps } from '../insight/index.ts';
import type { AcceptDeps, ChangeDeps } from '../intake/index.ts';
import type { Clock } from '../platform/index.ts';
import { gradesOf } from '../systems/index.ts';
import type { ApiDeps } from './deps.ts';

/** What intake's verbs need. */
export function intakeDeps({ engine, landscape, systems, database, clock }: ApiDeps): AcceptDeps & ChangeDeps & { readonly clock: Clock } {
  return { engine, landscape, clock, pool: database.pool, capabilitiesOf: systems.capabilitiesOf };
}

/** What showing orders needs. */
export function showDeps({ database, systems }: Pick<ApiDeps, 'database' | 'systems'>): ShowDeps {
  const owners = new Map(systems.all.map((system) => [system.id, system.owner]));
  const grades = new Map(systems.all.map((system) => [system.id, gradesOf(system.connector)]));
  return { pool: database.pool, ownerOf: (system) => owners.get(system) ?? 'integration', gradesOf: (system) => grades.get(system) ?? {} };
}
