import { pause } from './platform/index.ts';
import type { Timings } from './systems/index.ts';

type Deps = { readonly timings: Pick<Timings, 'heartbeatMs'>; readonly onError: (where: string, error: Error) => void };

/** Does it again and again until the signal, whatever comes of it: a lease that was not renewed ends by itself. */
export async function beat({ timings, onError }: Deps, once: () => Promise<void>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await once();
    } catch (error) {
      onError('heartbeat', error as Error);
    }
    await pause(timings.heartbeatMs, signal);
  }
}
