import { closeBooks } from './close-books.ts';
import { idleMsMax, playDay } from './day.ts';
import { type House, openHouse } from './house.ts';
import { type Look, openLook, untilSteady } from './look.ts';
import { type Growth, growthOf, inMegabytes, tenthsOf, watchMemory } from './memory.ts';
import type { SoakWishes } from './options.ts';
import { openPeople } from './people.ts';
import { openRest } from './rest.ts';
import { followEvents } from './told-events.ts';
import { openBusDoor } from './troubles.ts';

/** How a soak ended. */
export type Soaked = { readonly lastLine: string; readonly isWell: boolean };

type Print = (line: string) => void;

/** Brings everything up, plays the day, and says at the end what is missed, wrong, or grown. Rejects when it cannot be played. */
export async function soakSalesforce(wishes: SoakWishes, print: Print): Promise<Soaked> {
  const house = await openHouse(wishes.plant === 'lost-event');
  const look = openLook(house.database);
  let isKept = true;
  try {
    const soaked = await soakIn(house, look, wishes, print);
    isKept = wishes.keep || !soaked.isWell;
    return soaked;
  } finally {
    await look.close();
    await house.close(isKept);
    if (isKept) print(`The database and the logs are in ${house.folder}.`);
  }
}

async function soakIn(house: House, look: Look, { events, growthPercentMax }: SoakWishes, print: Print): Promise<Soaked> {
  const rest = openRest(house.org);
  await untilSteady('following the org', idleMsMax, async () => ({ found: (await look.isFollowing()) || undefined, mark: '' }));
  await look.notePages();
  const told = followEvents(house.org.eventFile);
  const seeded = told.read();
  const ground = { house, look, rest, told, people: await openPeople(rest), door: openBusDoor(house.org) };
  const memory = watchMemory(house.hub.pid, () => (told.all().length - seeded) / events);
  const { reconnects, forgotten } = await playDay(ground, { events, seeded }, print).finally(memory.stop);
  const closed = await closeBooks(ground, { seeded, forgotten }, print);
  const { used, max } = await ground.door.calls();
  const growth = growthOf(memory.samples());
  print(`The org counts ${used} of ${max} calls within its 24 hours, the people's own among them.`);
  print(`RSS of the hub in MB over the tenths of the day, lowest/median/highest: ${tenthsOf(memory.samples()).join(', ')}.`);
  const isGrown = growthPercentMax !== undefined && growth !== undefined && growth.percent > growthPercentMax;
  const counted = `events ${closed.events}, sales ${closed.sales}, orders ${closed.orders}, missed ${closed.missed}, wrong ${closed.wrong}`;
  return {
    lastLine: `${counted}, reconnects ${reconnects}, expired ${closed.expiries}, ${residentText(growth)}`,
    isWell: closed.missed + closed.wrong === 0 && closed.events >= events && closed.expiries === 1 && !isGrown,
  };
}

function residentText(growth: Growth | undefined): string {
  if (growth === undefined) return 'RSS not sampled';
  const { warmBytes, endBytes, percent } = growth;
  return `RSS warm ${inMegabytes(warmBytes)} MB, end ${inMegabytes(endBytes)} MB (${percent < 0 ? '' : '+'}${percent.toFixed(1)} %)`;
}
