import { randomUUID } from 'node:crypto';
import type { Commit, Org, PublishedEvent } from '../org/types.ts';
import { type ChangeHeader, changeEvent, headerOf, headerOnly } from './change-events.ts';
import type { EventLog, ToldEvent } from './event-log.ts';
import { changeEventName } from './event-names.ts';
import { bodyOf, type ToldChangeType } from './event-schema.ts';
import { type MergedChange, mergeChanges } from './merge-changes.ts';
import type { Schemas } from './schemas.ts';
import type { Topics } from './topics.ts';

/** A change that the bus tells without its content. */
export type Gap = { readonly object: string; readonly ids: readonly string[]; readonly type: Extract<ToldChangeType, `GAP_${string}`> };

/** Turns what the org commits into events of the log. */
export type Teller = {
  readonly tell: (commit: Commit) => void;
  readonly tellGap: (gap: Gap) => void;
  /** The next changes are told as gaps. */
  readonly gapNext: (changes: number) => void;
  /** The event of this uuid, published within the transaction that is under way, is told under the id that its publisher gave it. */
  readonly nameNext: (eventUuid: string, id: string) => void;
  /** The replay ids of the events that were named, until they are asked for. */
  readonly replayOf: (eventUuid: string) => number | undefined;
};

/** What telling needs. */
export type TellerMake = { readonly org: Pick<Org, 'now' | 'typeOf'>; readonly log: EventLog; readonly schemas: Schemas; readonly topics: Topics };

/** An overflow names no record (https://developer.salesforce.com/docs/atlas.en-us.change_data_capture.meta/change_data_capture/cdc_other_events_overflow.htm). */
const noRecord = '000000000000000AAA';

/** Makes the teller. */
export function createTeller({ org, log, schemas, topics }: TellerMake): Teller {
  const names = new Map<string, string>();
  const replays = new Map<string, number>();
  let gapsLeft = 0;

  const toldChange = (commit: Commit, change: MergedChange, sequenceNumber: number): readonly ToldEvent[] => {
    const event = changeEventName(change.object);
    const current = topics.carry(event) ? schemas.current(event) : undefined;
    if (current === undefined) return [];
    const header = headerOf(commit, change, sequenceNumber);
    const isGap = gapsLeft > 0;
    if (isGap) gapsLeft -= 1;
    const value = isGap ? headerOnly(current.layout, { ...header, changeType: `GAP_${change.type}` }) : changeEvent(current.layout, change, header);
    return [{ event, id: randomUUID(), schemaId: current.schema.id, payload: current.codec.encode(value) }];
  };
  const toldPublished = ({ at, who }: Commit, { object, fields, eventUuid }: PublishedEvent): readonly ToldEvent[] => {
    const current = schemas.current(object);
    if (current === undefined) return [];
    const stamps = { CreatedDate: at.toISOString(), CreatedById: who.userId };
    const payload = current.codec.encode(bodyOf(current.layout, { ...fields, ...stamps }));
    return [{ event: object, id: names.get(eventUuid) ?? eventUuid, schemaId: current.schema.id, payload }];
  };
  return {
    tell: (commit) => {
      const changes = mergeChanges(commit).flatMap((change, index) => toldChange(commit, change, index + 1));
      const published = commit.events.flatMap((event) => toldPublished(commit, event).map((told) => ({ told, eventUuid: event.eventUuid })));
      const given = log.append([...changes, ...published.map(({ told }) => told)], commit.at);
      for (const [index, { eventUuid }] of published.entries()) {
        const replay = given[changes.length + index];
        if (names.has(eventUuid) && replay !== undefined) replays.set(eventUuid, replay);
      }
      names.clear(); // those of a transaction that failed, too
    },
    tellGap: ({ object, ids, type }) => {
      const name = org.typeOf(object)?.name;
      const current = name === undefined ? undefined : schemas.current(changeEventName(name));
      if (name === undefined || current === undefined) throw new Error(`object: the org has no change events of ${object}`);
      const at = org.now();
      const value = headerOnly(current.layout, gapHeader({ object: name, ids: type === 'GAP_OVERFLOW' ? [noRecord] : ids, type }, at));
      log.append([{ event: current.layout.event, id: randomUUID(), schemaId: current.schema.id, payload: current.codec.encode(value) }], at);
    },
    gapNext: (changes) => {
      gapsLeft = changes;
    },
    nameNext: (eventUuid, id) => names.set(eventUuid, id),
    replayOf: (eventUuid) => {
      const replay = replays.get(eventUuid);
      replays.delete(eventUuid);
      return replay;
    },
  };
}

/** A gap is found outside of any transaction: nobody's commit. */
function gapHeader({ object, ids, type }: Gap, at: Date): ChangeHeader {
  return {
    entityName: object,
    recordIds: ids,
    changeType: type,
    changeOrigin: '',
    transactionKey: randomUUID(),
    sequenceNumber: 1,
    commitTimestamp: BigInt(at.getTime()),
    commitNumber: BigInt(at.getTime()) * 1_000_000n,
    commitUser: '000000000000000AAA',
  };
}
