import type { Source } from './paths.ts';
import type { Shown } from './projection.ts';
import { runQuery } from './run-query.ts';

/** The plan of a query, in the shape of the resource `query?explain=`; its costs are those of this stand-in, not of a real org. */
export function explainQuery(soql: string, source: Source, userId: string): Shown {
  const found = runQuery({ soql, source, userId, withDeleted: false });
  if (found.kind !== 'rows') return { plans: [], sourceQuery: soql };
  const { object, candidates, rows } = found;
  const cardinality = [...source.rows(object.name)].length;
  const leading = candidates === undefined ? { leadingOperationType: 'TableScan', fields: [] } : { leadingOperationType: 'Index', fields: [candidates.field] };
  const relativeCost = cardinality === 0 ? 0 : (candidates?.rows.length ?? cardinality) / cardinality;
  return {
    plans: [{ ...leading, cardinality: rows.length, notes: [], relativeCost, sobjectCardinality: cardinality, sobjectType: object.name }],
    sourceQuery: soql,
  };
}
