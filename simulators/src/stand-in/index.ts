export { type Book, type BookDocument, openBook } from './book.ts';
export type { BookReport, Grade } from './book-report.ts';
export { type Journal, noJournal, openJournal } from './journal.ts';
export {
  isAbsent,
  Malformed,
  maybeBoolean,
  maybeDecimal,
  maybeList,
  maybeNumber,
  maybeText,
  pathOf,
  readDecimal,
  readList,
  readObject,
  readPositive,
  readText,
  readTexts,
  readWord,
  refuseTwins,
  type Source,
} from './read.ts';
export { type Decision, decided, type Refusal, refused } from './refusal.ts';
export { type Answer, answered, type Call, type Route } from './route.ts';
export type { Serving } from './server.ts';
export { readPoll, refuseStale, search, shown } from './shown.ts';
export { type Ground, type StandIn, type StandInOptions, startStandIn } from './stand-in.ts';
