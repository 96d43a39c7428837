import type { ObjectType, Org } from '../org/types.ts';
import { type EventLayout, layOut } from './event-layout.ts';
import { objectOfChangeEvent } from './event-names.ts';
import { codecOf, type EventCodec, type EventSchema, schemaOf } from './event-schema.ts';

/** What it takes to write events of one name now. */
export type CurrentEvent = { readonly layout: EventLayout; readonly schema: EventSchema; readonly codec: EventCodec };

/** The schemas of all events, the old ones too. */
export type Schemas = {
  /** The events of this name as the org describes their fields now; undefined when there are none. */
  readonly current: (event: string) => CurrentEvent | undefined;
  readonly withId: (schemaId: string) => EventSchema | undefined;
};

/** `known` are the schemas of events that are still kept; `onNew` hears of each further one before it is used. */
export function createSchemas(org: Pick<Org, 'typeOf'>, known: readonly EventSchema[], onNew: (schema: EventSchema) => void): Schemas {
  const byId = new Map(known.map((schema) => [schema.id, schema]));
  const currentOf = new Map<string, CurrentEvent & { readonly object: ObjectType; readonly fields: number }>();
  return {
    current: (event) => {
      const object = org.typeOf(objectOfChangeEvent(event) ?? event);
      if (object === undefined || object.isEvent === (objectOfChangeEvent(event) !== undefined)) return undefined;
      const there = currentOf.get(event);
      if (there?.object === object && there.fields === object.fields.length) return there;
      const layout = layOut(object);
      if (layout.event !== event) return undefined; // topics are spelled exactly
      const schema = schemaOf(layout);
      if (!byId.has(schema.id)) {
        byId.set(schema.id, schema);
        onNew(schema);
      }
      const current = { layout, schema, codec: codecOf(schema), object, fields: object.fields.length };
      currentOf.set(event, current);
      return current;
    },
    withId: (schemaId) => byId.get(schemaId),
  };
}
