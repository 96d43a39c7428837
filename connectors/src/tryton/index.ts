export { createTryton } from './connector.ts';
export type { TrytonSettings } from './settings.ts';
