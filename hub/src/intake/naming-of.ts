import type { Landscape } from '@crossdock/connector-kit';
import type { NewOrder } from '../engine/index.ts';

/** Whose names the orders of a channel bear, and which of them; undefined where they bear the systems' own. `channel`: as the order says, a channel's id or its system. */
export function namingOf(channel: string, { channels }: Pick<Landscape, 'channels'>): NewOrder['naming'] {
  const declared = channels.find(({ id }) => id === channel) ?? channels.find(({ system }) => system === channel);
  const kinds = declared?.resolves ?? [];
  return declared && kinds.length > 0 ? { from: declared.system, kinds } : undefined;
}
