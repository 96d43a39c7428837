export { createSalesforce } from './connector.ts';
export { usualIntake } from './intake/settings.ts';
export type { SalesforceSettings } from './settings.ts';
