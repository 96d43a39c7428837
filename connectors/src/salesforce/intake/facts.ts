import type { FactsPort } from '@crossdock/connector-kit';
import { connectPubSub, type PubSubAccess } from '../pubsub/connection.ts';
import { createReadEvent } from '../pubsub/schemas.ts';
import { createSubscription } from '../pubsub/subscription.ts';
import type { SalesforceClient } from '../rest/client.ts';
import { createMessages } from './messages-of.ts';
import { createPoll } from './poll.ts';
import type { Intake, PollWaits } from './settings.ts';

/** A poll looks at streams that bring events by themselves, so it may come often; between polls nothing is asked of the org. */
const pollEveryMs = 1_000;
/** The longest that one page may take, with the records of a hundred events. */
const pollMsMax = 60_000;
const usualWaits: PollWaits = { fresh: 3_000, live: 250 };

/** Brings the sales of one org. Throws an Error that names a wrong setting. */
export function createFacts(access: PubSubAccess, client: SalesforceClient, intake: Intake, waits: PollWaits = usualWaits): FactsPort {
  const connection = connectPubSub(access);
  const topics = [intake.trigger === 'platform-event' ? '' : intake.changes, intake.requests].filter((topic) => topic !== '');
  if (topics.length === 0) throw new Error('the setting "requests" is empty, and the trigger is a platform event: nothing would ever come.');
  const poll = createPoll({
    client,
    subscriptions: new Map(topics.map((topic) => [topic, createSubscription(topic, { connection, client })])),
    readEvent: createReadEvent(connection, client),
    messages: createMessages(client, intake),
    intake,
    waits,
  });
  return { pollEveryMs, callMsMax: pollMsMax, poll };
}
