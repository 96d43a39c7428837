import { isAlwaysThere, isEvent } from './field-rules.ts';
import { type Component, fullName, ofType } from './read-app.ts';
import { children, textOf, type Xml } from './xml.ts';

/** What Salesforce wants to be readable together with an object: without it the whole permission set is refused. */
const leansOn: Readonly<Record<string, readonly string[]>> = {
  Case: ['Account', 'Contact'],
  Contact: ['Account'],
  Opportunity: ['Account'],
  Order: ['Account'],
  OrderItem: ['Order'],
  Quote: ['Opportunity'],
  QuoteLineItem: ['Quote'],
};

/** What Salesforce would refuse in a permission set. `standardFields`: those that exist, as `Order.PoNumber`; undefined: not checked. */
export function permissionProblems(set: Component, components: readonly Component[], standardFields: ReadonlySet<string> | undefined): readonly string[] {
  const fields = new Map(ofType(components, 'CustomField').map((field) => [fullName(field), field]));
  const rights = new Map(children(set.xml, 'objectPermissions').map((right) => [textOf(right, 'object') ?? '', right]));
  const ofFields = children(set.xml, 'fieldPermissions').flatMap((permission) => {
    const name = textOf(permission, 'field') ?? '';
    const field = fields.get(name);
    if (field !== undefined) return isAlwaysThere(field) || isEvent(field) ? [`${name} takes no permission`] : [];
    return name.endsWith('__c') || standardFields?.has(name) === false ? [`there is no ${name}`] : [];
  });
  const ofObjects = [...rights.keys()].flatMap((object) => objectProblems(object, rights, components));
  return [...ofFields, ...ofObjects].map((what) => `${set.name}: ${what}`);
}

function objectProblems(object: string, rights: ReadonlyMap<string, Xml>, components: readonly Component[]): readonly string[] {
  const isOurs = ofType(components, 'CustomObject').some(({ name }) => name === object);
  if (/__[ce]$/.test(object) && !isOurs) return [`there is no ${object}`];
  const masters = ofType(components, 'CustomField')
    .filter((field) => field.object === object && textOf(field.xml, 'type') === 'MasterDetail')
    .map((field) => textOf(field.xml, 'referenceTo') ?? '');
  const isReadable = (name: string) => textOf(rights.get(name) ?? {}, 'allowRead') === 'true';
  return [object, ...masters, ...(leansOn[object] ?? [])].filter((name) => !isReadable(name)).map((name) => `${object} needs ${name} to be readable`);
}

/** Custom fields that a permission set does not let its user read, or write where `mayWrite` says so. */
export function missingGrants(set: Component, components: readonly Component[], mayWrite: (name: string) => boolean): readonly string[] {
  const granted = new Map(children(set.xml, 'fieldPermissions').map((permission) => [textOf(permission, 'field') ?? '', permission]));
  return ofType(components, 'CustomField')
    .filter((field) => !isAlwaysThere(field) && !isEvent(field))
    .map(fullName)
    .flatMap((name) => {
      const permission = granted.get(name);
      if (permission === undefined || textOf(permission, 'readable') !== 'true') return [`${set.name} cannot read ${name}`];
      const isEditable = textOf(permission, 'editable') === 'true';
      return isEditable === mayWrite(name) ? [] : [`${set.name} ${isEditable ? 'may write' : 'cannot write'} ${name}`];
    });
}
