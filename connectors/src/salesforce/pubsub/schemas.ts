import type { Call, Failure, Read } from '@crossdock/connector-kit';
import type { SalesforceClient } from '../rest/client.ts';
import type { PubSubConnection } from './connection.ts';
import { failureOf, isUnauthenticated } from './ended.ts';
import { type BusEvent, type EventType, readEventType } from './event-type.ts';
import type { ProducerEvent } from './messages.ts';

/** Reads events by their own schemas: an id names a schema for ever, a topic's changes when a field is added. */
export type ReadEvent = (event: ProducerEvent, call: Call) => Promise<Read<BusEvent> | Failure>;

/** Schemas kept; the one that was fetched first goes first. */
const schemasMax = 500;

/** Makes the reader of one bus's events. */
export function createReadEvent(connection: PubSubConnection, client: Pick<SalesforceClient, 'accessToken'>): ReadEvent {
  const types = new Map<string, EventType>();
  const fetch = async (schemaId: string, call: Call): Promise<EventType | Failure> => {
    const session = await client.accessToken(call);
    if ('kind' in session) return session;
    let got = await connection.getSchema(schemaId, session, call.now());
    if (typeof got !== 'string' && isUnauthenticated(got)) {
      const renewed = await client.accessToken(call, session.token);
      if ('kind' in renewed) return renewed;
      got = await connection.getSchema(schemaId, renewed, call.now());
    }
    return typeof got === 'string' ? typeOf(got) : failureOf(got, `the schema ${schemaId}`);
  };
  return async ({ schemaId, payload }, call) => {
    const known = types.get(schemaId) ?? (await fetch(schemaId, call));
    if (typeof known !== 'function') return known;
    if (types.size >= schemasMax) types.delete(types.keys().next().value ?? '');
    types.set(schemaId, known);
    return known(payload);
  };
}

/** A schema that nobody can read makes its events unreadable, and blocks no others. */
function typeOf(json: string): EventType {
  try {
    return readEventType(json);
  } catch (error) {
    const why = `its schema cannot be understood: ${error instanceof Error ? error.message : String(error)}`;
    return () => ({ kind: 'unreadable', field: 'schema', why });
  }
}
