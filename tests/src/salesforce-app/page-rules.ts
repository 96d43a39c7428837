import { isAlwaysThere } from './field-rules.ts';
import { type Component, fullName, ofType } from './read-app.ts';
import { children, textOf, texts } from './xml.ts';

/** Columns and fields that every object has, as list views, related lists, layouts and formulas name them. */
const always: ReadonlySet<string> = new Set(['NAME', 'Name']);

/** Places on pages, in list views and rules that name a field that is not there, and fields that a layout forgets. */
export function pageProblems(components: readonly Component[]): readonly string[] {
  const fieldsOf = (object: string) => ofType(components, 'CustomField').filter((field) => field.object === object);
  const has = (object: string, name: string) => always.has(name) || fieldsOf(object).some((field) => field.name === name);
  const unknown = (where: Component, object: string, names: readonly string[]) =>
    names.filter((name) => !has(object, name)).map((name) => `${where.type} ${fullName(where)}: ${object} has no ${name}`);
  return [
    ...ofType(components, 'ListView').flatMap((view) =>
      unknown(view, view.object ?? '', [...texts(view.xml, 'columns'), ...children(view.xml, 'filters').flatMap((filter) => texts(filter, 'field'))]),
    ),
    ...ofType(components, 'ValidationRule').flatMap((rule) =>
      unknown(
        rule,
        rule.object ?? '',
        [...(textOf(rule.xml, 'errorConditionFormula') ?? '').matchAll(/\w+__c/g)].map(([name]) => name),
      ),
    ),
    ...ofType(components, 'CustomTab').flatMap((tab) =>
      ofType(components, 'CustomObject').some(({ name }) => name === tab.name) ? [] : [`CustomTab ${tab.name}: there is no such object`],
    ),
    ...ofType(components, 'Layout').flatMap((layout) => {
      const object = objectOf(layout);
      const relatedLists = children(layout.xml, 'relatedLists').flatMap((list) => {
        const [child = '', lookup = ''] = (textOf(list, 'relatedList') ?? '').split('.');
        return unknown(layout, child, [lookup, ...texts(list, 'fields')]);
      });
      return [...unknown(layout, object, [...placesOf(layout).keys()]), ...relatedLists, ...forgotten(layout, fieldsOf(object))];
    }),
  ];
}

/** The object of a layout: its file is called `<object>-<name of the layout>`. */
export function objectOf(layout: Component): string {
  return layout.name.slice(0, layout.name.indexOf('-'));
}

/** The fields on a layout with how they behave there. */
function placesOf(layout: Component): ReadonlyMap<string, string> {
  const items = children(layout.xml, 'layoutSections').flatMap((section) =>
    children(section, 'layoutColumns').flatMap((column) => children(column, 'layoutItems')),
  );
  return new Map(items.map((item) => [textOf(item, 'field') ?? '', textOf(item, 'behavior') ?? '']));
}

function forgotten(layout: Component, fields: readonly Component[]): readonly string[] {
  const places = placesOf(layout);
  return fields.flatMap((field) => {
    const behavior = places.get(field.name);
    if (behavior === undefined) return [`Layout ${layout.name}: does not show ${field.name}`];
    return isAlwaysThere(field) && behavior !== 'Required' ? [`Layout ${layout.name}: ${field.name} must be Required`] : [];
  });
}
