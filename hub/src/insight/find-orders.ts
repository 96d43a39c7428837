import { idOfCode, isUuid, type Queryable } from '../platform/index.ts';

/** Most orders that one name answers with; a PO number used by many customers can have that many. */
export const foundOrdersMax = 100;

/** A name that somebody gave an order or one of its records; system and kind narrow it where it is ambiguous. */
export type FindOrders = { readonly reference: string; readonly system?: string; readonly kind?: string };

/** Ids of the orders that bear a name: a PO number, an ERP document, a tracking number, an invoice, the channel's own, our id, code or business key. Newest first. */
export async function findOrders({ reference, system, kind }: FindOrders, { pool }: { readonly pool: Queryable }): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select distinct subject_id as id from refs
     where value = $1 and ($2::text is null or system = $2) and ($3::text is null or kind = $3) order by 1 desc limit $4`,
    [reference, system ?? null, kind ?? null, foundOrdersMax],
  );
  if (rows.length > 0 || system !== undefined || kind !== undefined) return rows.map((row) => row.id);
  const own = ownId(reference);
  if (own === undefined) return [];
  const found = await pool.query<{ id: string }>("select id from subjects where id = $1 and kind = 'order'", [own]);
  return found.rows.map((row) => row.id);
}

const codeShape = /^([0-9A-HJKMNP-TV-Z]{26})(?:-\d+\.\d+)?(?:\/.*)?$/;

/** Our own names: the id, the order's code, or a business key that begins with the code. */
function ownId(reference: string): string | undefined {
  if (isUuid(reference.toLowerCase())) return reference.toLowerCase();
  const code = codeShape.exec(reference.toUpperCase())?.[1];
  return code === undefined ? undefined : idOfCode(code);
}
