export { type SalesforceFaultName, salesforceFaultNames } from './fault-names.ts';
export type { OrgDocument } from './http/desk/org-book.ts';
export { type SalesforceAccess, type SimulatedSalesforce, type SimulatedSalesforceOptions, startSimulatedSalesforce } from './start.ts';
