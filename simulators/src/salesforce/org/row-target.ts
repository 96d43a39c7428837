import { fullId } from './ids.ts';
import { OrgError } from './types.ts';

/**
 * Does something with the record that one row of many names. A record that is not there is NOT_FOUND as a resource of its own,
 * and as a row INVALID_CROSS_REFERENCE_KEY; text that is no id is MALFORMED_ID.
 */
export function onRowTarget<T>(id: string, run: () => T): T {
  if (fullId(id) === undefined) throw new OrgError('MALFORMED_ID', `malformed id ${id}`, { fields: ['Id'] });
  try {
    return run();
  } catch (error) {
    if (error instanceof OrgError && error.errorCode === 'NOT_FOUND') throw new OrgError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
    throw error;
  }
}
