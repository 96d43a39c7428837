import type { Document, Selection, Value, Values } from './graphql-document.ts';

/**
 * A field of a type: the type of its value (`scalar` has nothing below it), the arguments that it takes, and where its value comes
 * from. A `page` is a connection or a list whose size an argument `first` sets.
 */
export type Field = {
  readonly type: string;
  readonly args?: readonly string[];
  readonly page?: true;
  readonly resolve: (source: unknown, args: Values) => unknown;
};
/** Types by name, their fields by name; operations start at `Query` and `Mutation`. */
export type Schema = Readonly<Record<string, Readonly<Record<string, Field>> | undefined>>;

/** One member of `errors`. */
export type GraphqlError = { readonly message: string; readonly path?: readonly string[]; readonly extensions: Readonly<Record<string, unknown>> };

/** The errors that a document has against the schema; empty when it may be carried out. Messages and codes as Shopify words them. */
export function validate(schema: Schema, { kind, selections }: Document): readonly GraphqlError[] {
  const check = (type: string, members: readonly Selection[], path: readonly string[]): readonly GraphqlError[] =>
    members.flatMap((member) => {
      const here = [...path, member.as];
      const field = schema[type]?.[member.name];
      if (field === undefined)
        return [wrong(`Field '${member.name}' doesn't exist on type '${type}'`, here, { code: 'undefinedField', typeName: type, fieldName: member.name })];
      const strange = Object.keys(member.args).filter((name) => !(field.args ?? []).includes(name));
      const refused = strange.map((name) =>
        wrong(`Field '${member.name}' doesn't accept argument '${name}'`, here, { code: 'argumentNotAccepted', name: member.name }),
      );
      if (field.type === 'scalar')
        return member.below.length === 0
          ? refused
          : [...refused, wrong(`Selections can't be made on scalars (field '${member.name}')`, here, { code: 'selectionMismatch' })];
      if (member.below.length === 0)
        return [
          ...refused,
          wrong(`Field must have selections (field '${member.name}' returns ${field.type} but has no selections)`, here, { code: 'selectionMismatch' }),
        ];
      return [...refused, ...check(field.type, member.below, here)];
    });
  return check(rootOf(kind), selections, [kind]);
}

const wrong = (message: string, path: readonly string[], extensions: GraphqlError['extensions']): GraphqlError => ({ message, path, extensions });

const rootOf = (kind: Document['kind']): string => (kind === 'query' ? 'Query' : 'Mutation');

/** What the most would cost that the document can return: an object 1, a page as many times what is in it as it asks for. */
export function costOf(schema: Schema, { kind, selections }: Document): number {
  const cost = (type: string, members: readonly Selection[]): number =>
    members.reduce((sum, { name, args, below }) => {
      const field = schema[type]?.[name];
      if (field === undefined || field.type === 'scalar') return sum;
      const inside = cost(field.type, below);
      return sum + (field.page ? first(args) * Math.max(1, inside) : inside + 1);
    }, 0);
  return Math.max(cost(rootOf(kind), selections), kind === 'mutation' ? mutationCost : 1);
}

/** What any mutation costs at least. */
const mutationCost = 10;

/** Carries a valid document out; fields of a mutation one after the other. */
export function execute(schema: Schema, { kind, selections }: Document): Readonly<Record<string, unknown>> {
  const project = (type: string, source: unknown, members: readonly Selection[]): Readonly<Record<string, unknown>> =>
    Object.fromEntries(members.map((member) => [member.as, fieldValue(schema[type]?.[member.name], source, member)]));
  const fieldValue = (field: Field | undefined, source: unknown, { args, below }: Selection): unknown => {
    if (field === undefined) return null; // cannot be: the document is valid
    const value = field.resolve(source, args);
    if (field.type === 'scalar' || value === null || value === undefined) return value ?? null;
    return Array.isArray(value) ? value.map((member: unknown) => project(field.type, member, below)) : project(field.type, value, below);
  };
  return project(rootOf(kind), undefined, selections);
}

/** A page of a list, as a connection: `first` and `after`, the cursor being the place in the list. */
export function connection<T>(members: readonly T[], args: Values): { readonly nodes: readonly T[]; readonly pageInfo: object } {
  const from = typeof args['after'] === 'string' ? Number(Buffer.from(args['after'], 'base64url').toString()) : 0;
  const nodes = members.slice(from, from + first(args));
  const end = from + nodes.length;
  const endCursor = nodes.length === 0 ? null : Buffer.from(String(end)).toString('base64url');
  return { nodes, pageInfo: { hasNextPage: end < members.length, hasPreviousPage: from > 0, endCursor } };
}

/** The argument `first`; without it, as much as Shopify gives at most. */
export const first = ({ first: given }: Values): number => (typeof given === 'number' ? given : 250);

/** An input value as an object; null where it is none. */
export const asObject = (value: Value | undefined): Values | null => (typeof value === 'object' && value !== null && !isList(value) ? value : null);

/** An input value as a list; empty where it is none. */
export const asList = (value: Value | undefined): readonly Value[] => (typeof value === 'object' && value !== null && isList(value) ? value : []);

const isList = (value: readonly Value[] | Values): value is readonly Value[] => Array.isArray(value);
