export type { Selected } from './projection.ts';
export { type QueryNeighbours, queryRoutes } from './routes.ts';
export { runQuery } from './run-query.ts';
