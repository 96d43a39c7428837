import { StoryBroken } from '../stories/telling.ts';
import type { House } from './house.ts';
import { type Look, untilSteady } from './look.ts';
import { inMegabytes, residentBytes } from './memory.ts';
import type { People } from './people.ts';
import { recordsMax } from './rest.ts';
import type { ToldEvents } from './told-events.ts';
import { type BusDoor, cut, makeTrouble, type Trouble, troubleIn } from './troubles.ts';

/** Where a day is played. */
export type Ground = { readonly house: House; readonly look: Look; readonly people: People; readonly door: BusDoor; readonly told: ToldEvents };
/** How many events there shall be, beside those that were there before. */
export type Amount = { readonly events: number; readonly seeded: number };
/** What befell the day. `forgotten`: up to this replay id the bus has forgotten all, before the hub had the last of it. */
export type Played = { readonly reconnects: number; readonly forgotten: number };

const [dayMs, hourMs] = [86_400_000, 3_600_000];
/** A short day has fewer and longer stretches, but each trouble that there is. */
const stretches = { long: 24, short: 9, shortEventsMax: 10_000 } as const;
/** So many events come of one quote, with all that befalls it. */
const eventsPerQuote = 40;
/** Nothing moves for so long, and the soak is given up. */
export const idleMsMax = 180_000;

/** Plays 24 hours of the org's clock. Rejects when the hub does not keep up. */
export async function playDay(ground: Ground, { events, seeded }: Amount, print: (line: string) => void): Promise<Played> {
  const { house, people, told, look } = ground;
  const many = events < stretches.shortEventsMax ? stretches.short : stretches.long;
  const quotes = Math.max(2, Math.round(events / eventsPerQuote / many));
  const beganMs = Date.now();
  let played: Played = { reconnects: 0, forgotten: 0 };
  for (let stretch = 0; stretch < many; stretch += 1) {
    house.org.moveClockTo(beganMs + (stretch * dayMs) / many);
    const trouble = troubleIn(stretch, many);
    const { reconnects, forgotten } = await playStretch(ground, { stretch, quotes, upTo: seeded + (events * (stretch + 1)) / many, trouble });
    played = { reconnects: played.reconnects + reconnects, forgotten: played.forgotten + forgotten };
    const { pending } = await look.standing();
    const clock = `${Math.round(((stretch + 1) * dayMs) / many / hourMs)} h`.padStart(4);
    const counted = `events ${told.read() - seeded}, quotes ${people.count()}, messages waiting ${pending}`;
    print(`${clock}  ${counted}, RSS ${inMegabytes(residentBytes(house.hub.pid))} MB${trouble === undefined ? '' : `; ${trouble}`}`);
  }
  house.org.moveClockTo(beganMs + dayMs);
  await people.accept(many);
  return played;
}

type Stretch = { readonly stretch: number; readonly quotes: number; readonly upTo: number; readonly trouble: Trouble | undefined };

async function playStretch(ground: Ground, { stretch, quotes, upTo, trouble }: Stretch): Promise<Played> {
  const { house, people, told } = ground;
  await people.make(quotes, stretch);
  await people.accept(stretch);
  await people.change(stretch);
  await people.withdraw(stretch);
  await touchUntil(ground, (told.read() + upTo) / 2);
  const befell = trouble === undefined ? nothing : await strike(ground, trouble, stretch);
  await touchUntil(ground, upTo);
  await keepUp(ground);
  if (!house.hub.isRunning()) throw new StoryBroken('The hub has ended.');
  return befell;
}

const nothing: Played = { reconnects: 0, forgotten: 0 };

async function strike(ground: Ground, trouble: Trouble, stretch: number): Promise<Played> {
  if (trouble === 'expiry') return expire(ground, stretch);
  return { reconnects: await makeTrouble(trouble, ground.door), forgotten: 0 };
}

/** Touches records until the bus has told so many events. */
async function touchUntil({ people, told }: Pick<Ground, 'people' | 'told'>, events: number): Promise<void> {
  for (let count = told.read(); count < events; count = told.read()) await people.touch(Math.min(recordsMax, Math.ceil(events - count)));
}

/** Waits until the hub has what was told when the waiting began, so that it is never more than a stretch behind. */
async function keepUp({ look, told }: Pick<Ground, 'look' | 'told'>): Promise<void> {
  told.read();
  const tip = told.tip();
  await untilSteady('at the end of the events', idleMsMax, async () => {
    const { replay, pending } = await look.standing();
    return { found: (replay !== undefined && replay >= tip) || undefined, mark: `${replay} of ${tip}, ${pending} pending` };
  });
}

/** Longer than anything takes that happens meanwhile. */
const deafMs = 600_000;

/** The bus falls silent, goes on being written, and has forgotten all of that when the hub comes back: accepted quotes among it. */
async function expire({ people, door, told }: Ground, stretch: number): Promise<Played> {
  await door.setFaults({ salesforce: { bus: { stallMs: deafMs } } });
  await people.make(Math.max(2, Math.round(people.count() / (stretch * 2))), stretch - 1);
  await people.accept(stretch);
  await people.touch(recordsMax);
  told.read();
  const forgotten = told.tip();
  // In one step, or a stream that is still open would be told what comes behind the gap.
  return { reconnects: await cut(door, { expireBefore: String(forgotten + 1), stallMs: 0 }), forgotten };
}
