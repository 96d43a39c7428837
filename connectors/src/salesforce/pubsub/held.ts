import type { FetchResponse, ProducerEvent } from './messages.ts';

/** Behind what events are wanted. Replay ids are opaque bytes, in base64 here. */
export type Place = { readonly kind: 'earliest' } | { readonly kind: 'behind'; readonly replay: string };

/** An event, or with none a keepalive: nothing before its replay id is still to come. */
export type Held = { readonly replay: string; readonly event?: ProducerEvent };

/** What came and was not followed up to yet. */
export type HeldEvents = {
  readonly take: (response: FetchResponse) => void;
  /** Lets go of everything up to the place; false when that place is none of ours. */
  readonly followUpTo: (place: Place) => boolean;
  /** Forgets all; undefined: no place is ours any more. */
  readonly restart: (place: Place | undefined) => void;
  /** Behind this place goes the stream on. */
  readonly last: () => Place | undefined;
  readonly list: () => readonly Held[];
  /** How many events are held, keepalives not counted. */
  readonly events: () => number;
};

/** Holds what one subscription brings. */
export function createHeld(): HeldEvents {
  let base: Place | undefined;
  let list: readonly Held[] = [];
  const last = (): Place | undefined => {
    const newest = list.at(-1);
    return newest === undefined ? base : { kind: 'behind', replay: newest.replay };
  };
  return {
    take: ({ events, latestReplayId }) => {
      if (events.length === 0) {
        const replay = latestReplayId.toString('base64');
        if (replay === '' || isAt(last(), replay)) return;
        list = [...(list.at(-1)?.event === undefined ? list.slice(0, -1) : list), { replay }];
        return;
      }
      const came = events.flatMap(({ event, replayId }): readonly Held[] => (event === null ? [] : [{ replay: replayId.toString('base64'), event }]));
      const seen = new Set(list.map(({ replay }) => replay));
      list = [...list, ...came.filter(({ replay }) => !isAt(base, replay) && !seen.has(replay) && seen.add(replay))];
    },
    followUpTo: (place) => {
      if (base === undefined) return false;
      if (place.kind === 'earliest') return base.kind === 'earliest';
      if (isAt(base, place.replay)) return true;
      const index = list.findIndex(({ replay }) => replay === place.replay);
      if (index < 0) return false;
      [base, list] = [place, list.slice(index + 1)];
      return true;
    },
    restart: (place) => {
      [base, list] = [place, []];
    },
    last,
    list: () => list,
    events: () => list.filter(({ event }) => event !== undefined).length,
  };
}

const isAt = (place: Place | undefined, replay: string): boolean => place?.kind === 'behind' && place.replay === replay;
