import type { FieldValue, Row, Who } from '../types.ts';

/** A record while it is written. */
export type Draft = Record<string, FieldValue>;

/** What rules see of the org while they judge a write. */
export type Ground = {
  readonly who: Who;
  /** The time of the transaction, as records keep it. */
  readonly at: string;
  /** A record that is not deleted. */
  readonly find: (object: string, id: FieldValue | undefined) => Row | undefined;
  /** Records that are not deleted, by an indexed field. */
  readonly by: (object: string, field: string, value: string) => readonly Row[];
  /** Writes fields that no client may write, as a consequence of another write. */
  readonly settle: (object: string, id: string, fields: Row) => void;
};

/** What one object adds to the general rules. Each throws OrgError to refuse. */
export type ObjectRules = {
  /** Completes and judges a new record; `given` holds what the client sent. */
  readonly creating?: (draft: Draft, ground: Ground, given: Row) => void;
  /** Completes and judges a change; `given` holds what the client sent, whether it changes anything or not. */
  readonly changing?: (draft: Draft, ground: Ground, before: Row, given: Row) => void;
  readonly removing?: (row: Row, ground: Ground) => void;
  /** Draws the consequences for other records. */
  readonly written?: (before: Row | undefined, after: Row | undefined, ground: Ground) => void;
};
