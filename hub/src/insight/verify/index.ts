export { type Audited, verifyAudit } from './audit-verify.ts';
export type { Broken } from './broken.ts';
export { type PlannedUpgrade, planUpgrade } from './upgrade-plan.ts';
export { type Verified, verify } from './verify.ts';
