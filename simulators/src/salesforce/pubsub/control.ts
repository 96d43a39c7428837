import type { Bus } from './bus.ts';
import type { Gap } from './tell.ts';

/** Faults of the event bus, and what it is doing. */
export type PubSubControl = {
  /** The next events are delivered twice. */
  readonly duplicateNext: (events: number) => void;
  /** What is before this replay id (its number in decimal digits) is past its retention, or all there is. Throws an error on other text. */
  readonly expireBefore: (replay: string) => void;
  /** Tells a gap about these records, a GAP_UPDATE unless another type is named. Throws an error on an unknown object. */
  readonly gap: (object: string, ids: readonly string[], type?: Gap['type']) => void;
  /** The next changes are told as gaps instead. */
  readonly gapNext: (changes: number) => void;
  /** All subscriptions fall silent, keepalives too, for so long; the connections stay. */
  readonly stall: (ms: number) => void;
  /** Cuts every connection. */
  readonly drop: () => void;
  readonly status: () => PubSubStatus;
};
/** What the bus keeps, and who listens. Replay ids in decimal digits. */
export type PubSubStatus = {
  readonly connections: number;
  readonly streams: number;
  readonly retainedEvents: number;
  readonly floor: string;
  readonly tip: string;
};

/** The wires under the bus. */
export type Wires = { readonly cut: () => void; readonly count: () => number };

/** Makes the control; `end` forgets a stall that is under way. */
export function createControl({ log, faults, teller, streams }: Bus, wires: Wires): { readonly control: PubSubControl; readonly end: () => void } {
  let stall: NodeJS.Timeout | undefined;
  const wakeAll = () => {
    faults.isStalled = false;
    for (const { wake } of streams) wake();
  };
  const control: PubSubControl = {
    duplicateNext: (events) => {
      faults.duplicatesLeft = events;
    },
    expireBefore: (replay) => {
      if (replay !== 'all' && !/^\d{1,16}$/.test(replay)) throw new Error("replay: must be decimal digits or 'all'");
      log.expireBefore(replay === 'all' ? 'all' : Number(replay));
    },
    gap: (object, ids, type = 'GAP_UPDATE') => teller.tellGap({ object, ids, type }),
    gapNext: teller.gapNext,
    stall: (ms) => {
      clearTimeout(stall);
      faults.isStalled = true;
      stall = setTimeout(wakeAll, ms);
    },
    drop: wires.cut,
    status: () => ({
      connections: wires.count(),
      streams: streams.size,
      retainedEvents: log.retained(),
      floor: String(log.floor()),
      tip: String(log.tip()),
    }),
  };
  return { control, end: () => clearTimeout(stall) };
}
