/** A signal within the process: who waits is woken, and a ring that nobody heard ends the next wait at once. */
export type Bell = { readonly ring: () => void; readonly wait: (ms: number, signal: AbortSignal) => Promise<void> };

/** A bell with one listener. */
export function newBell(): Bell {
  let isRung = false;
  let wake: (() => void) | undefined;
  const wait = async (ms: number, signal: AbortSignal) => {
    if (!isRung && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        signal.addEventListener('abort', wake, { once: true });
      });
      if (wake) signal.removeEventListener('abort', wake);
      wake = undefined;
    }
    isRung = false;
  };
  const ring = () => {
    isRung = true;
    wake?.();
  };
  return { ring, wait };
}
