import type { Landscape } from '@crossdock/connector-kit';
import type { BurstCap } from '../systems/index.ts';

/** The least and most that a cap can say. */
export const burstLimits = { salesMax: 1_000_000, withinMinutes: 1_440 } as const;

/**
 * The caps of channels by the system that their messages come from. Throws an Error that names the channel and the field: a cap that
 * is not what somebody meant must be seen at the start.
 */
export function burstCapsOf({ channels, systems }: Pick<Landscape, 'channels' | 'systems'>): ReadonlyMap<string, BurstCap> {
  const caps = new Map<string, BurstCap>();
  for (const { id, system, burst } of channels) {
    if (!burst) continue;
    if (id !== system || !systems.some((one) => one.id === system))
      throw new Error(`Channel ${id}: burst is for a channel whose sales a system brings, with the id of that system; what comes over the API is not capped.`);
    if (caps.has(system)) throw new Error(`Channel ${id}: burst is said twice.`);
    for (const name of ['salesMax', 'withinMinutes'] as const) {
      const value = burst[name];
      if (!Number.isInteger(value) || value < 1 || value > burstLimits[name])
        throw new Error(`Channel ${id}: burst.${name} is a whole number from 1 to ${burstLimits[name]}, not ${value}.`);
    }
    caps.set(system, { salesMax: burst.salesMax, withinMinutes: burst.withinMinutes });
  }
  return caps;
}
