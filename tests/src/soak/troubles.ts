import { setTimeout as sleep } from 'node:timers/promises';
import { StoryBroken } from '../stories/telling.ts';
import type { OrgAccess } from './house.ts';

/** What befalls the way between org and hub. */
export type Trouble = 'cut' | 'sign-out' | 'duplicates' | 'gaps' | 'silence' | 'refusal' | 'expiry' | 'overflow';

const ordinary: readonly Trouble[] = ['cut', 'sign-out', 'duplicates', 'gaps', 'silence', 'refusal'];

/** Which trouble a stretch of the day has: the expiry in the middle, an overflow behind it, the others in turn around them. Pure. */
export function troubleIn(stretch: number, stretches: number): Trouble | undefined {
  const middle = Math.floor(stretches / 2);
  if (stretch === 0) return undefined;
  if (stretch === middle) return 'expiry';
  if (stretch === middle + 1) return 'overflow';
  return ordinary[(stretch < middle ? stretch - 1 : stretch - 3) % ordinary.length];
}

/** The door by which the org's bus is troubled, and seen. */
export type BusDoor = {
  readonly setFaults: (faults: object) => Promise<void>;
  readonly endSessions: () => Promise<void>;
  /** Streams that are open. */
  readonly streams: () => Promise<number>;
  /** Calls of the last 24 hours, by the org's own count. */
  readonly calls: () => Promise<{ readonly used: number; readonly max: number }>;
};

type Figures = { readonly bus: { readonly streams: number }; readonly apiUsage: { readonly used: number; readonly max: number } };
const callMsMax = 30_000;

/** Opens it. */
export function openBusDoor({ control, token }: Pick<OrgAccess, 'control' | 'token'>): BusDoor {
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${control}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(callMsMax),
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new StoryBroken(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const figures = async (): Promise<Figures> => ((await call('GET', '/book?documents=none')) as { readonly figures: Figures }).figures;
  return {
    setFaults: async (faults) => void (await call('POST', '/faults', faults)),
    endSessions: async () => void (await call('POST', '/desk/sessions/expire', {})),
    streams: async () => (await figures()).bus.streams,
    calls: async () => (await figures()).apiUsage,
  };
}

/** One stream for each topic that the hub follows. */
const streamsWhenWell = 2;
const eventsStruck = 60;
const [silenceMs, refusalMs] = [3_000, 2_000];
const reconnectMsMax = 120_000;
/** By then streams that are cut are seen to be gone. */
const goneMsMax = 3_000;
const lookEveryMs = 100;

/** Does one of the troubles that need nothing else; answers how often the hub was seen to leave the bus and to come back. */
export async function makeTrouble(trouble: Exclude<Trouble, 'expiry'>, door: BusDoor): Promise<number> {
  switch (trouble) {
    case 'cut':
      return cut(door, {});
    case 'sign-out':
      await door.endSessions();
      return cut(door, {});
    case 'duplicates':
      await door.setFaults({ salesforce: { bus: { duplicate: eventsStruck } } });
      return 0;
    case 'gaps':
      await door.setFaults({ salesforce: { bus: { gapNext: eventsStruck } } });
      return 0;
    case 'overflow':
      await door.setFaults({ salesforce: { bus: { overflow: 'Quote' } } });
      return 0;
    case 'silence':
      return cut(door, { stallMs: silenceMs });
    case 'refusal': {
      await door.setFaults({ refuseConnections: true, salesforce: { bus: { drop: true } } });
      await sleep(refusalMs);
      await door.setFaults({});
      return reconnects(door);
    }
    default:
      return trouble satisfies never;
  }
}

/** Cuts all streams, and waits until the hub has opened them again. */
export async function cut(door: BusDoor, more: object): Promise<number> {
  await door.setFaults({ salesforce: { bus: { ...more, drop: true } } });
  return reconnects(door);
}

/** 1 where streams were missing and are there again; 0 where they came back before anybody looked. */
async function reconnects({ streams }: BusDoor): Promise<number> {
  let seenGone = 0;
  const beganMs = performance.now();
  for (;;) {
    const passedMs = performance.now() - beganMs;
    const isThere = (await streams()) >= streamsWhenWell;
    if (!isThere) seenGone = 1;
    if (isThere && (seenGone === 1 || passedMs > goneMsMax)) return seenGone;
    if (passedMs > reconnectMsMax) throw new StoryBroken(`The hub has not come back to the event bus within ${reconnectMsMax} ms.`);
    await sleep(lookEveryMs);
  }
}
