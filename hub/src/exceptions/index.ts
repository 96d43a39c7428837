export { applyRemedy, fixableFields, type RemedyChoice, type RemedyDeps, remedyNames } from './apply-remedy.ts';
export { assignException, type ByPerson, listNotes, noteException } from './assign-exception.ts';
export { type CauseCount, countCauses, countOpen } from './count-causes.ts';
export { type HeldSales, heldSalesWant } from './held-sales.ts';
export { getException, type ListExceptions, listExceptions, type OpenOrClosedException, openExceptionsOf, type Target } from './list-exceptions.ts';
export { closeExceptions, type ExceptionWant, noOrder, openExceptionKeys, openExceptions } from './write-exceptions.ts';
