import type { ObjectType, Org } from '../org/types.ts';
import { eventNameOf, objectOfChangeEvent } from './event-names.ts';

/** A channel that events are read from. */
export type Topic = {
  readonly name: string;
  /** The name of its events when it carries one kind only. */
  readonly event: string | undefined;
  readonly admits: (event: string) => boolean;
  readonly canPublish: boolean;
};

/** Which channels there are. */
export type Channels = {
  /** The objects that Change Data Capture is switched on for; all when left out. */
  readonly captured?: readonly string[] | undefined;
  /** Custom channels ('/data/Hub__chn', '/event/Hub__chn') with the names of their events (OrderChangeEvent, Order_Submit__e). */
  readonly custom?: Readonly<Record<string, readonly string[]>> | undefined;
};

/** All channels of an org. */
export type Topics = {
  /** Finds a topic by its exact name. */
  readonly find: (name: string) => Topic | undefined;
  /** Whether events of this name get into any channel. */
  readonly carry: (event: string) => boolean;
};

const everyChange = '/data/ChangeEvents';

/** Knows /data/ChangeEvents, /data/<Object>ChangeEvent, /event/<Event>__e and the custom channels. */
export function createTopics(org: Pick<Org, 'types'>, { captured, custom = {} }: Channels): Topics {
  const isCaptured = (event: string) => {
    const object = objectOfChangeEvent(event);
    return object !== undefined && (captured === undefined || captured.includes(object));
  };
  const inCustom = new Set(Object.values(custom).flat());
  return {
    carry: (event) => objectOfChangeEvent(event) === undefined || isCaptured(event) || inCustom.has(event),
    find: (name) => {
      if (name === everyChange) return { name, event: undefined, admits: isCaptured, canPublish: false };
      const members = Object.hasOwn(custom, name) ? custom[name] : undefined;
      if (members !== undefined) return { name, event: undefined, admits: (event) => members.includes(event), canPublish: false };
      const object = org.types().find((type) => topicName(type) === name);
      if (object === undefined || !(object.isEvent || isCaptured(eventNameOf(object)))) return undefined;
      const event = eventNameOf(object);
      return { name, event, admits: (other) => other === event, canPublish: object.isEvent };
    },
  };
}

const topicName = (object: ObjectType) => `/${object.isEvent ? 'event' : 'data'}/${eventNameOf(object)}`;
