import { getException, type OpenOrClosedException } from '../exceptions/index.ts';
import { isUuid, type Queryable } from '../platform/index.ts';
import { Refused } from './problem.ts';

/** The exception of that id, or the refusal that says there is none. */
export async function findException(id: string, pool: Queryable): Promise<OpenOrClosedException> {
  const written = id.toLowerCase();
  const exception = isUuid(written) ? await getException({ id: written }, { pool }) : undefined;
  if (!exception) throw new Refused({ code: 'exception-not-found', detail: `There is no exception ${id}.` });
  return exception;
}
