import fs from 'node:fs';
import path from 'node:path';
import { parseXml, type Xml } from './xml.ts';

/** One file of the project. `object` is the object that it belongs to; only parts of objects have one. */
export type Component = { readonly type: string; readonly name: string; readonly object?: string; readonly xml: Xml };

/** The suffix of a file, the metadata type that it holds, and whether it is a part of an object. */
const kinds: Readonly<Record<string, { readonly type: string; readonly isPart?: true }>> = {
  object: { type: 'CustomObject' },
  field: { type: 'CustomField', isPart: true },
  listView: { type: 'ListView', isPart: true },
  validationRule: { type: 'ValidationRule', isPart: true },
  layout: { type: 'Layout' },
  tab: { type: 'CustomTab' },
  permissionset: { type: 'PermissionSet' },
  platformEventChannel: { type: 'PlatformEventChannel' },
  platformEventChannelMember: { type: 'PlatformEventChannelMember' },
};

/** Every component below a folder in source format. Throws an error that names the file when one cannot be read. */
export function readComponents(folder: string): readonly Component[] {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => readComponent(path.join(entry.parentPath, entry.name)));
}

function readComponent(file: string): Component {
  const [, name = '', suffix = ''] = /^(.+)\.(\w+)-meta\.xml$/.exec(path.basename(file)) ?? [];
  const kind = kinds[suffix];
  if (kind === undefined) throw new Error(`${file}: no kind of metadata that is known here`);
  try {
    const xml = parseXml(fs.readFileSync(file, 'utf8'), kind.type);
    return { type: kind.type, name, xml, ...(kind.isPart ? { object: path.basename(path.dirname(path.dirname(file))) } : {}) };
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** The components of one type. */
export function ofType(components: readonly Component[], type: string): readonly Component[] {
  return components.filter((component) => component.type === type);
}

/** How a manifest and a permission set name a component: `Order.Hub_Status__c`, or just its name. */
export function fullName(component: Component): string {
  return component.object === undefined ? component.name : `${component.object}.${component.name}`;
}
