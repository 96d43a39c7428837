/** Where a search looks: in all texts of a record, or only in those of one kind. */
export type SearchedFields = 'ALL' | 'NAME' | 'EMAIL' | 'PHONE';

/** What a search wants of one object: a list of fields, and the rest of a SOQL statement without its LIMIT and OFFSET. */
export type Wanted = {
  readonly object: string;
  readonly fields: string;
  readonly clauses: string;
  readonly limit: number;
  readonly offset: number;
};

/** A search, however it was written; without objects every one that can be searched is. */
export type SearchRequest = { readonly terms: string; readonly within: SearchedFields; readonly wanted: readonly Wanted[]; readonly limit: number };

/** SOSL: the most records of an answer. */
export const recordsMax = 2000;
