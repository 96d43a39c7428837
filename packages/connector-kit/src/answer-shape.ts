import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Failure } from './outcome.ts';

/** A partner's value as its schema says, or where it differs: `field` like `lines[0].quantity`, empty for the whole. */
export type Read<T> = { readonly kind: 'read'; readonly value: T } | Unreadable;

/** What cannot be understood; a value, because a partner's mistake is no fault of ours. */
export type Unreadable = { readonly kind: 'unreadable'; readonly field: string; readonly why: string };

/** Compiles a schema once, for all answers of that shape. Fields beyond the schema are left alone: partners add some at any time. */
export function answerShape<Schema extends TSchema>(schema: Schema): (value: unknown) => Read<Static<Schema>> {
  const validator = Compile(schema);
  const isOfShape = (value: unknown): value is Static<Schema> => validator.Check(value);
  return (value) => (isOfShape(value) ? { kind: 'read', value } : unreadable(value, validator.Errors(value)[0]));
}

/**
 * The failure that an unreadable answer amounts to: after a call that may have committed it is doubt, never a reason to send
 * again; after a read it is poison, as reading again brings the same.
 */
export function unreadableAnswer({ field, why }: Unreadable, { commits }: { readonly commits: boolean }): Failure {
  const where = field === '' ? 'the answer' : `${field} of the answer`;
  return { kind: 'failed', class: commits ? 'in-doubt' : 'poison', message: `${where} cannot be understood: ${why}` };
}

const shownCharsMax = 80;

type SchemaError = { readonly keyword: string; readonly instancePath: string; readonly message: string; readonly params: object };

function unreadable(value: unknown, error: SchemaError | undefined): Unreadable {
  if (error === undefined) return { kind: 'unreadable', field: '', why: 'it does not have the expected shape' };
  const { keyword, instancePath, params } = error;
  if (keyword === 'required' && 'requiredProperties' in params && Array.isArray(params.requiredProperties)) {
    return { kind: 'unreadable', field: named(`${instancePath}/${params.requiredProperties[0]}`), why: 'it is missing' };
  }
  const found = String(JSON.stringify(at(value, instancePath)));
  return { kind: 'unreadable', field: named(instancePath), why: `it ${error.message}, but is ${found.slice(0, shownCharsMax)}` };
}

/** `/lines/0/quantity` as people write it: `lines[0].quantity`. */
function named(pointer: string): string {
  return steps(pointer).reduce((path, step) => (/^\d+$/.test(step) ? `${path}[${step}]` : path === '' ? step : `${path}.${step}`), '');
}

function at(value: unknown, pointer: string): unknown {
  return steps(pointer).reduce<unknown>((inside, step) => (typeof inside === 'object' && inside !== null ? Reflect.get(inside, step) : undefined), value);
}

/** RFC 6901, section 4. */
function steps(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
