import { type Component, fullName, ofType } from './read-app.ts';
import { textOf, type Xml } from './xml.ts';

/**
 * What a field of each type must say, and what Salesforce refuses to be said (Metadata API Developer Guide, CustomField).
 * Only the types that this project uses; another one is added here first.
 */
const needs: Readonly<Record<string, readonly string[]>> = {
  Checkbox: ['defaultValue'],
  Date: [],
  DateTime: [],
  LongTextArea: ['length', 'visibleLines'],
  Lookup: ['deleteConstraint', 'referenceTo', 'relationshipLabel', 'relationshipName'],
  MasterDetail: ['referenceTo', 'relationshipLabel', 'relationshipName', 'relationshipOrder'],
  Number: ['precision', 'scale'],
  Picklist: ['valueSet'],
  Text: ['length'],
  TextArea: [],
  Url: [],
};
const special = new Set(Object.values(needs).flat());
const eventTypes: ReadonlySet<string> = new Set(['Checkbox', 'Date', 'DateTime', 'LongTextArea', 'Number', 'Text']);
const nameCharsMax = 40;
const lengths: Readonly<Record<string, readonly [number, number]>> = { Text: [1, 255], LongTextArea: [256, 131_072] };

/** What Salesforce would refuse in one field, or a person would miss. Empty when all is well. Pure. */
export function fieldProblems(field: Component): readonly string[] {
  const found: string[] = [];
  const say = (what: string) => found.push(`${fullName(field)}: ${what}`);
  const type = textOf(field.xml, 'type') ?? 'nothing';
  const wanted = needs[type];
  if (textOf(field.xml, 'fullName') !== field.name) say('the file has another name than the field');
  if (!isDeveloperName(field.name.replace(/__c$/, '')) || !field.name.endsWith('__c')) say('no valid name');
  for (const [name, charsMax] of Object.entries(limitsOf(field))) {
    const length = textOf(field.xml, name)?.length ?? 0;
    if (length === 0 || length > charsMax) say(`${name} has ${length} characters, not 1 to ${charsMax}`);
  }
  if (wanted === undefined) return [...found, `${fullName(field)}: type ${type} is not known here`];
  for (const name of wanted) if (field.xml[name] === undefined) say(`${type} needs ${name}`);
  for (const name of Object.keys(field.xml)) if (special.has(name) && !wanted.includes(name)) say(`${type} has no ${name}`);
  const [least, most] = lengths[type] ?? [];
  if (least !== undefined && most !== undefined && !isBetween(field.xml, 'length', least, most)) say(`length must be ${least} to ${most}`);
  if (isEvent(field) && !eventTypes.has(type)) say(`an event has no ${type}`);
  const relationship = textOf(field.xml, 'relationshipName');
  if (relationship !== undefined && !isDeveloperName(relationship)) say('no valid relationshipName');
  if (textOf(field.xml, 'externalId') === 'true' && !isSaidUnique(field.xml)) say('an external id must be a unique Text that says whether case counts');
  return found;
}

/** Relationships of one parent that have the same name, and parents that are not there. */
export function relationshipProblems(components: readonly Component[], standardObjects: ReadonlySet<string>): readonly string[] {
  const objects = new Set(ofType(components, 'CustomObject').map(({ name }) => name));
  const taken = new Map<string, string>();
  return ofType(components, 'CustomField').flatMap((field) => {
    const parent = textOf(field.xml, 'referenceTo');
    if (parent === undefined) return [];
    if (!objects.has(parent) && !standardObjects.has(parent)) return [`${fullName(field)}: there is no ${parent}`];
    const name = `${parent}.${textOf(field.xml, 'relationshipName')}`;
    const other = taken.get(name);
    taken.set(name, fullName(field));
    return other === undefined ? [] : [`${fullName(field)}: ${other} has the relationship ${name} already`];
  });
}

/** True for a field of a platform event. */
export function isEvent(field: Component): boolean {
  return field.object?.endsWith('__e') === true;
}

/** True where a record cannot be without the field: such a field takes part in no permission and no optional place of a layout. */
export function isAlwaysThere(field: Component): boolean {
  return textOf(field.xml, 'required') === 'true' || textOf(field.xml, 'type') === 'MasterDetail';
}

/** Letters, digits and single underscores, beginning with a letter, at most 40 characters. */
function isDeveloperName(name: string): boolean {
  return name.length <= nameCharsMax && /^[A-Za-z]\w*$/.test(name) && !name.includes('__') && !name.endsWith('_');
}

function limitsOf(field: Component): Readonly<Record<string, number>> {
  return { label: 40, description: 1000, ...(isEvent(field) ? {} : { inlineHelpText: 510 }) };
}

function isBetween(xml: Xml, name: string, least: number, most: number): boolean {
  const value = Number(textOf(xml, name));
  return Number.isInteger(value) && value >= least && value <= most;
}

function isSaidUnique(xml: Xml): boolean {
  return textOf(xml, 'type') === 'Text' && textOf(xml, 'unique') === 'true' && textOf(xml, 'caseSensitive') !== undefined;
}
