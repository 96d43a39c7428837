/** What a field can hold: dates are ISO text ('2026-01-31', '2026-01-31T10:00:00.000+0000'), amounts are numbers, ids have 18 characters. */
export type FieldValue = string | number | boolean | null;

/** A record by API field names, spelled as in describe: every field but compound ones, null where nothing was set. */
export type Row = { readonly [field: string]: FieldValue };

export type FieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'boolean'
  | 'int'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'reference'
  | 'picklist'
  | 'multipicklist'
  | 'email'
  | 'phone'
  | 'url'
  | 'address'
  | 'location'
  | 'encryptedstring'
  | 'anyType';

/** One entry of a picklist. */
export type PicklistValue = { readonly value: string; readonly label: string; readonly active: boolean; readonly defaultValue: boolean };

/** A field as describe shows it. */
export type Field = {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
  readonly nillable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly externalId: boolean;
  readonly unique: boolean;
  readonly idLookup: boolean;
  readonly calculated: boolean;
  readonly autoNumber: boolean;
  readonly custom: boolean;
  readonly defaultedOnCreate: boolean;
  readonly defaultValue: FieldValue;
  readonly referenceTo: readonly string[];
  readonly relationshipName: string | null;
  readonly cascadeDelete: boolean;
  readonly picklistValues: readonly PicklistValue[];
  readonly restrictedPicklist: boolean;
  /** The compound field this one is a part of (BillingAddress for BillingCity), else null. */
  readonly compoundFieldName: string | null;
  /** Whether a unique field tells 'a' from 'A'; left out: it does not. */
  readonly caseSensitive?: boolean;
  /** Whether a parent that is still referred to by this field can't be deleted. */
  readonly restrictedDelete?: boolean;
  /** What the field is for, as its metadata says. */
  readonly inlineHelpText?: string;
  /** How an auto number is written ('ORD-{0000}'). */
  readonly displayFormat?: string;
  /** The name of the child relationship that a reference makes on its parent (Orders). */
  readonly childRelationshipName?: string;
};

export type ChildRelationship = {
  readonly childSObject: string;
  readonly field: string;
  readonly relationshipName: string | null;
  readonly cascadeDelete: boolean;
};

export type ObjectType = {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly keyPrefix: string;
  readonly custom: boolean;
  /** A platform event: published, never stored. */
  readonly isEvent: boolean;
  readonly fields: readonly Field[];
  readonly childRelationships: readonly ChildRelationship[];
};

/** Who works in the org; `client` is the call-options client name that becomes part of changeOrigin. */
export type Who = { readonly userId: string; readonly apiVersion: string; readonly client?: string; readonly api: 'rest' | 'bulk' | 'ui' | 'soap' };

export type ChangeType = 'CREATE' | 'UPDATE' | 'DELETE' | 'UNDELETE';

/** One record's change within a committed transaction. */
export type Change = {
  readonly type: ChangeType;
  readonly object: string;
  readonly id: string;
  /** Names of the fields that changed (all set ones for CREATE), in describe's order. */
  readonly changed: readonly string[];
  /** The record afterwards (before, for DELETE). */
  readonly row: Row;
};

/** A platform event as it was published. */
export type PublishedEvent = { readonly object: string; readonly fields: Row; readonly eventUuid: string };

/** A committed transaction: what CDC tells. `commitNumber` exceeds 2^53. */
export type Commit = {
  readonly commitNumber: bigint;
  readonly at: Date;
  readonly transactionKey: string;
  readonly who: Who;
  readonly changes: readonly Change[];
  readonly events: readonly PublishedEvent[];
};

/** An error as the REST API words it: [{ message, errorCode, fields }] with an HTTP status. */
export class OrgError extends Error {
  readonly errorCode: string;
  readonly status: number;
  readonly fields: readonly string[];

  constructor(errorCode: string, message: string, { status = 400, fields = [] }: { readonly status?: number; readonly fields?: readonly string[] } = {}) {
    super(message);
    this.name = 'OrgError';
    this.errorCode = errorCode;
    this.status = status;
    this.fields = fields;
  }
}

/** The open transaction. Names of objects and fields are matched without regard to case. Each call throws OrgError, and then leaves no trace of itself. */
export type Work = {
  readonly create: (object: string, fields: Row) => { readonly id: string };
  readonly update: (object: string, id: string, fields: Row) => void;
  /** By external id or 'Id'. `fields` may hold relationship references already resolved to ids. */
  readonly upsert: (object: string, externalIdField: string, value: string, fields: Row) => { readonly id: string; readonly created: boolean };
  readonly remove: (object: string, id: string) => void;
  /** Removes a record past the bin: queries for deleted records do not find it. What belongs to it goes into the bin. */
  readonly purge: (object: string, id: string) => void;
  readonly publish: (event: string, fields: Row) => { readonly eventUuid: string };
  /** A savepoint: what `run` did is undone when it throws, and the error goes on. */
  readonly attempt: <T>(run: () => T) => T;
};

export type Org = {
  readonly orgId: string;
  readonly now: () => Date;
  /** Case-insensitive; undefined when there is no such object. */
  readonly typeOf: (object: string) => ObjectType | undefined;
  readonly types: () => readonly ObjectType[];
  /** 15 or 18 characters. Deleted ones are not found. */
  readonly read: (object: string, id: string) => Row | undefined;
  readonly readBy: (object: string, field: string, value: string) => readonly Row[];
  /** Rows without deleted ones; with them (IsDeleted true) when asked. */
  readonly rows: (object: string, withDeleted?: boolean) => Iterable<Row>;
  /** All or nothing: when `run` throws, nothing happened and the error goes on. Listeners hear of it after the commit. Throws UNABLE_TO_LOCK_ROW for locked accounts. */
  readonly transact: <T>(who: Who, run: (work: Work) => T) => T;
  readonly onCommit: (listen: (commit: Commit) => void) => () => void;
  /** Adds a custom field or object while running (schema evolution). */
  readonly addField: (object: string, field: Partial<Field> & Pick<Field, 'name' | 'type'>) => void;
  /** What an administrator or a fault switches: locked accounts, validation rules, failing triggers. */
  readonly disturb: (disturbance: Disturbance | undefined) => void;
  readonly close: () => void;
};

/** Faults of the org's data: while one is on, what it names is refused. */
export type Disturbance = {
  readonly lockedAccounts?: readonly string[];
  readonly validationRule?: { readonly object: string; readonly field: string; readonly message: string };
  readonly failingTrigger?: { readonly object: string; readonly message: string };
};

/** How an org is opened; with `file` it persists and finds everything again. */
export type OrgOptions = {
  readonly file?: string;
  /** The folders of sfdx projects whose objects, fields and events the org has. */
  readonly metadata?: string | readonly string[];
  readonly now?: () => Date;
  readonly isSeeded: boolean;
};
