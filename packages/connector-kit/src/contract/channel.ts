import { afterEach, describe, expect, it } from 'vitest';
import type { ChannelScene } from './scene.ts';
import { writeOperationContract } from './write-operation.ts';

/** What every channel that is told of shipments promises. Registers tests; call it once per scene. */
export function channelContract(scene: ChannelScene): void {
  const { channel } = scene.connector;
  describe('tells a channel', () => {
    it('offers the port', () => expect(channel).toBeDefined());
    if (channel?.fulfil === undefined) return;
    afterEach(() => scene.faults.clear());
    const prepare = async () => ({ op: 'fulfil', reference: scene.nextReference(), ...(await scene.orderToFulfil()) }) as const;
    writeOperationContract(scene, { op: 'fulfil', operation: channel.fulfil, prepare });
  });
}
