import { OrgError } from '../org/index.ts';
import { recordsMax, type SearchedFields, type SearchRequest, type Wanted } from './search-request.ts';

const shape =
  /^\s*FIND\s*\{(?<terms>(?:[^{}\\]|\\[\s\S])*)\}\s*(?:IN\s+(?<within>ALL|NAME|EMAIL|PHONE|SIDEBAR)\s+FIELDS\s*)?(?:RETURNING\s+(?<rest>[\s\S]*))?$/i;
const limitShape = /\s*\bLIMIT\s+(\d{1,5})\s*(?:OFFSET\s+(\d{1,4})\s*)?$/i;
const clauseShape = /\b(?:USING|WHERE|ORDER\s+BY)\b/i;

/**
 * Reads `FIND {Acme} IN NAME FIELDS RETURNING Account(Id, Name WHERE … ORDER BY … LIMIT 5), Contact LIMIT 20`.
 * Throws MALFORMED_SEARCH; WITH and UPDATE are not understood.
 */
export function parseSosl(text: string): SearchRequest {
  const { terms, within, rest } = shape.exec(withoutLimit(text).text)?.groups ?? {};
  if (terms === undefined) throw malformedSearch('FIND {search terms} must come first, then IN … FIELDS and RETURNING');
  return {
    terms,
    within: scopes[within?.toUpperCase() ?? ''] ?? 'ALL',
    wanted: rest === undefined ? [] : partsOf(rest).map(wantedBy),
    limit: withoutLimit(text).limit,
  };
}

/** A search that can't be read. */
export const malformedSearch = (message: string): OrgError => new OrgError('MALFORMED_SEARCH', message);

const scopes: Readonly<Record<string, SearchedFields>> = { NAME: 'NAME', EMAIL: 'EMAIL', PHONE: 'PHONE', SIDEBAR: 'NAME' };

function withoutLimit(text: string): { readonly text: string; readonly limit: number; readonly offset: number } {
  const found = limitShape.exec(text);
  if (found === null) return { text, limit: recordsMax, offset: 0 };
  return { text: text.slice(0, found.index), limit: Math.min(recordsMax, Number(found[1])), offset: Number(found[2] ?? 0) };
}

function wantedBy(part: string): Wanted {
  const [, object, inside] = /^\s*(\w+)\s*(?:\(([\s\S]*)\))?\s*$/.exec(part) ?? [];
  if (object === undefined) throw malformedSearch(`RETURNING names objects, each with its fields in parentheses: ${part.trim()}`);
  const { text, limit, offset } = withoutLimit(inside ?? '');
  const at = text.search(clauseShape);
  const fields = (at < 0 ? text : text.slice(0, at)).trim();
  return { object, fields: fields === '' ? 'Id' : fields, clauses: at < 0 ? '' : text.slice(at), limit, offset };
}

/** Splits at the commas that stand in no parentheses and no quotes. */
function partsOf(text: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const [piece] of text.matchAll(/'(?:[^'\\]|\\[\s\S])*'|[\s\S]/g)) {
    if (piece === '(') depth += 1;
    if (piece === ')') depth -= 1;
    if (piece === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += piece;
  }
  return parts;
}
