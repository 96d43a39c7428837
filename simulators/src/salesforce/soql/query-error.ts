import { OrgError } from '../org/index.ts';

/** Makes an error that points at a place of the query. */
export type Refuse = (errorCode: string, at: number, message: string) => OrgError;

/** Characters of the query shown on either side of the place. */
const shownMax = 40;

/** Errors as the platform words them: the line, a caret below the place, its row and column, then what is wrong. */
export function refuser(text: string): Refuse {
  return (errorCode, at, message) => {
    const lines = text.slice(0, at).split('\n');
    const column = (lines.at(-1) ?? '').length;
    const line = text.slice(at - column).split('\n', 1)[0] ?? '';
    const from = Math.max(0, column - shownMax);
    const shown = line.slice(from, column + shownMax);
    return new OrgError(errorCode, `\n${shown}\n${' '.repeat(column - from)}^\nERROR at Row:${lines.length}:Column:${column + 1}\n${message}`);
  };
}

const askDescribe = 'Please reference your WSDL or the describe call for the appropriate names.';

/** `SELECT Nmae`: the object has no such field. */
export const noSuchColumn = (refuse: Refuse, at: number, field: string, object: string): OrgError =>
  refuse(
    'INVALID_FIELD',
    at,
    `No such column '${field}' on entity '${object}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${askDescribe}`,
  );

/** `FROM Acount`. */
export const noSuchObject = (refuse: Refuse, at: number, object: string): OrgError =>
  refuse(
    'INVALID_TYPE',
    at,
    `sObject type '${object}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ${askDescribe}`,
  );

/** `Acount.Name`, or `FROM Contcts` in a child query. */
export const noSuchRelationship = (refuse: Refuse, at: number, relationship: string, where: 'field path' | 'FROM part of query call'): OrgError =>
  refuse(
    where === 'field path' ? 'INVALID_FIELD' : 'INVALID_TYPE',
    at,
    `Didn't understand relationship '${relationship}' in ${where}. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${askDescribe}`,
  );
