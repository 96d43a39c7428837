import type { Call, InboundMessage } from '@crossdock/connector-kit';
import type { SalesforceClient } from '../rest/client.ts';
import type { Got } from '../rest/rest.ts';
import { type Row, textOf } from '../values.ts';
import { endWalk, type TopicCursor, type Walk } from './cursor.ts';
import type { Messages } from './messages-of.ts';
import { queryAll } from './query-all.ts';
import type { Intake } from './settings.ts';
import { lineObjects, watchedObjects } from './touch.ts';

/** Records looked at in one page. */
export const walkRowsMax = 200;

type Step = { readonly messages: readonly InboundMessage[]; readonly topic: TopicCursor };
type Needs = { readonly client: Pick<SalesforceClient, 'ask'>; readonly messages: Messages; readonly intake: Intake };

/** One page of records that changed while the bus did not tell; deleted ones too. Behind the last page stands the bus again. */
export async function walkOn(topic: TopicCursor, walk: Walk, { client, messages, intake }: Needs, call: Call): Promise<Got<Step>> {
  const source = sourcesOf(intake)[walk.object];
  if (source === undefined) return { kind: 'got', value: { messages: [], topic: endWalk(topic, walk) } };
  const { object, parent } = source;
  const behind =
    walk.id === '' ? `SystemModstamp >= ${walk.stamp}` : `(SystemModstamp > ${walk.stamp} OR (SystemModstamp = ${walk.stamp} AND Id > '${walk.id}'))`;
  const fields = [...new Set(['Id', parent, 'SystemModstamp'])].join(', ');
  const got = await queryAll(client, `SELECT ${fields} FROM ${object} WHERE ${behind} ORDER BY SystemModstamp, Id LIMIT ${walkRowsMax}`, call);
  if (got.kind === 'failed') return got;
  const ids = [...new Set(got.value.flatMap((row) => textOf(row, parent) ?? []))];
  const found = await messages.ofFound(ids, call);
  if (found.kind === 'failed') return found;
  const last = got.value.length < walkRowsMax ? undefined : got.value.at(-1);
  const next = last === undefined ? { ...walk, object: walk.object + 1, stamp: walk.start, id: '' } : { ...walk, ...placeOf(last) };
  return { kind: 'got', value: { messages: found.value, topic: { ...topic, walk: next } } };
}

function sourcesOf(intake: Intake): readonly { readonly object: string; readonly parent: string }[] {
  const watched = watchedObjects(intake);
  if (watched === undefined) return [];
  return [
    { object: watched.head, parent: 'Id' },
    { object: watched.line, parent: lineObjects[watched.line] },
  ];
}

/** Salesforce writes the zone as `+0000`, which a query does not take. */
const placeOf = (row: Row): { readonly stamp: string; readonly id: string } => ({
  stamp: (textOf(row, 'SystemModstamp') ?? '').replace(/\+0000$/, 'Z'),
  id: textOf(row, 'Id') ?? '',
});
