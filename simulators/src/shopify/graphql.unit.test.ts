import { describe, expect, it } from 'vitest';
import { type Document, GraphqlSyntaxError, parseDocument } from './graphql-document.ts';
import { connection, costOf, execute, type Field, type Schema, validate } from './graphql-execute.ts';

const scalar = (name: string): Field => ({ type: 'scalar', resolve: (source) => Reflect.get(Object(source), name) });
const schema: Schema = {
  Query: { shelf: { type: 'Shelf', args: ['id'], resolve: (_, { id }) => (id === 'none' ? null : { id, books: ['a', 'b', 'c'] }) } },
  Mutation: { add: { type: 'Shelf', args: ['input'], resolve: (_, { input }) => ({ id: JSON.stringify(input), books: [] }) } },
  Shelf: {
    id: scalar('id'),
    books: { type: 'Books', args: ['first', 'after'], page: true, resolve: (shelf, args) => connection(Reflect.get(Object(shelf), 'books'), args) },
  },
  Books: {
    nodes: { type: 'Book', resolve: (books) => Reflect.get(Object(books), 'nodes') },
    pageInfo: { type: 'PageInfo', resolve: (books) => Reflect.get(Object(books), 'pageInfo') },
  },
  Book: { title: { type: 'scalar', resolve: (book) => book } },
  PageInfo: { hasNextPage: scalar('hasNextPage'), endCursor: scalar('endCursor') },
};
const parse = (source: string, variables: Parameters<typeof parseDocument>[1] = {}): Document => parseDocument(source, variables);

describe('a GraphQL document', () => {
  it('is carried out as it was selected: names, aliases, pages, nulls', () => {
    const document = parse(
      'query Q($id: ID!) { shelf(id: $id) { mine: id books(first: 2) { nodes { title } pageInfo { hasNextPage } } } none: shelf(id: "none") { id } }',
      { id: 'x' },
    );
    expect(validate(schema, document)).toEqual([]);
    expect(execute(schema, document)).toEqual({
      shelf: { mine: 'x', books: { nodes: [{ title: 'a' }, { title: 'b' }], pageInfo: { hasNextPage: true } } },
      none: null,
    });
  });

  it('goes on behind the cursor of the page before', () => {
    const page = (after: string) =>
      execute(schema, parse(`{ shelf { books(first: 2, after: ${after}) { nodes { title } pageInfo { endCursor hasNextPage } } } }`));
    const { endCursor } = connection(['a', 'b', 'c'], { first: 2 }).pageInfo as { endCursor: string };
    expect(page(JSON.stringify(endCursor))).toMatchObject({ shelf: { books: { nodes: [{ title: 'c' }], pageInfo: { hasNextPage: false } } } });
  });

  it('puts variables, their defaults and every kind of literal into its arguments', () => {
    const document = parse('mutation ($a: [Int!]! = [1], $b: String) { add(input: {a: $a, b: $b, c: [true, null, -2.5, "q\\"", WORD]}) { id } } # end', {
      b: 'given',
    });
    expect(execute(schema, document)).toEqual({ add: { id: '{"a":[1],"b":"given","c":[true,null,-2.5,"q\\"","WORD"]}' } });
  });

  it.each([
    ['{ shelf { nmae } }', 'undefinedField'],
    ['{ shelves { id } }', 'undefinedField'],
    ['{ shelf(name: 1) { id } }', 'argumentNotAccepted'],
    ['{ shelf }', 'selectionMismatch'],
    ['{ shelf { id { x } } }', 'selectionMismatch'],
  ])('is refused when it does not fit the schema: %s', (source, code) => {
    expect(validate(schema, parse(source))).toMatchObject([{ extensions: { code } }]);
  });

  it.each(['', '{', '{ a(', 'subscription { a }', 'query { ...f }', '{ a } { b }', '{ a(b: ) }', `${'{a'.repeat(30)}${'}'.repeat(30)}`])(
    'is refused when it is no document: %s',
    (source) => {
      expect(() => parse(source)).toThrow(GraphqlSyntaxError);
    },
  );

  it('costs its worst case', () => {
    expect(costOf(schema, parse('{ shelf { id } }'))).toBe(1);
    expect(costOf(schema, parse('{ shelf { books(first: 50) { nodes { title } } } }'))).toBe(51);
    expect(costOf(schema, parse('mutation { add(input: {}) { id } }'))).toBe(10);
  });
});
