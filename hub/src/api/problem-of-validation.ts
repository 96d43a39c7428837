import type { Problem } from './problem.ts';
import { joined } from './read-json.ts';

/** What this module needs of an error of Ajv. */
export type SchemaError = {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: object;
  readonly message?: string;
  readonly data?: unknown;
  readonly schema?: unknown;
};

/** The problem behind the errors of one failed validation: the field, and a code that says what is wrong with it. */
export function problemOfValidation(errors: readonly SchemaError[]): Problem {
  const error = theError(errors);
  if (!error) return { code: 'invalid-value', detail: 'The body is not as documented.' };
  const field = fieldOf(error);
  const code = codeOf(error, field);
  return { code, detail: detailOf(error, code, field), ...(field !== '' && { field }) };
}

/** Of a choice between shapes, the error of the shape that was meant: the one of the `kind` that was sent. */
function theError(errors: readonly SchemaError[]): SchemaError | undefined {
  const choice = errors.find((error) => error.keyword === 'anyOf');
  if (!choice) return errors[0];
  const kind = kindOf(choice.data);
  const meant = kind === undefined ? -1 : branchesOf(choice).indexOf(kind);
  if (meant >= 0) return errors.find((error) => error.schemaPath.includes(`/anyOf/${meant}/`)) ?? choice;
  if (branchesOf(choice).every((known) => known === undefined)) return choice;
  if (kind === undefined) return { ...choice, keyword: 'required', params: { missingProperty: 'kind' } };
  return { ...choice, instancePath: `${choice.instancePath}/kind`, message: `must be one of ${branchesOf(choice).join(', ')}` };
}

function kindOf(data: unknown): unknown {
  return typeof data === 'object' && data !== null && 'kind' in data ? data.kind : undefined;
}

type Branch = { readonly properties?: { readonly kind?: { readonly const?: unknown } } };

/** The kind of each shape to choose from. */
function branchesOf({ schema }: SchemaError): readonly unknown[] {
  return Array.isArray(schema) ? schema.map((branch: Branch) => branch.properties?.kind?.const) : [];
}

/** `lines[0].quantity.value` from a JSON pointer, with the member that is missing or too many. */
function fieldOf({ instancePath, params }: SchemaError): string {
  let place = '';
  for (const part of instancePath.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    place = /^\d+$/.test(name) ? `${place}[${name}]` : joined(place, name);
  }
  const inner = 'missingProperty' in params ? params.missingProperty : 'additionalProperty' in params ? params.additionalProperty : undefined;
  return typeof inner === 'string' ? joined(place, inner) : place;
}

function codeOf({ keyword }: SchemaError, field: string): Problem['code'] {
  const name = field.replace(/^.*\./, '');
  switch (keyword) {
    case 'required':
      return 'missing-field';
    case 'additionalProperties':
      return 'unknown-field';
    case 'type':
      return 'wrong-type';
    case 'format':
      return 'invalid-date';
    case 'maxItems':
      return name === 'lines' ? 'too-many-lines' : 'invalid-value';
    case 'enum':
      if (name === 'unit') return 'unknown-unit';
      return name === 'currency' ? 'unknown-currency' : 'invalid-value';
    case 'pattern':
      if (field.endsWith('quantity.value')) return 'invalid-quantity';
      return name === 'amount' ? 'invalid-amount' : 'invalid-value';
    default:
      return 'invalid-value';
  }
}

function detailOf(error: SchemaError, code: Problem['code'], field: string): string {
  const what = field === '' ? 'The body' : field;
  switch (code) {
    case 'missing-field':
      return `${what} is missing.`;
    case 'unknown-field':
      return `${what} is not a field of this request.`;
    case 'invalid-date':
      return `${what} is no ${'format' in error.params && error.params.format === 'date' ? 'date that exists, written YYYY-MM-DD' : 'instant of RFC 3339 with its zone'}.`;
    case 'unknown-unit':
      return `${what} is no unit code that this hub knows.`;
    case 'unknown-currency':
      return `${what} is no ISO 4217 code.`;
    case 'invalid-quantity':
      return `${what} is no decimal greater than zero, written as a string.`;
    case 'invalid-amount':
      return `${what} is no decimal of zero or more, written as a string.`;
    default:
      return `${what} ${error.message ?? 'is not as documented'}.`;
  }
}
