export { createAgain } from './creation/create-again.ts';
export { creationId, creationOp, type NewName } from './creation/creation.ts';
export { isStillWanted } from './creation/is-still-wanted.ts';
export { type CreationOutcome, type SettleCreationDeps, type SurplusCustomer, settleCreation } from './creation/settle-creation.ts';
export { stalledCreations, verifyCreations } from './creation/verify-creations.ts';
export { type CreationRules, type WantedCustomer, wantCustomers } from './creation/want-customers.ts';
export {
  type CrossReference,
  type ReferenceKind,
  type ReferenceRow,
  type RowOutcome,
  referenceKinds,
  referenceLimits,
  rowOutcomes,
} from './cross-reference.ts';
export { type CsvColumn, type CsvHeader, type CsvLine, csvColumns, readHeader, readLines } from './csv.ts';
export { answersIn, findNames, type NameQuestion } from './find-names.ts';
export { type ListedReference, listReferences } from './list-references.ts';
export { type LoadDeps, loadReferences } from './load-references.ts';
export { type ResumeDeps, resumeDuty, resumeLimits, resumeWaiting } from './resume-waiting.ts';
export { verifyReferences } from './verify-references.ts';
export { type Wait, writeWaits } from './waits.ts';
