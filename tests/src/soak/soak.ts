import { StoryBroken } from '../stories/telling.ts';
import { closeBooks } from './close-books.ts';
import { type House, openHouse } from './house.ts';
import { type Look, openLook, untilSteady } from './look.ts';
import { growthOf, inMegabytes, residentBytes, tenthsOf, watchMemory } from './memory.ts';
import type { SoakWishes } from './options.ts';
import { openPeople, type People } from './people.ts';
import { openRest, type Rest, recordsMax } from './rest.ts';
import { followEvents, type ToldEvents } from './told-events.ts';
import { type BusDoor, cut, makeTrouble, openBusDoor, troubleIn } from './troubles.ts';

/** How a soak ended. */
export type Soaked = { readonly lastLine: string; readonly isWell: boolean };

type Print = (line: string) => void;

/** Everything that a soak works with. */
type Ground = {
  readonly house: House;
  readonly look: Look;
  readonly rest: Rest;
  readonly people: People;
  readonly door: BusDoor;
  readonly told: ToldEvents;
};

const dayMs = 86_400_000;
/** A short soak has fewer and longer stretches, but each trouble that there is. */
const stretches = { long: 24, short: 9, shortEventsMax: 10_000 } as const;
/** So many events come of one quote, with all that befalls it. */
const eventsPerQuote = 40;
const idleMsMax = 180_000;
const hourMs = 3_600_000;

/** Plays the day, and says at the end what is missed, wrong, or grown. Rejects when it cannot be played. */
export async function soakSalesforce(wishes: SoakWishes, print: Print): Promise<Soaked> {
  const house = await openHouse(wishes.plant === 'lost-event');
  const look = openLook(house.database);
  let isKept = wishes.keep;
  try {
    const rest = openRest(house.org);
    await untilSteady('following the org', idleMsMax, async () => ({ found: (await look.isFollowing()) || undefined, mark: '' }));
    await look.notePages();
    const told = followEvents(house.org.eventFile);
    const seeded = told.read();
    const ground: Ground = { house, look, rest, people: await openPeople(rest), door: openBusDoor(house.org), told };
    const memory = watchMemory(house.hub.pid, () => (told.all().length - seeded) / wishes.events);
    const played = await playDay(ground, { events: wishes.events, seeded }, print).finally(memory.stop);
    const closed = await closeBooks(ground, { ...played, seeded }, print);
    const growth = growthOf(memory.samples());
    const calls = await ground.door.calls();
    print(`The org counts ${calls.used} of ${calls.max} calls within its 24 hours, the people's own among them.`);
    print(`RSS of the hub in MB over the tenths of the day, lowest/median/highest: ${tenthsOf(memory.samples()).join(', ')}.`);
    const isGrown = wishes.growthPercentMax !== undefined && growth !== undefined && growth.percent > wishes.growthPercentMax;
    const resident =
      growth === undefined
        ? 'RSS not sampled'
        : `RSS warm ${inMegabytes(growth.warmBytes)} MB, end ${inMegabytes(growth.endBytes)} MB (${growth.percent < 0 ? '' : '+'}${growth.percent.toFixed(1)} %)`;
    const counted = `events ${closed.events}, sales ${closed.sales}, orders ${closed.orders}, missed ${closed.missed}, wrong ${closed.wrong}`;
    const lastLine = `${counted}, reconnects ${played.reconnects}, expired ${closed.expiries}, ${resident}`;
    const isWell = closed.missed + closed.wrong === 0 && closed.events >= wishes.events && closed.expiries === 1 && !isGrown;
    isKept ||= !isWell;
    return { lastLine, isWell };
  } catch (error) {
    isKept = true;
    throw error;
  } finally {
    await look.close();
    await house.close(isKept);
    if (isKept) print(`The database and the logs are in ${house.folder}.`);
  }
}

/** What befell the day. `forgotten`: up to this replay id the bus has forgotten all, before the hub had the last of it. */
type Played = { readonly reconnects: number; readonly forgotten: number };

async function playDay(ground: Ground, { events, seeded }: { readonly events: number; readonly seeded: number }, print: Print): Promise<Played> {
  const { house, people, told, look } = ground;
  const many = events < stretches.shortEventsMax ? stretches.short : stretches.long;
  const beganMs = Date.now();
  const perStretch = Math.max(2, Math.round(events / eventsPerQuote / many));
  let reconnects = 0;
  let forgotten = 0;
  for (let stretch = 0; stretch < many; stretch += 1) {
    house.org.moveClockTo(beganMs + (stretch * dayMs) / many);
    const upTo = seeded + (events * (stretch + 1)) / many;
    await people.make(perStretch, stretch);
    await people.accept(stretch);
    await people.change(stretch);
    await people.withdraw(stretch);
    const trouble = troubleIn(stretch, many);
    const half = (told.read() + upTo) / 2;
    await touchUntil(ground, half);
    if (trouble === 'expiry') forgotten = await expire(ground, stretch);
    else if (trouble !== undefined) reconnects += await makeTrouble(trouble, ground.door);
    await touchUntil(ground, upTo);
    await keepUp(ground);
    if (!house.hub.isRunning()) throw new StoryBroken('The hub has ended.');
    const { pending } = await look.standing();
    const clock = `${Math.round(((stretch + 1) * dayMs) / many / hourMs)} h`.padStart(4);
    const memory = inMegabytes(residentBytes(house.hub.pid));
    print(
      `${clock}  events ${told.read() - seeded}, quotes ${people.count()}, messages waiting ${pending}, RSS ${memory} MB${trouble === undefined ? '' : `; ${trouble}`}`,
    );
  }
  house.org.moveClockTo(beganMs + dayMs);
  await people.accept(many);
  return { reconnects, forgotten };
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

/** Long enough for events to come that the hub must not get. */
const deafMs = 600_000;

/** The bus falls silent, goes on being written, and has forgotten all of that when the hub comes back: accepted quotes among it. */
async function expire(ground: Ground, stretch: number): Promise<number> {
  const { people, door, told } = ground;
  await door.setFaults({ salesforce: { bus: { stallMs: deafMs } } });
  await people.make(Math.max(2, Math.round(people.count() / (stretch * 2))), stretch - 1);
  await people.accept(stretch);
  await people.touch(recordsMax);
  told.read();
  const upTo = told.tip();
  // In one step, or a stream that is still open would be told what comes behind the gap.
  await cut(door, { expireBefore: String(upTo + 1), stallMs: 0 });
  return upTo;
}
