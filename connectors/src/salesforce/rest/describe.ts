import { answerShape, type Read } from '@crossdock/connector-kit';
import { Type } from 'typebox';

/** A field as the user may use it: field-level security shows as a field that is not there, or that may not be written. */
export type FieldDescription = {
  readonly name: string;
  readonly type: string;
  /** Of texts; 0 otherwise. */
  readonly length: number;
  readonly isCreateable: boolean;
  readonly isUpdateable: boolean;
  readonly isExternalId: boolean;
  readonly isUnique: boolean;
  readonly referenceTo: readonly string[];
};

/** An object as the user may use it. */
export type ObjectDescription = {
  readonly name: string;
  readonly isCreateable: boolean;
  readonly isUpdateable: boolean;
  readonly isQueryable: boolean;
  readonly fields: ReadonlyMap<string, FieldDescription>;
};

const readAnswer = answerShape(
  Type.Object({
    name: Type.String(),
    createable: Type.Boolean(),
    updateable: Type.Boolean(),
    queryable: Type.Boolean(),
    fields: Type.Array(
      Type.Object({
        name: Type.String(),
        type: Type.String(),
        length: Type.String(),
        createable: Type.Boolean(),
        updateable: Type.Boolean(),
        externalId: Type.Boolean(),
        unique: Type.Boolean(),
        referenceTo: Type.Array(Type.String()),
      }),
    ),
  }),
);

/** Reads an answer of `/sobjects/X/describe`. */
export function readDescription(body: unknown): Read<ObjectDescription> {
  const read = readAnswer(body);
  if (read.kind === 'unreadable') return read;
  const { name, createable, updateable, queryable, fields } = read.value;
  const described = fields.map((field): [string, FieldDescription] => [
    field.name,
    {
      name: field.name,
      type: field.type,
      length: Number(field.length),
      isCreateable: field.createable,
      isUpdateable: field.updateable,
      isExternalId: field.externalId,
      isUnique: field.unique,
      referenceTo: field.referenceTo,
    },
  ]);
  return { kind: 'read', value: { name, isCreateable: createable, isUpdateable: updateable, isQueryable: queryable, fields: new Map(described) } };
}
