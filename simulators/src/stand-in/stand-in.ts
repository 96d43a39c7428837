import { randomBytes, randomInt } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createDice, type Dice, type Faults, type RetryAfter, readFaults } from '../faults.ts';
import type { BookDocument } from './book.ts';
import { type BookReport, type Grade, type Reported, reportBook } from './book-report.ts';
import { controlRoutes } from './control-routes.ts';
import { type Doors, openDoors } from './doors.ts';
import { createLateWork } from './late-work.ts';
import { prepareRoutes, type Route, routeName } from './route.ts';
import { type Serving, serve } from './server.ts';
import { createTraffic } from './traffic.ts';

/** What every simulated system can be started with; all have a value of their own when left out. */
export type StandInOptions = {
  readonly host?: string;
  /** 0, the default, takes a free port. */
  readonly port?: number;
  readonly controlPort?: number;
  readonly token?: string;
  readonly grade?: Grade;
  /** The file that keeps the book over restarts; left out: the book is in memory. */
  readonly bookFile?: string;
  /** Requests at once; left out: no cap. */
  readonly concurrency?: number;
  readonly ratePerSecond?: number;
  /** What a 429 of the cap says; default seconds. */
  readonly retryAfter?: RetryAfter;
  readonly latencyMs?: number;
  readonly faults?: Faults;
  readonly seed?: number;
  readonly now?: () => Date;
};

/** A running simulated system. */
export type StandIn<D extends BookDocument> = {
  readonly name: string;
  /** The address of the system. */
  readonly url: string;
  /** The address of desk, faults and book, which no fault reaches. */
  readonly control: string;
  readonly token: string;
  readonly grade: Grade;
  readonly seed: number;
  readonly book: () => BookReport<D>;
  readonly faults: () => Faults;
  /** How often each fault really happened. */
  readonly fired: () => Readonly<Record<string, number>>;
  /** Puts these faults in force instead of the former; throws when one is not what README.md says. */
  readonly setFaults: (faults: Faults) => Promise<void>;
  readonly clearFaults: () => Promise<void>;
  readonly resetBook: () => void;
  readonly close: () => Promise<void>;
};

/** A system's own way to speak HTTP: other credentials, other errors, ids that JSON.stringify cannot write. */
type Dialect = {
  /** How faults and the book name what can be asked. */
  readonly routeNames: readonly string[];
  readonly isSpokenFor: (request: IncomingMessage) => boolean;
  /** Answers from start to end; never rejects. */
  readonly speak: (serving: Serving, request: IncomingMessage, response: ServerResponse) => Promise<void>;
};

/** What makes one system out of the common machinery. */
export type System<D extends BookDocument> = Reported<D> & {
  readonly routes: readonly Route[];
  /** Requests to the system's own address that are answered in another way than `Route` knows. */
  readonly dialect?: Dialect;
  /** Hears of faults before they are put in force; throws Malformed for what it cannot do. */
  readonly onFaults?: (faults: Faults) => void;
  /** Stops the system's own work and drops what waits: its book is emptied or closed next. */
  readonly stop: () => void;
};

/** Tells the routes of a system about the machinery under it. */
export type Ground = { readonly grade: Grade; readonly dice: Dice; readonly now: () => Date };

/** Starts a system: the routes of its own, and /faults, /book and the status page beside them. */
export async function startStandIn<D extends BookDocument>(options: StandInOptions, build: (ground: Ground) => System<D>): Promise<StandIn<D>> {
  const { grade = 'A', now = () => new Date(), seed = randomInt(2 ** 31) } = options;
  const dice = createDice(seed, {});
  const system = build({ grade, dice, now });
  try {
    return await open(system, options, { grade, dice, now });
  } catch (error) {
    system.stop();
    system.book.close();
    throw error;
  }
}

async function open<D extends BookDocument>(system: System<D>, options: StandInOptions, { grade, dice, now }: Ground): Promise<StandIn<D>> {
  const { host = '127.0.0.1', port = 0, controlPort = 0, token = randomBytes(16).toString('hex'), latencyMs = 0, retryAfter = 's' } = options;
  const { dialect } = system;
  const routeNames = [...system.routes.filter((route) => route.access === 'system').map(routeName), ...(dialect?.routeNames ?? [])];
  const traffic = createTraffic({ concurrency: options.concurrency, ratePerSecond: options.ratePerSecond }, () => performance.now(), now);
  const lateWork = createLateWork();
  const change = (faults: unknown) => {
    const next = readFaults(faults, routeNames);
    system.onFaults?.(next); // throws when the system cannot do them: then those in force stay
    dice.set(next);
  };
  const reset = () => {
    lateWork.forget();
    system.stop();
    system.book.reset();
    traffic.reset();
  };
  const report = () => reportBook(system, { grade, now, traffic: traffic.report(), pendingLateCommits: lateWork.pending() });
  change(options.faults ?? {});
  const control = controlRoutes({ name: system.name, grade, token, dice, routeNames, change, reset, report, addresses: () => doors });
  const findRoute = prepareRoutes([...system.routes, ...control]);
  const { cursor } = system.book;
  const serving: Serving = { token, latencyMs, retryAfter, traffic, dice, findRoute, cursor, later: lateWork.later, settleDoors: () => doors.settle() };
  const doors: Doors = await openDoors({
    host,
    port,
    controlPort,
    handle: (door) => (request, response) => {
      const isOwn = door === 'system' && dialect?.isSpokenFor(request) === true;
      void (isOwn ? dialect.speak(serving, request, response) : serve(serving, door, request, response));
    },
    isRefusing: () => dice.faults().refuseConnections === true,
    onRefuse: () => dice.count('refuseConnections'),
  });
  const setFaults = async (faults: Faults) => {
    change(faults);
    await doors.settle();
  };
  const close = async () => {
    await doors.close();
    lateWork.forget();
    system.stop();
    system.book.close();
  };
  return {
    name: system.name,
    url: doors.url(),
    control: doors.control(),
    token,
    grade,
    seed: dice.seed(),
    book: report,
    faults: dice.faults,
    fired: dice.fired,
    setFaults,
    clearFaults: () => setFaults({}),
    resetBook: reset,
    close,
  };
}
