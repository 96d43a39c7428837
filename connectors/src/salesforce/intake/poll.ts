import type { Call, FactsPort, Failure, InboundMessage } from '@crossdock/connector-kit';
import type { Held, Place } from '../pubsub/held.ts';
import type { ReadEvent } from '../pubsub/schemas.ts';
import type { Subscription } from '../pubsub/subscription.ts';
import type { SalesforceClient } from '../rest/client.ts';
import type { Got } from '../rest/rest.ts';
import { type Cursor, readCursor, startWalk, type TopicCursor, topicFrom, writeCursor } from './cursor.ts';
import type { Messages } from './messages-of.ts';
import type { Intake, PollWaits } from './settings.ts';
import { readTouches, type Touch } from './touch.ts';
import { walkOn } from './walk.ts';

/** What polling needs. Topics in the order in which they are looked at. */
export type PollDeps = {
  readonly client: Pick<SalesforceClient, 'ask'>;
  readonly subscriptions: ReadonlyMap<string, Subscription>;
  readonly readEvent: ReadEvent;
  readonly messages: Messages;
  readonly intake: Intake;
  readonly waits: PollWaits;
};

type Poll = NonNullable<FactsPort['poll']>;
type Polled = Awaited<ReturnType<Poll>>;

/** Events of one page, of each topic. */
export const pageEventsMax = 100;
/** A stream that ends at once is looked at again within the same poll. */
const roundsMax = 3;

/**
 * Brings what happened to sales: events of streams that are kept from poll to poll, and the records that they name, as they are now. The
 * cursor holds the replay id of the last event of each topic that was handed over.
 */
export function createPoll(deps: PollDeps): Poll {
  return async (given, call) => {
    const begun = given === undefined ? await begin(deps, call) : read(given);
    if (begun.kind === 'failed') return begun;
    const cursor = forTopics(begun.value, deps, call);
    for (const [name, topic] of Object.entries(cursor.topics)) {
      if (topic.walk === undefined) continue;
      const step = await walkOn(topic, topic.walk, deps, call);
      return step.kind === 'failed' ? step : polled(step.value.messages, withTopic(cursor, name, step.value.topic), true);
    }
    return follow(cursor, deps, call);
  };
}

/** Before anything is taken from the bus: the first of what will be read, so that a missing permission shows at once. */
async function begin({ messages }: PollDeps, call: Call): Promise<Got<Cursor>> {
  const probed = await messages.probe(call);
  return probed.kind === 'failed' ? probed : { kind: 'got', value: { v: 1, topics: {} } };
}

function read(text: string): Got<Cursor> {
  const cursor = readCursor(text);
  if (cursor.kind === 'read') return { kind: 'got', value: cursor.value };
  return { kind: 'failed', class: 'poison', message: `the stored cursor cannot be understood: ${cursor.field} ${cursor.why}` };
}

/** The topics that are subscribed to, a new one from now on. */
function forTopics({ topics }: Cursor, { subscriptions }: PollDeps, call: Call): Cursor {
  return { v: 1, topics: Object.fromEntries([...subscriptions.keys()].map((name) => [name, topics[name] ?? topicFrom(call.now())])) };
}

const withTopic = ({ topics }: Cursor, name: string, topic: TopicCursor): Cursor => ({ v: 1, topics: { ...topics, [name]: topic } });

const polled = (messages: readonly InboundMessage[], cursor: Cursor, more: boolean): Polled => ({
  kind: 'polled',
  messages,
  cursor: writeCursor(cursor),
  more,
});

const placeOf = ({ replay }: TopicCursor): Place => (replay === undefined ? { kind: 'earliest' } : { kind: 'behind', replay });

async function follow(cursor: Cursor, deps: PollDeps, call: Call): Promise<Polled> {
  let failure: Failure | undefined;
  for (let round = 0; round < roundsMax; round += 1) {
    failure = undefined;
    for (const [name, subscription] of deps.subscriptions) {
      const topic = cursor.topics[name] ?? topicFrom(call.now());
      const following = await subscription.follow(placeOf(topic), call);
      if (following.kind === 'expired') return expired(cursor, name, topic, following.why, call);
      if (following.kind === 'failed') failure ??= following;
    }
    if (holdsAny(deps)) return handOver(cursor, deps, call);
    if (failure !== undefined) return failure;
    if (!(await waitForAny(deps, call))) break;
  }
  return handOver(cursor, deps, call);
}

const holdsAny = ({ subscriptions }: PollDeps): boolean => [...subscriptions.values()].some((subscription) => subscription.held().length > 0);

/** Whether something came, or a stream ended. */
function waitForAny({ subscriptions, waits }: PollDeps, call: Call): Promise<boolean> {
  const all = [...subscriptions.values()];
  const ms = all.some((subscription) => subscription.isFresh(call.now())) ? waits.fresh : waits.live;
  return Promise.race(all.map((subscription) => subscription.wait(ms)));
}

/** What the bus has lost is queried; somebody is told, because the requests among it cannot be. */
function expired(cursor: Cursor, name: string, topic: TopicCursor, why: string, call: Call): Polled {
  const raw = JSON.stringify({ topic: name, ...topic, why });
  const since = new Date(topic.at).toISOString();
  const says = `The event bus of Salesforce does not have the events of ${name} since ${since} any more (${why}). Records that changed since then are queried; requests made by event are lost.`;
  const { replay: _, ...unplaced } = topic;
  const message: InboundMessage = { id: `expired:${name}:${topic.replay ?? since}`, raw, kind: 'unreadable', why: says };
  return polled([message], withTopic(cursor, name, startWalk(unplaced, call.now())), true);
}

type Page = { readonly messages: InboundMessage[]; readonly touches: Touch[] };

async function handOver(cursor: Cursor, deps: PollDeps, call: Call): Promise<Polled> {
  const page: Page = { messages: [], touches: [] };
  let next = cursor;
  let more = false;
  for (const [name, subscription] of deps.subscriptions) {
    const held = subscription.held();
    const topic = await takeIn(cursor.topics[name] ?? topicFrom(call.now()), held.slice(0, pageEventsMax), page, deps, call);
    if (topic.kind === 'failed') return topic;
    next = withTopic(next, name, topic.value);
    more ||= held.length >= pageEventsMax || topic.value.walk !== undefined;
  }
  const read = await deps.messages.ofTouches(page.touches, call);
  return read.kind === 'failed' ? read : polled([...page.messages, ...read.value], next, more);
}

/** Reads events into the page, up to one behind which records have to be queried; answers where the topic stands then. */
async function takeIn(topic: TopicCursor, held: readonly Held[], page: Page, { readEvent, intake }: PollDeps, call: Call): Promise<Got<TopicCursor>> {
  let next = topic;
  for (const { replay, event } of held) {
    if (event === undefined) {
      next = { ...next, replay, at: Math.max(next.at, call.now().getTime()) };
      continue;
    }
    const got = await readEvent(event, call);
    if (got.kind === 'failed') return got;
    if (got.kind === 'unreadable') {
      page.messages.push({ id: `event:${event.id}`, raw: event.payload.toString('base64'), kind: 'unreadable', field: got.field, why: got.why });
      next = { ...next, replay };
      continue;
    }
    const { at } = got.value;
    next = { ...next, replay, at: Math.max(next.at, at) };
    if (at < topic.floor) continue;
    const told = readTouches(got.value, event.id, intake);
    if (told.isOverflow) return { kind: 'got', value: startWalk({ ...next, at: Math.min(topic.at, at) }, call.now()) };
    page.messages.push(...told.messages);
    page.touches.push(...told.touches);
  }
  return { kind: 'got', value: next };
}
