import type { Landscape } from '@crossdock/connector-kit';
import { landscape } from '@crossdock/landscape';
import type { ContenderInput } from './input.ts';

/** The example landscape with the ERP alone: no warehouse system, so that an order is done when the ERP has it. */
export function benchLandscape({
  validation,
  erpConcurrency,
  erpPerSecond,
}: Pick<ContenderInput, 'validation' | 'erpConcurrency' | 'erpPerSecond'>): Landscape {
  return {
    ...landscape,
    version: 'bench',
    policy: { ...landscape.policy, validation },
    systems: landscape.systems
      .filter((system) => system.id === 'erp')
      .map((system) => ({ ...system, limiters: { default: { concurrency: erpConcurrency, ...(erpPerSecond !== undefined && { perSecond: erpPerSecond }) } } })),
    routes: [{ system: 'erp', warehouse: 'EDC' }],
    clients: [],
    channels: [],
  };
}
