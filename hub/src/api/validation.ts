import { Ajv, type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';

/** A compiled schema. `errors` belongs to the last call that answered false. */
export type Check = { (value: unknown): boolean; errors?: ErrorObject[] | null };

/** Compiles schemas. Bodies are taken as they are; what comes as text in the address is read as the type it should have. */
export type Compiler = { readonly body: (schema: object) => Check; readonly text: (schema: object) => Check };

/** A compiler that knows the named schemas. One error is enough: finding all of them is work that a stranger could order. */
export function createCompiler(named: readonly object[]): Compiler {
  const make = (coerceTypes: boolean) => {
    // verbose: errors carry what was sent, to tell which shape of a choice was meant.
    const ajv = new Ajv({
      allErrors: false,
      verbose: true,
      removeAdditional: false,
      useDefaults: false,
      coerceTypes,
      strict: true,
      strictTypes: false,
      addUsedSchema: false,
    });
    addFormats.default(ajv, ['date', 'date-time', 'uuid', 'uri']);
    for (const schema of named) ajv.addSchema(schema);
    return (schema: object) => ajv.compile(schema) as Check;
  };
  return { body: make(false), text: make(true) };
}
