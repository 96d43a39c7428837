import { setTimeout as sleep } from 'node:timers/promises';
import { type AcceptDeps, acceptBatch } from './accept-batch.ts';
import { createBatcher } from './batcher.ts';
import { Busy, type SubmitDeps, submitBatch } from './submit-batch.ts';
import type { Engine, NewOrder, Submission, Submitted } from './types.ts';

/** Sizes of the engine's batches. Few run at once: a transaction that shares its commit beats many that wait for each other. */
export const engineLimits = {
  acceptItemsMax: 128,
  acceptConcurrencyMax: 5,
  submitItemsMax: 128,
  submitConcurrencyMax: 2,
  waitingMax: 20_000,
  busyTriesMax: 200,
  busyWaitMs: 10,
} as const;

/** What the engine tells after each commit, so that this node need not wait for its polls. */
export type Signals = { readonly onCommitted: () => void };

/** The one writer of orders: new ones and commands to known ones, batched over everybody who calls. */
export function createEngine(deps: AcceptDeps & SubmitDeps, signals: Signals): Engine {
  const accepts = createBatcher<NewOrder, Awaited<ReturnType<Engine['accept']>>>(
    async (orders) => {
      const results = await acceptBatch(orders, deps);
      signals.onCommitted();
      return results;
    },
    { itemsMax: engineLimits.acceptItemsMax, concurrencyMax: engineLimits.acceptConcurrencyMax, waitingMax: engineLimits.waitingMax },
  );
  const submits = createBatcher<Submission, Submitted>(
    async (submissions) => {
      const results = await submitBatch(submissions, deps);
      signals.onCommitted();
      return results;
    },
    { itemsMax: engineLimits.submitItemsMax, concurrencyMax: engineLimits.submitConcurrencyMax, waitingMax: engineLimits.waitingMax },
  );
  const submit = async (submission: Submission): Promise<Submitted> => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await submits.add(submission);
      } catch (error) {
        if (!(error instanceof Busy) || tries >= engineLimits.busyTriesMax) throw error;
        await sleep(engineLimits.busyWaitMs);
      }
    }
  };
  return {
    accept: (order) => accepts.add(order),
    submit,
    close: async () => {
      await accepts.close();
      await submits.close();
    },
  };
}
