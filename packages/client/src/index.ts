export { type ClientOptions, type CrossdockClient, createClient, type OrderRequest, type OrderView, type Problem } from './create-client.ts';
export type { components, operations, paths } from './schema.ts';
