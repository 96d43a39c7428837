import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fieldProblems, isEvent, relationshipProblems } from './field-rules.ts';
import { objectOf, pageProblems } from './page-rules.ts';
import { missingGrants, permissionProblems } from './permission-rules.ts';
import { type Component, fullName, ofType, readComponents } from './read-app.ts';
import { children, parseXml, textOf, texts } from './xml.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const app = path.join(root, 'salesforce-app');
const components = readComponents(path.join(app, 'force-app'));
const fields = ofType(components, 'CustomField');
const ownObjects = ofType(components, 'CustomObject').filter(({ name }) => name.endsWith('__c'));
const standardObjects: ReadonlySet<string> = new Set(['Account', 'Case', 'Order', 'OrderItem', 'Quote', 'QuoteLineItem']);

type Words = { readonly enum: readonly string[] };
type Properties<T> = { readonly properties: T };
/** The part of the API description that is compared. */
type ApiDescription = {
  readonly components: {
    readonly schemas: {
      readonly OrderView: Properties<{
        readonly status: Words;
        readonly lines: { readonly items: Properties<{ readonly schedules: { readonly items: Properties<{ readonly status: Words }> } }> };
      }>;
      readonly ExceptionView: Properties<{ readonly severity: Words }>;
    };
  };
};
const apiDescription: ApiDescription = JSON.parse(fs.readFileSync(path.join(root, 'docs/reference/openapi.json'), 'utf8'));

const shapes = path.resolve(root, '../shared/samples/salesforce/sobject-fields-v65.json');
const standardFields = fs.existsSync(shapes) ? fieldsIn(fs.readFileSync(shapes, 'utf8')) : undefined;
if (standardFields === undefined) process.stderr.write(`\nSKIPPED: whether standard fields exist, because ${shapes} is not there.\n\n`);

function fieldsIn(text: string): ReadonlySet<string> {
  const shape: Readonly<Record<string, Readonly<Record<string, string>>>> = JSON.parse(text);
  return new Set(Object.entries(shape).flatMap(([object, names]) => Object.keys(names).map((name) => `${object}.${name}`)));
}

function permissionSet(name: string): Component {
  const found = ofType(components, 'PermissionSet').find((set) => set.name === name);
  if (found === undefined) throw new Error(`there is no permission set ${name}`);
  return found;
}

const field = (name: string): Component => {
  const found = fields.find((each) => fullName(each) === name);
  if (found === undefined) throw new Error(`there is no field ${name}`);
  return found;
};
const picklist = (name: string) =>
  children(field(name).xml, 'valueSet')
    .flatMap((set) => children(set, 'valueSetDefinition'))
    .flatMap((definition) => children(definition, 'value'))
    .map((value) => textOf(value, 'fullName'));

/** The right of sales people to fill in, and of nobody else to change, what the ERP needs and quotes have no field for. */
const filledInBySales: ReadonlySet<string> = new Set(['Quote.Purchase_Order_Number__c', 'Quote.Requested_Delivery_Date__c', 'Quote.Ship_To_Reference__c']);

describe('the fields of the Salesforce app', () => {
  it('say what their types need, within the limits of Salesforce', () => {
    expect(fields.flatMap(fieldProblems)).toEqual([]);
  });

  it('have relationships that no other field of the same parent has', () => {
    expect(relationshipProblems(components, standardObjects)).toEqual([]);
  });

  it('give every object one required external id, in which case counts: line ids may differ by case alone', () => {
    for (const { name } of ownObjects) {
      const keys = fields.filter((each) => each.object === name && textOf(each.xml, 'externalId') === 'true');
      expect(keys.map((key) => [key.name, textOf(key.xml, 'required'), textOf(key.xml, 'caseSensitive')])).toEqual([['External_Id__c', 'true', 'true']]);
    }
  });

  it('let an upsert name the master of a record that is there already', () => {
    const masters = fields.filter((each) => textOf(each.xml, 'type') === 'MasterDetail');
    expect(masters.map((each) => [fullName(each), textOf(each.xml, 'reparentableMasterDetail')])).toEqual([
      ['Order_Shipment_Line__c.Order_Shipment__c', 'true'],
    ]);
  });

  it('leave quotes, orders and accounts without unique fields, so that they can be cloned', () => {
    const cloned = fields.filter((each) => ['Account', 'Order', 'Quote'].includes(each.object ?? ''));
    expect(cloned.filter((each) => each.xml['unique'] !== undefined).map(fullName)).toEqual([]);
    expect(cloned.length).toBeGreaterThan(0);
  });

  it('hold every quantity and amount that the hub accepts', () => {
    const numbers = fields.filter((each) => textOf(each.xml, 'type') === 'Number' && each.name !== 'Hub_Version__c');
    for (const each of numbers) {
      const scale = each.name.endsWith('_Quantity__c') ? '6' : '4';
      expect([fullName(each), textOf(each.xml, 'precision'), textOf(each.xml, 'scale')]).toEqual([fullName(each), '18', scale]);
    }
  });

  it('have a currency or a unit beside every amount and quantity', () => {
    const objects = new Set(fields.filter((each) => textOf(each.xml, 'type') === 'Number' && each.name !== 'Hub_Version__c').map((each) => each.object));
    for (const object of objects) expect(fields.filter((each) => each.object === object && /(Currency\w*|Unit)__c$/.test(each.name))).toHaveLength(1);
  });

  it('know the words in which the hub tells a status', () => {
    const { OrderView, ExceptionView } = apiDescription.components.schemas;
    const { status, lines } = OrderView.properties;
    expect(picklist('Order.Hub_Status__c')).toEqual(status.enum);
    expect(picklist('Quote.Hub_Status__c')).toEqual(status.enum);
    expect(new Set(picklist('Order_Line_Status__c.Status__c'))).toEqual(new Set(lines.items.properties.schedules.items.properties.status.enum));
    expect(picklist('Order_Exception__c.Severity__c')).toEqual(ExceptionView.properties.severity.enum);
  });

  it('take a word that they do not know yet', () => {
    const sets = fields.flatMap((each) => children(each.xml, 'valueSet'));
    expect(sets.filter((set) => textOf(set, 'restricted') === 'true')).toEqual([]);
    expect(sets.length).toBeGreaterThan(0);
  });
});

describe('the objects of the Salesforce app', () => {
  it('refuse an older state after a newer one', () => {
    const rules = ofType(components, 'ValidationRule').filter(({ xml }) =>
      /Hub_Version__c < PRIORVALUE\(Hub_Version__c\)/.test(textOf(xml, 'errorConditionFormula') ?? ''),
    );
    expect(new Set(rules.map((rule) => rule.object))).toEqual(new Set(ownObjects.map(({ name }) => name)));
  });

  it('are shown whole to a person, each by one layout', () => {
    expect(ofType(components, 'Layout').map(objectOf).sort()).toEqual(ownObjects.map(({ name }) => name).sort());
    expect(pageProblems(components)).toEqual([]);
  });

  it('are read by bulk, streaming and sharing alike, as Salesforce wants all three or none', () => {
    for (const { xml } of ownObjects)
      expect(['enableBulkApi', 'enableSharing', 'enableStreamingApi'].map((name) => textOf(xml, name))).toEqual(['true', 'true', 'true']);
  });

  it('ask for an order by an event that says which record, what, and which request', () => {
    const event = fields.filter(isEvent).filter((each) => textOf(each.xml, 'required') === 'true');
    expect(event.map(fullName).sort()).toEqual(['Order_Submit__e.Kind__c', 'Order_Submit__e.Record_Id__c', 'Order_Submit__e.Request_Id__c']);
  });
});

describe('the permission sets of the Salesforce app', () => {
  const integration = permissionSet('Crossdock_Integration');
  const sales = permissionSet('Crossdock_Sales');

  it.each([integration, sales])('name what is there, with all that it leans on: $name', (set) => {
    expect(permissionProblems(set, components, undefined)).toEqual([]);
  });

  it.skipIf(standardFields === undefined)('name standard fields that exist', () => {
    expect(permissionProblems(integration, components, standardFields)).toEqual([]);
  });

  it('let the hub write everything but what sales people fill in', () => {
    expect(missingGrants(integration, components, (name) => !filledInBySales.has(name))).toEqual([]);
  });

  it('let sales people see everything, and write only what they fill in', () => {
    expect(missingGrants(sales, components, (name) => filledInBySales.has(name))).toEqual([]);
  });

  it.each([integration, sales])('let nobody delete, or change what is not shared with them: $name', (set) => {
    const rights = children(set.xml, 'objectPermissions').flatMap((right) => [textOf(right, 'allowDelete'), textOf(right, 'modifyAllRecords')]);
    expect(new Set(rights)).toEqual(new Set(['false']));
  });

  it('let the hub see every record of what it hears changes of: Salesforce tells only those who may', () => {
    const all = children(integration.xml, 'objectPermissions').filter((right) => textOf(right, 'viewAllRecords') === 'true');
    expect(all.map((right) => textOf(right, 'object'))).toEqual(expect.arrayContaining(['Quote', 'QuoteLineItem', 'Order', 'OrderItem']));
  });
});

describe('the channel of changes', () => {
  it('tells of quotes and orders with their lines, on one channel of our own', () => {
    expect(ofType(components, 'PlatformEventChannel').map(({ name, xml }) => [name, textOf(xml, 'channelType')])).toEqual([['Crossdock__chn', 'data']]);
    const members = ofType(components, 'PlatformEventChannelMember');
    expect(members.map(({ xml }) => textOf(xml, 'selectedEntity')).sort()).toEqual([
      'OrderChangeEvent',
      'OrderItemChangeEvent',
      'QuoteChangeEvent',
      'QuoteLineItemChangeEvent',
    ]);
    for (const { name, xml } of members) {
      expect(textOf(xml, 'eventChannel')).toBe('Crossdock__chn');
      expect(name).toBe(`Crossdock_chn_${textOf(xml, 'selectedEntity')}`);
    }
  });
});

describe('the manifest', () => {
  const manifest = parseXml(fs.readFileSync(path.join(app, 'manifest/package.xml'), 'utf8'), 'Package');

  it('lists every component, and nothing else', () => {
    const listed = children(manifest, 'types').flatMap((type) => texts(type, 'members').map((member) => `${textOf(type, 'name')} ${member}`));
    expect(listed.sort()).toEqual(components.map((component) => `${component.type} ${fullName(component)}`).sort());
  });

  it('is of the same API version as the project', () => {
    const project: { readonly sourceApiVersion: string } = JSON.parse(fs.readFileSync(path.join(app, 'sfdx-project.json'), 'utf8'));
    expect(textOf(manifest, 'version')).toBe(project.sourceApiVersion);
  });
});
