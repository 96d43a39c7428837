import { compoundValue, type Field, type FieldValue, isCompound, type ObjectType, type Row } from '../org/index.ts';
import { labelOf } from './operands.ts';
import type { Column, Hop } from './paths.ts';

/** A JSON object of an answer. */
export type Shown = { readonly [key: string]: unknown };
/** What records refer to from outside: the version in their addresses, and how a list of child records is paged. */
export type Links = { readonly version: string; readonly page: (list: RecordList) => Shown };
/** Records in the order of the answer, each shown when its page is asked for. */
export type RecordList = { readonly rows: readonly Row[]; readonly show: (row: Row, links: Links) => Shown };

/** How a value is shown: as it is kept, by its picklist label, or written for people. */
export type Manner = 'plain' | 'label' | 'formatted';
/** Something that a query selects for each record. */
export type Selected =
  | { readonly kind: 'field'; readonly column: Column; readonly key: string; readonly manner: Manner }
  | { readonly kind: 'children'; readonly key: string; readonly childrenOf: (row: Row) => RecordList };

type Member =
  | { readonly kind: 'value'; readonly field: Field; readonly manner: Manner }
  | { readonly kind: 'parent'; readonly hop: Hop; readonly members: Map<string, Member> }
  | { readonly kind: 'children'; readonly childrenOf: (row: Row) => RecordList };

/** Makes the JSON of a record as the REST API words it: `attributes`, then what was selected, parents as objects of their own. */
export function projector(object: ObjectType, selected: readonly Selected[]): (row: Row, links: Links) => Shown {
  const members = new Map<string, Member>();
  for (const item of selected) {
    if (item.kind === 'children') members.set(item.key, item);
    else membersAt(members, item.column.hops).set(item.key, { kind: 'value', field: item.column.field, manner: item.manner });
  }
  return (row, links) => show(object, row, members, links);
}

function membersAt(start: Map<string, Member>, hops: readonly Hop[]): Map<string, Member> {
  let members = start;
  for (const hop of hops) {
    const there = members.get(hop.relationshipName);
    if (there?.kind === 'parent') {
      members = there.members;
      continue;
    }
    const below = new Map<string, Member>();
    members.set(hop.relationshipName, { kind: 'parent', hop, members: below });
    members = below;
  }
  return members;
}

function show(object: ObjectType, row: Row, members: ReadonlyMap<string, Member>, links: Links): Shown {
  const shown: Record<string, unknown> = {
    attributes: { type: object.name, url: `/services/data/v${links.version}/sobjects/${object.name}/${String(row['Id'])}` },
  };
  for (const [key, member] of members) shown[key] = showMember(object, row, member, links);
  return shown;
}

function showMember(object: ObjectType, row: Row, member: Member, links: Links): unknown {
  switch (member.kind) {
    case 'value':
      return shownValue(object, row, member.field, member.manner);
    case 'parent': {
      const parent = member.hop.follow(row);
      return parent === undefined ? null : show(parent.object, parent.row, member.members, links);
    }
    case 'children': {
      const list = member.childrenOf(row);
      return list.rows.length === 0 ? null : links.page(list);
    }
    default:
      return member satisfies never;
  }
}

function shownValue(object: ObjectType, row: Row, field: Field, manner: Manner): unknown {
  if (isCompound(field)) return compoundValue(object, field, row);
  const value = row[field.name] ?? null;
  if (manner === 'label') return labelOf(field, value);
  return manner === 'formatted' ? formatted(field, value) : value;
}

/** FORMAT(field) for a user in the United States. */
function formatted({ type, scale }: Field, value: FieldValue): FieldValue {
  if (typeof value === 'number') {
    const text = value.toLocaleString('en-US', { minimumFractionDigits: scale, maximumFractionDigits: scale });
    return type === 'currency' ? `$${text}` : text;
  }
  if (typeof value !== 'string') return value;
  if (type === 'date') return new Date(value).toLocaleDateString('en-US', { timeZone: 'UTC' });
  return type === 'datetime' ? new Date(value).toLocaleString('en-US', { timeZone: 'UTC', dateStyle: 'short', timeStyle: 'short' }) : value;
}
