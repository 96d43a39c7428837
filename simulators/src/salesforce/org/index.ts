export { compoundValue } from './compound.ts';
export { type DescribedField, type DescribedObject, type DescribedSummary, describe, describeGlobal } from './describe.ts';
export { orgId, standardPricebookId, users } from './found-org.ts';
export { fullId, keyPrefixOf, makeId } from './ids.ts';
export { openOrg } from './open-org.ts';
export { onRowTarget } from './row-target.ts';
export { isCompound } from './schema.ts';
export {
  type Change,
  type ChangeType,
  type ChildRelationship,
  type Commit,
  type Disturbance,
  type Field,
  type FieldType,
  type FieldValue,
  type ObjectType,
  type Org,
  OrgError,
  type OrgOptions,
  type PicklistValue,
  type PublishedEvent,
  type Row,
  type Who,
  type Work,
} from './types.ts';
