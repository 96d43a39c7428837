import { type Random, seededRandom } from './random.ts';
import { readSalesforceFaults, type SalesforceFaults } from './salesforce/http/faults/own-faults.ts';
import { Malformed, maybeBoolean, maybeNumber, maybeText, readObject, readTexts, readWord, type Source } from './stand-in/read.ts';

/** Fields that `silentFieldDrop` can take from a request after it was found valid. */
export const droppableFields = ['shipTo', 'warehouse', 'requestedDate', 'reference', 'tracking', 'lines[].price', 'lines[last]'] as const;
/** One of `droppableFields`. */
export type DroppableField = (typeof droppableFields)[number];
/** How a 429 says when to come back: seconds, an HTTP date, not at all. */
export type RetryAfter = 's' | 'date' | 'none';

/** Faults on demand; probabilities `p` from 0 to 1, times in milliseconds. simulators/README.md says what each does. */
export type Faults = {
  readonly dropAfterCommit?: number;
  readonly lateCommit?: { readonly p: number; readonly ms: number; readonly caller?: 'drop' | 'hang' };
  readonly errorAfterCommit?: number;
  readonly throttle?: { readonly p: number; readonly retryAfter?: RetryAfter };
  readonly slow?: { readonly p: number; readonly ms: number };
  readonly refuseConnections?: boolean;
  readonly unauthorized?: number;
  readonly silentFieldDrop?: { readonly p: number; readonly field: DroppableField };
  readonly webhook?: { readonly duplicate?: number; readonly reorder?: number; readonly lateMs?: readonly [number, number]; readonly drop?: number };
  /** What only Salesforce does. */
  readonly salesforce?: SalesforceFaults;
  /** The routes that are struck (`POST /sales-orders`); left out: all. */
  readonly only?: readonly string[];
  readonly seed?: number;
};

/** What happens to one request before its route answers, and to its answer. */
type RequestPlan = {
  readonly before: { readonly kind: 'nothing' } | { readonly kind: 'throttled'; readonly retryAfter: RetryAfter } | { readonly kind: 'unauthorized' };
  readonly slowMs: number;
  readonly after: 'answer' | 'drop' | 'error' | { readonly lateMs: number; readonly caller: 'drop' | 'hang' };
  readonly dropped: DroppableField | undefined;
};

/** What happens to one message on its way out. */
type MessagePlan = { readonly drop: boolean; readonly duplicate: boolean; readonly reorder: boolean; readonly lateMs: number };

/** The faults in force, with their generator and how often each fired. */
export type Dice = {
  readonly faults: () => Faults;
  readonly seed: () => number;
  readonly fired: () => Readonly<Record<string, number>>;
  readonly set: (faults: Faults) => void;
  readonly planRequest: (route: string, effect: 'reads' | 'commits') => RequestPlan;
  readonly planMessage: () => MessagePlan;
  /** Draws for a fault of this probability; what is certain or impossible takes no draw. */
  readonly strikes: (p: number) => boolean;
  /** Counts a fault that has really happened. */
  readonly count: (fault: string) => void;
};

const untouched: RequestPlan = { before: { kind: 'nothing' }, slowMs: 0, after: 'answer', dropped: undefined };
const quietMessage: MessagePlan = { drop: false, duplicate: false, reorder: false, lateMs: 0 };
/** The longest wait that a fault may ask for. */
const faultMsMax = 3_600_000;

/** Makes the dice. Each struck request takes the same number of draws, so that a seed and the order of arrival settle everything. */
export function createDice(seed: number, first: Faults): Dice {
  const fired: Record<string, number> = {};
  let faults: Faults = {};
  let current = seed;
  let random = seededRandom(seed);
  const set = (next: Faults) => {
    faults = next;
    if (next.seed === undefined) return;
    current = next.seed;
    random = seededRandom(next.seed);
  };
  set(first);
  return {
    faults: () => faults,
    seed: () => current,
    fired: () => fired,
    set,
    planRequest: (route, effect) => (faults.only === undefined || faults.only.includes(route) ? planRequest(faults, effect, random) : untouched),
    planMessage: () => (faults.webhook === undefined ? quietMessage : planMessage(faults.webhook, random)),
    strikes: (p) => p >= 1 || (p > 0 && random() < p),
    count: (fault) => {
      fired[fault] = (fired[fault] ?? 0) + 1;
    },
  };
}

function planRequest(faults: Faults, effect: 'reads' | 'commits', random: Random): RequestPlan {
  const hit = (p: number | undefined) => random() < (p ?? 0);
  const isThrottled = hit(faults.throttle?.p);
  const isUnauthorized = hit(faults.unauthorized);
  const isSlow = hit(faults.slow?.p);
  const isLate = hit(faults.lateCommit?.p);
  const isDropped = hit(faults.dropAfterCommit);
  const isError = hit(faults.errorAfterCommit);
  const isThinned = hit(faults.silentFieldDrop?.p);
  const slowMs = isSlow ? (faults.slow?.ms ?? 0) : 0;
  if (isThrottled) return { ...untouched, before: { kind: 'throttled', retryAfter: faults.throttle?.retryAfter ?? 's' } };
  if (isUnauthorized) return { ...untouched, before: { kind: 'unauthorized' } };
  if (effect === 'reads') return { ...untouched, slowMs };
  const late = { lateMs: faults.lateCommit?.ms ?? 0, caller: faults.lateCommit?.caller ?? 'drop' } as const;
  const after = isLate ? late : isDropped ? 'drop' : isError ? 'error' : 'answer';
  return { before: { kind: 'nothing' }, slowMs, after, dropped: isThinned ? faults.silentFieldDrop?.field : undefined };
}

function planMessage(webhook: NonNullable<Faults['webhook']>, random: Random): MessagePlan {
  const hit = (p: number | undefined) => random() < (p ?? 0);
  const [from, to] = webhook.lateMs ?? [0, 0];
  return { drop: hit(webhook.drop), duplicate: hit(webhook.duplicate), reorder: hit(webhook.reorder), lateMs: Math.round(from + random() * (to - from)) };
}

/** What `POST /faults` of every simulator takes. */
export const faultNames = [
  'dropAfterCommit',
  'lateCommit',
  'errorAfterCommit',
  'throttle',
  'slow',
  'refuseConnections',
  'unauthorized',
  'silentFieldDrop',
  'webhook',
  'salesforce',
  'only',
  'seed',
] as const;

/** Reads faults that somebody sent; throws Malformed for an unknown fault, probability, field or route, so that a misspelt one is never silently off. */
export function readFaults(value: unknown, routes: readonly string[]): Faults {
  const source = readObject(value, '');
  for (const name of Object.keys(source.fields))
    if (!faultNames.some((known) => known === name)) throw new Malformed(name, `is no fault; there are ${faultNames.join(', ')}`);
  const only = source.fields['only'] === undefined ? undefined : readTexts(source, 'only', routes.length);
  for (const route of only ?? []) if (!routes.includes(route)) throw new Malformed('only', `names "${route}", which is none of ${routes.join(', ')}`);
  return withoutAbsent({
    dropAfterCommit: maybeNumber(source, 'dropAfterCommit', 0, 1),
    lateCommit: maybePart(source, 'lateCommit', (part) =>
      withoutAbsent({ ...odds(part), ms: readMs(part), caller: maybeWord(part, 'caller', ['drop', 'hang']) }),
    ),
    errorAfterCommit: maybeNumber(source, 'errorAfterCommit', 0, 1),
    throttle: maybePart(source, 'throttle', (part) => withoutAbsent({ ...odds(part), retryAfter: maybeWord(part, 'retryAfter', ['s', 'date', 'none']) })),
    slow: maybePart(source, 'slow', (part) => ({ ...odds(part), ms: readMs(part) })),
    refuseConnections: maybeBoolean(source, 'refuseConnections'),
    unauthorized: maybeNumber(source, 'unauthorized', 0, 1),
    silentFieldDrop: maybePart(source, 'silentFieldDrop', (part) => ({ ...odds(part), field: readWord(part, 'field', droppableFields) })),
    webhook: maybePart(source, 'webhook', readWebhookFaults),
    salesforce: maybePart(source, 'salesforce', readSalesforceFaults),
    only,
    seed: maybeNumber(source, 'seed', 0, 2 ** 32 - 1),
  });
}

function readWebhookFaults(part: Source): NonNullable<Faults['webhook']> {
  const given = part.fields['lateMs'];
  if (given !== undefined && !(Array.isArray(given) && given.length === 2)) throw new Malformed('webhook.lateMs', 'must be [from, to] in milliseconds');
  const bounds = Array.isArray(given) ? readObject({ from: given[0], to: given[1] }, 'webhook.lateMs') : undefined;
  const from = bounds === undefined ? 0 : (maybeNumber(bounds, 'from', 0, faultMsMax) ?? 0);
  return withoutAbsent({
    duplicate: maybeNumber(part, 'duplicate', 0, 1),
    reorder: maybeNumber(part, 'reorder', 0, 1),
    lateMs: bounds === undefined ? undefined : ([from, maybeNumber(bounds, 'to', from, faultMsMax) ?? from] as const),
    drop: maybeNumber(part, 'drop', 0, 1),
  });
}

const maybePart = <T>(source: Source, name: string, read: (part: Source) => T): T | undefined =>
  source.fields[name] === undefined ? undefined : read(readObject(source.fields[name], name));

const maybeWord = <W extends string>(source: Source, name: string, words: readonly W[]): W | undefined =>
  maybeText(source, name) === undefined ? undefined : readWord(source, name, words);

const odds = (part: Source): { readonly p: number } => ({ p: maybeNumber(part, 'p', 0, 1) ?? 1 });
const readMs = (part: Source): number => maybeNumber(part, 'ms', 0, faultMsMax) ?? 1000;

/** An object without its undefined fields: absent and undefined are not the same to these types. */
function withoutAbsent<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
}
