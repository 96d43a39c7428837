export { emptyChain, type Link, linkHash, newSalt, saltedDigest } from './audit-chain.ts';
export { type Bell, newBell } from './bell.ts';
export { type Clock, systemClock } from './clock.ts';
export {
  type Connection,
  type Database,
  joined,
  jsonTexts,
  type Last,
  openDatabase,
  plainArray,
  type Queryable,
  type Statement,
  sqlState,
  type Transact,
  type TransactionHooks,
  textsOf,
  together,
  type VerifyConnection,
} from './database.ts';
export { type Duty, DutyLost, type HeldDuty, pause, runDuties } from './duties.ts';
export { type EmbeddedPostgres, isAlive, runningEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
export { type Client, createIdentity, type DeclaredClient, digestOfKey, type Identity } from './identity.ts';
export { type IdSource, idOfCode, isUuid, newId, shortId } from './ids.ts';
export { type Migration, migrate, readMigrations } from './migrate.ts';
export { heartbeat, leave, type Node, readTimeline, registerNode } from './nodes.ts';
export { listActions, type OperatorAction, recordAction, verifyActions } from './operator-actions.ts';
export { dayIn, type WorkingHours, workingTime } from './working-time.ts';
