import { readFileSync } from 'node:fs';
import type { Call, Connector, FactsPort, InboundMessage } from '@crossdock/connector-kit';
import type { SimulatedSalesforce } from '@crossdock/simulators';
import { createSalesforce } from '../index.ts';
import { createFacts } from '../intake/facts.ts';
import { type IntakeSettings, usualIntake } from '../intake/settings.ts';
import { createMapping } from '../mapping.ts';
import { createOrg } from '../rest/client.ts';
import type { SalesforceSettings } from '../settings.ts';
import { settingsFor } from './org.ts';

/** Settings of a connector that takes sales of this org. */
export function intakeSettings(
  salesforce: SimulatedSalesforce,
  more: Partial<SalesforceSettings> = {},
  intake: Partial<IntakeSettings> = {},
): SalesforceSettings {
  const { pubSubEndpoint, caFile } = salesforce.access;
  return { ...settingsFor(salesforce), pubSubEndpoint, pubSubCa: readFileSync(caFile, 'utf8'), intake: { ...usualIntake, ...intake }, ...more };
}

/** A connector whose polls wait longer for events, for machines that are busy. */
export function patientConnector(settings: SalesforceSettings): Connector {
  const intake = { ...settings, ...usualIntake, ...settings.intake, mapping: createMapping(settings) };
  return { ...createSalesforce(settings), facts: createFacts(settings, createOrg(settings).for('orders'), intake, { fresh: 4_000, live: 2_000 }) };
}

/** Polls as the hub does, from cursor to cursor. */
export type Poller = {
  /** Messages of polls until one has what is looked for; all that came till then. Throws an Error when a poll fails for good, or nothing comes. */
  readonly until: (isIt: (message: InboundMessage) => boolean) => Promise<readonly InboundMessage[]>;
  /** One poll. */
  readonly once: () => Promise<Awaited<ReturnType<NonNullable<FactsPort['poll']>>>>;
  readonly cursor: () => string | undefined;
  /** Goes back to a cursor, as a hub that could not commit. */
  readonly goTo: (cursor: string | undefined) => void;
};

const pollsMax = 60;

/** Makes a poller that begins where the cursor says. */
export function pollerOf({ facts }: Connector, callWithin: (ms: number) => Call, from?: string): Poller {
  let cursor = from;
  const once: Poller['once'] = async () => {
    if (facts?.poll === undefined) throw new Error('the connector does not poll');
    const answer = await facts.poll(cursor, callWithin(facts.callMsMax));
    if (answer.kind === 'polled') cursor = answer.cursor;
    return answer;
  };
  return {
    once,
    cursor: () => cursor,
    goTo: (place) => {
      cursor = place;
    },
    until: async (isIt) => {
      const messages: InboundMessage[] = [];
      for (let polls = 0; polls < pollsMax; polls += 1) {
        const answer = await once();
        if (answer.kind === 'failed') throw new Error(answer.message);
        messages.push(...answer.messages);
        if (answer.messages.some(isIt)) return messages;
      }
      throw new Error(`nothing came within ${pollsMax} polls; there were ${JSON.stringify(messages.map(({ id, kind }) => [id, kind]))}`);
    },
  };
}

/** Somebody in the org. */
const representative = ({ org }: SimulatedSalesforce) => ({ userId: String([...org.rows('User')][0]?.['Id']), apiVersion: '65.0', api: 'ui' }) as const;

/** Changes quotes in one transaction, as somebody in the org. */
export const changeQuotes = (salesforce: SimulatedSalesforce, ids: readonly string[], fields: Readonly<Record<string, string | number>>): void =>
  salesforce.org.transact(representative(salesforce), (work) => {
    for (const id of ids) work.update('Quote', id, fields);
  });

/** Changes, removes or publishes something, as somebody in the org. */
export const inOrg = <T>(salesforce: SimulatedSalesforce, run: Parameters<typeof salesforce.org.transact<T>>[1]): T =>
  salesforce.org.transact(representative(salesforce), run);

/** The orders that messages ask for, by the channel's id. */
export const wishesOf = (messages: readonly InboundMessage[]) => messages.flatMap((message) => (message.kind === 'wish' ? [message.wish] : []));

/** Whether a message asks for something about this sale. */
export const isAbout =
  (id: string) =>
  (message: InboundMessage): boolean =>
    message.kind === 'wish' && message.wish.channelOrderId === id;
