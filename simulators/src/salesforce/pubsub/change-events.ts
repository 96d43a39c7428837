import type { Commit, Row, Who } from '../org/types.ts';
import type { AvroValue } from './avro-values.ts';
import type { EventLayout } from './event-layout.ts';
import { bodyOf, type ToldChangeType } from './event-schema.ts';
import { bitmapsOf } from './field-bitmap.ts';
import type { MergedChange } from './merge-changes.ts';

/** What the header of a change event says beside which fields changed. */
export type ChangeHeader = {
  readonly entityName: string;
  readonly recordIds: readonly string[];
  readonly changeType: ToldChangeType;
  readonly changeOrigin: string;
  readonly transactionKey: string;
  /** From 1 within a transaction. */
  readonly sequenceNumber: number;
  readonly commitTimestamp: bigint;
  readonly commitNumber: bigint;
  readonly commitUser: string;
};

const none: ReadonlySet<string> = new Set();
/** Set by every update, whether its transaction names it or not. */
const updateStamp = 'LastModifiedDate';

/** A change event's value: a create and an undelete tell the whole record, an update what changed, a delete the header alone. */
export function changeEvent(layout: EventLayout, { type, changed, row }: MergedChange, header: ChangeHeader): AvroValue {
  if (type !== 'UPDATE') return headerOnly(layout, header, type === 'DELETE' ? undefined : row);
  const told = new Set([...changed, updateStamp]);
  const nulled = new Set([...told].filter((name) => (row[name] ?? null) === null));
  return {
    ChangeEventHeader: { ...header, nulledFields: bitmapsOf(layout, nulled), diffFields: [], changedFields: bitmapsOf(layout, told) },
    ...bodyOf(layout, row, told),
  };
}

/** A change event that names no changed fields, with a record or without. */
export function headerOnly(layout: EventLayout, header: ChangeHeader, row?: Row): AvroValue {
  return {
    ChangeEventHeader: { ...header, nulledFields: [], diffFields: [], changedFields: [] },
    ...bodyOf(layout, row ?? {}, row === undefined ? none : undefined),
  };
}

/** The header of a transaction's n-th event. */
export function headerOf({ who, transactionKey, at, commitNumber }: Commit, { type, object, ids }: MergedChange, sequenceNumber: number): ChangeHeader {
  return {
    entityName: object,
    recordIds: ids,
    changeType: type,
    changeOrigin: originOf(who),
    transactionKey,
    sequenceNumber,
    commitTimestamp: BigInt(at.getTime()),
    commitNumber,
    commitUser: who.userId,
  };
}

/** com/salesforce/api/<API>/<version>;client=<client> (https://developer.salesforce.com/docs/atlas.en-us.change_data_capture.meta/change_data_capture/cdc_event_fields_header.htm). */
export function originOf({ api, apiVersion, client }: Who): string {
  const names = { rest: 'rest', bulk: 'bulkapi', soap: 'soap', ui: 'soap' } as const;
  const by = api === 'ui' ? 'SfdcInternalAPI/' : client; // people's pages work through the platform's own client
  return `com/salesforce/api/${names[api]}/${apiVersion}${by === undefined ? '' : `;client=${by}`}`;
}
