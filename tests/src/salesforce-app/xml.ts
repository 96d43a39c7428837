import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element: its children by name, each a list; what has no children is a text. */
export type Xml = { readonly [name: string]: readonly (Xml | string)[] };

const parser = new XMLParser({ ignoreAttributes: true, ignoreDeclaration: true, parseTagValue: false, isArray: () => true });

/** The root element of a document. Throws when the text is no well-formed XML, or has not exactly that root. */
export function parseXml(text: string, root: string): Xml {
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) throw new Error(`line ${verdict.err.line}: ${verdict.err.msg}`);
  const parsed: unknown = parser.parse(text);
  if (!isXml(parsed)) throw new Error('the document is empty');
  const [first, ...more] = parsed[root] ?? [];
  if (first === undefined || typeof first === 'string' || more.length > 0) throw new Error(`the root is not one <${root}> with children`);
  return first;
}

/** The children of that name that have children themselves. */
export function children(element: Xml, name: string): readonly Xml[] {
  return (element[name] ?? []).filter((child): child is Xml => typeof child !== 'string');
}

/** The texts of that name, in their order. */
export function texts(element: Xml, name: string): readonly string[] {
  return (element[name] ?? []).filter((child): child is string => typeof child === 'string');
}

/** The text of the first child of that name; undefined where there is none. */
export function textOf(element: Xml, name: string): string | undefined {
  return texts(element, name)[0];
}

function isXml(value: unknown): value is Xml {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
