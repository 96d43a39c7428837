/** A quote as the org shows it at the end; `quantities` by line. */
export type ShownSale = { readonly id: string; readonly state: 'accepted' | 'withdrawn' | 'open'; readonly quantities: Quantities };
/** An order of the hub's, as much of each line as is not cancelled; lines of which nothing is left are left out. */
export type SeenOrder = { readonly id: string; readonly quantities: Quantities };
/** By line and item, in pieces. */
export type Quantities = Readonly<Record<string, number>>;

/** What is not as it should be, a line each. */
export type Differences = { readonly missing: readonly string[]; readonly wrong: readonly string[] };

/** Holds every sale against its orders: one order for each that was accepted, with the same lines; all of it cancelled where it was taken back. Pure. */
export function compareSales(sales: readonly ShownSale[], ordersOf: ReadonlyMap<string, readonly SeenOrder[]>): Differences {
  const [missing, wrong]: [string[], string[]] = [[], []];
  for (const { id, state, quantities } of sales) {
    const orders = ordersOf.get(id) ?? [];
    const [order] = orders;
    if (state === 'open') {
      if (order !== undefined) wrong.push(`${id} was never accepted and is order ${order.id}`);
      continue;
    }
    if (order === undefined) {
      missing.push(`${id} is ${state} and is no order`);
      continue;
    }
    if (orders.length > 1) wrong.push(`${id} is ${orders.length} orders: ${orders.map((one) => one.id).join(', ')}`);
    const wanted = textOf(state === 'withdrawn' ? {} : quantities);
    const has = textOf(order.quantities);
    if (has !== wanted) wrong.push(`${id} is ${state} with ${wanted}, its order ${order.id} has ${has}`);
  }
  const known = new Set(sales.map(({ id }) => id));
  for (const id of ordersOf.keys()) if (!known.has(id)) wrong.push(`there is an order of ${id}, which the org does not have`);
  return { missing, wrong };
}

const textOf = (quantities: Quantities): string =>
  Object.entries(quantities)
    .map(([line, quantity]) => `${line} × ${quantity}`)
    .sort()
    .join('; ') || 'nothing';
