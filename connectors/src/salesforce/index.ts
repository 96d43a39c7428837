export { createSalesforce } from './connector.ts';
export { usualIntake as usualSalesforceIntake } from './intake/settings.ts';
export type { SalesforceSettings } from './settings.ts';
