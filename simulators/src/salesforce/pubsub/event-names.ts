import type { ObjectType } from '../org/types.ts';

/** The name of an object's change events: AccountChangeEvent, Shipment__ChangeEvent. */
export const changeEventName = (object: string): string => (object.endsWith('__c') ? `${object.slice(0, -'__c'.length)}__ChangeEvent` : `${object}ChangeEvent`);

/** The object whose changes these events tell; undefined when the name is not one of change events. */
export function objectOfChangeEvent(event: string): string | undefined {
  if (event.endsWith('__ChangeEvent')) return `${event.slice(0, -'__ChangeEvent'.length)}__c`;
  return event.endsWith('ChangeEvent') ? event.slice(0, -'ChangeEvent'.length) : undefined;
}

/** The events that are told about this object, or that it is itself. */
export const eventNameOf = ({ name, isEvent }: ObjectType): string => (isEvent ? name : changeEventName(name));
