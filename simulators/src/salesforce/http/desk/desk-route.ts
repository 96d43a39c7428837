import { type Answer, answered, type Call, type Route, refused } from '../../../stand-in/index.ts';
import { type Org, OrgError, type Row } from '../../org/index.ts';

/** How a desk route is made; what the org refuses is 409 with its error code. */
export type MakeRoute = (method: Route['method'], path: string, status: number, run: (call: Call) => unknown) => Route;

/** An answer; what the org refuses becomes a refusal. */
export function told(status: number, run: () => unknown): Answer {
  try {
    return answered(status, run());
  } catch (error) {
    if (!(error instanceof OrgError)) throw error;
    return refused(error.status === 404 ? 'not-found' : 'wrong-state', error.message, { ...fieldOf(error), more: { errorCode: error.errorCode } });
  }
}

const fieldOf = ({ fields }: OrgError) => (fields[0] === undefined ? {} : { field: fields[0] });

/** A record that must be there. */
export function shown(org: Org, object: string, id: string): Row {
  const row = org.typeOf(object) === undefined ? undefined : org.read(object, id);
  if (row === undefined) throw new OrgError('NOT_FOUND', `there is no ${object} ${id}`, { status: 404 });
  return row;
}
