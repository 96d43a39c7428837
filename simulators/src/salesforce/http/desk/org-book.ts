import { type Book, type BookDocument, Malformed } from '../../../stand-in/index.ts';
import type { Org, Row } from '../../org/index.ts';

/** A record as checkers see it: the kind is its object, the reference its first external id. */
export type OrgDocument = BookDocument & { readonly fields: Row };

/** The org as a book: what it holds, and how many transactions it has committed since its start. */
export type OrgBook = Pick<Book<OrgDocument>, 'cursor' | 'every' | 'count' | 'reset' | 'close'>;

/** Opens the view. */
export function openOrgBook(org: Org): OrgBook {
  let commits = 0;
  const stopListening = org.onCommit(() => {
    commits += 1;
  });
  return {
    cursor: () => commits,
    every: <K extends string>(object: K) => documentsOf(org, object) as readonly Extract<OrgDocument, { readonly kind: K }>[], // all of this kind
    count: (object) => [...org.rows(object)].length,
    reset: () => {
      throw new Malformed('', 'asks for what an org cannot do: end it, remove its folder and start it again');
    },
    close: () => {
      stopListening();
      org.close();
    },
  };
}

function documentsOf(org: Org, object: string): readonly OrgDocument[] {
  const fields = org.typeOf(object)?.fields ?? [];
  const external = fields.filter((field) => field.externalId).map(({ name }) => name);
  const number = fields.find((field) => field.autoNumber)?.name;
  return [...org.rows(object)].map((row) => documentOf(object, row, number, external));
}

function documentOf(object: string, row: Row, number: string | undefined, external: readonly string[]): OrgDocument {
  const reference = external.map((name) => row[name]).find((value) => typeof value === 'string' && value !== '');
  return {
    kind: object,
    id: String(row['Id']),
    ...(number === undefined ? {} : { number: String(row[number]) }),
    ...(typeof reference === 'string' ? { reference } : {}),
    changedAt: String(row['LastModifiedDate'] ?? row['SystemModstamp']),
    fields: row,
  };
}
