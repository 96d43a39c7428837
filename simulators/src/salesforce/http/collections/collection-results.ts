import type { Work } from '../../org/index.ts';
import { type RowError, rowErrorOf } from '../answers.ts';
import type { SfAnswer, SfRequest } from '../route.ts';

/** What one record of a collection came to. */
export type Result =
  | { readonly id: string; readonly success: true; readonly errors: readonly unknown[]; readonly created?: boolean }
  | { readonly id?: string; readonly success: false; readonly errors: readonly RowError[]; readonly created?: boolean };

const rolledBack: Result = {
  success: false,
  errors: [
    {
      statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
      fields: [],
    },
  ],
};

/** Thrown inside the transaction to undo it. */
class RolledBack extends Error {}

/** What is done with one record. */
export type Act<R> = (work: Work, record: R) => Result;

/** Does each in one transaction; what fails leaves no trace, and with `allOrNone` nothing does when one fails. `toldOfFailed` is added to failures. */
export function each<R>(
  { org, who }: SfRequest,
  records: readonly R[],
  allOrNone: boolean,
  act: Act<R>,
  toldOfFailed: (record: R) => object = () => ({}),
): SfAnswer {
  let results: readonly Result[] = [];
  try {
    org.transact(who, (work) => {
      results = records.map((record) => attempted(work, record, act));
      if (allOrNone && results.some(({ success }) => !success)) throw new RolledBack();
    });
  } catch (error) {
    results = error instanceof RolledBack ? results.map((result) => (result.success ? rolledBack : result)) : records.map(() => refusal(error));
  }
  const told = records.map((record, nth) => (results[nth]?.success === true ? results[nth] : { ...results[nth], ...toldOfFailed(record) }));
  return { status: 200, json: told };
}

function attempted<R>(work: Work, record: R, act: Act<R>): Result {
  try {
    return work.attempt(() => act(work, record));
  } catch (error) {
    return refusal(error);
  }
}

const refusal = (error: unknown): Result => ({ success: false, errors: [rowErrorOf(error)] });
