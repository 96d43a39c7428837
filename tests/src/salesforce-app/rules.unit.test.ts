import { describe, expect, it } from 'vitest';
import { fieldProblems, relationshipProblems } from './field-rules.ts';
import { pageProblems } from './page-rules.ts';
import { missingGrants, permissionProblems } from './permission-rules.ts';
import type { Component } from './read-app.ts';
import { parseXml } from './xml.ts';

const component = (type: string, name: string, inner: string, object?: string): Component => ({
  type,
  name,
  xml: parseXml(`<${type}>${inner}</${type}>`, type),
  ...(object === undefined ? {} : { object }),
});
const said = '<label>A</label><description>A.</description><inlineHelpText>A.</inlineHelpText>';
const text = '<type>Text</type><length>40</length>';
const field = (inner: string, name = 'A__c', object = 'X__c') => component('CustomField', name, `<fullName>${name}</fullName>${inner}`, object);
const object = component('CustomObject', 'X__c', '<label>X</label>');

describe('the rules for a field', () => {
  it('let a good one pass', () => {
    expect(fieldProblems(field(said + text))).toEqual([]);
  });

  it.each([
    ['a type without what it needs', `${said}<type>Text</type>`, ['X__c.A__c: Text needs length', 'X__c.A__c: length must be 1 to 255']],
    ['a type with what it has not', `${said}<type>Date</type><length>8</length>`, ['X__c.A__c: Date has no length']],
    ['a type that nobody knows', `${said}<type>Money</type>`, ['X__c.A__c: type Money is not known here']],
    ['a text that is too long', `${said}<type>Text</type><length>256</length>`, ['X__c.A__c: length must be 1 to 255']],
    ['no words for people', `<label>A</label><description>A.</description>${text}`, ['X__c.A__c: inlineHelpText has 0 characters, not 1 to 510']],
    [
      'an external id that may be there twice',
      `${said}${text}<externalId>true</externalId>`,
      ['X__c.A__c: an external id must be a unique Text that says whether case counts'],
    ],
  ])('find %s', (_name, inner, problems) => {
    expect(fieldProblems(field(inner))).toEqual(problems);
  });

  it('find names that Salesforce refuses', () => {
    expect(fieldProblems(field(said + text, 'A__B__c'))).toEqual(['X__c.A__B__c: no valid name']);
    expect(fieldProblems(field(said + text, `${'A'.repeat(41)}__c`))).toHaveLength(1);
    expect(fieldProblems({ ...field(said + text), name: 'B__c' })).toEqual(['X__c.B__c: the file has another name than the field']);
  });

  it('find what an event cannot have', () => {
    expect(fieldProblems(field(`${said}<type>TextArea</type>`, 'A__c', 'X__e'))).toEqual(['X__e.A__c: an event has no TextArea']);
  });

  it('find a relationship that is there twice, and a parent that is not', () => {
    const lookup = (parent: string) => `<type>Lookup</type><referenceTo>${parent}</referenceTo><relationshipName>Xs</relationshipName>`;
    const both = [field(lookup('Order')), field(lookup('Order'), 'B__c'), field(lookup('Y__c'), 'C__c')];
    expect(relationshipProblems([object, ...both], new Set(['Order']))).toEqual([
      'X__c.B__c: X__c.A__c has the relationship Order.Xs already',
      'X__c.C__c: there is no Y__c',
    ]);
  });
});

describe('the rules for a permission set', () => {
  const set = (inner: string) => component('PermissionSet', 'P', `<label>P</label>${inner}`);
  const onField = (name: string, isEditable = true) =>
    `<fieldPermissions><field>${name}</field><readable>true</readable><editable>${isEditable}</editable></fieldPermissions>`;
  const onObject = (name: string, isReadable = true) => `<objectPermissions><object>${name}</object><allowRead>${isReadable}</allowRead></objectPermissions>`;
  const required = field(`${said}${text}<required>true</required>`, 'R__c');
  const app = [object, field(said + text), required];

  it('find fields that are not there, or take no permission', () => {
    expect(permissionProblems(set(onField('X__c.Gone__c') + onField('X__c.R__c') + onField('Order.Gone')), app, new Set(['Order.PoNumber']))).toEqual([
      'P: there is no X__c.Gone__c',
      'P: X__c.R__c takes no permission',
      'P: there is no Order.Gone',
    ]);
  });

  it('find objects that are not there, or whose base is not readable', () => {
    expect(permissionProblems(set(onObject('Y__c') + onObject('Quote') + onObject('X__c', false)), app, undefined)).toEqual([
      'P: there is no Y__c',
      'P: Quote needs Opportunity to be readable',
      'P: X__c needs X__c to be readable',
    ]);
  });

  it('find fields that are not granted, or too far', () => {
    expect(missingGrants(set(''), app, () => true)).toEqual(['P cannot read X__c.A__c']);
    expect(missingGrants(set(onField('X__c.A__c')), app, () => false)).toEqual(['P may write X__c.A__c']);
    expect(missingGrants(set(onField('X__c.A__c', false)), app, () => true)).toEqual(['P cannot write X__c.A__c']);
  });
});

describe('the rules for pages', () => {
  it('find columns, filters, formulas, tabs and places of fields that are not there, and fields that a layout forgets', () => {
    const place = '<layoutSections><layoutColumns><layoutItems><behavior>Edit</behavior><field>Gone__c</field></layoutItems></layoutColumns></layoutSections>';
    const app = [
      object,
      field(said + text),
      component('ListView', 'All', '<columns>NAME</columns><columns>B__c</columns><filters><field>C__c</field></filters>', 'X__c'),
      component('ValidationRule', 'V', '<errorConditionFormula>D__c &lt; A__c</errorConditionFormula>', 'X__c'),
      component('CustomTab', 'Y__c', '<motif>Bell</motif>'),
      component('Layout', 'X__c-X Layout', place),
    ];
    expect(pageProblems(app)).toEqual([
      'ListView X__c.All: X__c has no B__c',
      'ListView X__c.All: X__c has no C__c',
      'ValidationRule X__c.V: X__c has no D__c',
      'CustomTab Y__c: there is no such object',
      'Layout X__c-X Layout: X__c has no Gone__c',
      'Layout X__c-X Layout: does not show A__c',
    ]);
  });
});

describe('the reader', () => {
  it('refuses what is no XML, and another document', () => {
    expect(() => parseXml('<A><B></A>', 'A')).toThrow(/line 1/);
    expect(() => parseXml('<A><B>1</B></A>', 'C')).toThrow('the root is not one <C> with children');
  });
});
