export {
  type ClientOptions,
  type CrossdockClient,
  createClient,
  type OrderRequest,
  type OrderView,
  type Problem,
  type QuoteRequest,
  type QuoteValidation,
} from './create-client.ts';
export type { components, operations, paths } from './schema.ts';
