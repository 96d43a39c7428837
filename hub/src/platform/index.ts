export { emptyChain, type Link, linkHash, newSalt, saltedDigest } from './audit-chain.ts';
export { type Clock, systemClock } from './clock.ts';
export { type Connection, type Database, databaseLimits, openDatabase, type Queryable, sqlState, type Transact, type TransactionHooks } from './database.ts';
export { type Duty, DutyLost, type HeldDuty, pause, runDuties } from './duties.ts';
export { type EmbeddedPostgres, isAlive, startEmbeddedPostgres } from './embedded-postgres.ts';
export { type IdSource, isUuid, newId, shortId } from './ids.ts';
export { type Migration, migrate, readMigrations } from './migrate.ts';
export { type WorkingHours, workingTime } from './working-time.ts';
export { heartbeat, leave, type Node, nodeLimits, readTimeline, registerNode } from './nodes.ts';
