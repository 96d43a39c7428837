/** A query as it was written, before its names are looked up. `at` is where something stands in the text, from 0. */
export type Query = {
  readonly select: readonly SelectItem[];
  readonly from: { readonly name: string; readonly at: number };
  /** Names given in FROM, lower case, and the relationships that they stand for; the object's own alias stands for none. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  readonly scope: 'everything' | 'mine';
  readonly where: Condition | undefined;
  readonly groupBy: readonly Operand[];
  readonly having: Condition | undefined;
  readonly orderBy: readonly Ordering[];
  readonly limit: number | undefined;
  readonly offset: number;
};

export type SelectItem =
  | { readonly kind: 'expression'; readonly of: Operand; readonly alias: string | undefined }
  | { readonly kind: 'children'; readonly query: Query; readonly at: number }
  | { readonly kind: 'all'; readonly which: 'ALL' | 'STANDARD' | 'CUSTOM'; readonly at: number };

/** A field by its path, or a function of operands (`name` in capitals, no arguments for `COUNT()`). */
export type Operand =
  | { readonly kind: 'field'; readonly names: readonly string[]; readonly at: number }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Operand[]; readonly at: number };

export type Ordering = { readonly by: Operand; readonly isDescending: boolean; readonly nulls: 'first' | 'last' };

export type Comparator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'LIKE';
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly members: readonly Condition[] }
  | { readonly kind: 'not'; readonly member: Condition }
  | { readonly kind: 'compare'; readonly left: Operand; readonly comparator: Comparator; readonly right: Literal }
  | { readonly kind: 'in'; readonly left: Operand; readonly isNegated: boolean; readonly values: readonly Literal[] }
  | { readonly kind: 'includes'; readonly left: Operand; readonly isNegated: boolean; readonly values: readonly Literal[] }
  | { readonly kind: 'inQuery'; readonly left: Operand; readonly isNegated: boolean; readonly query: Query };

export type Literal = { readonly at: number } & (
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: number }
  /** `raw` keeps the escapes, which LIKE reads differently. */
  | { readonly kind: 'string'; readonly raw: string; readonly text: string }
  | { readonly kind: 'date' | 'datetime'; readonly text: string }
  /** `LAST_N_DAYS:30`; `count` is 0 where there is none. */
  | { readonly kind: 'dateLiteral'; readonly name: string; readonly count: number }
);
