import { add, atLeastZero, compare, type Decimal, divide, isZero, min, multiply, subtract, type Unit } from '@crossdock/canonical';

/** Stock that is wanted; `available` is what the system says of the whole pool, in `unit`. Wants with the same `pool` share it. */
export type Want = { readonly pool: string; readonly wanted: Decimal; readonly unit: Unit; readonly available: Decimal };

/** What is left of the pool for one want, after those before it, and how much of that it takes. */
export type Share = { readonly available: Decimal; readonly taken: Decimal };

type Pool = Map<Unit, { readonly available: Decimal; readonly taken: Decimal }>;

const fractionDigits = 6;

/**
 * Gives stock to wants in their order, so that nothing is promised twice. Within one unit it is exact. How many pieces a case holds is
 * not known here, but each answer is the same stock in its own unit, in whole units: what was taken in one counts in another by its
 * share of the pool, rounded against the later one. So it may promise a piece too few, never one too many.
 */
export function allocate(wants: readonly Want[]): readonly Share[] {
  const pools = new Map<string, Pool>();
  for (const { pool, unit, available } of wants) {
    const units = pools.get(pool) ?? new Map();
    const known = units.get(unit);
    units.set(unit, { available: known ? min(known.available, available) : atLeastZero(available), taken: '0' });
    pools.set(pool, units);
  }
  return wants.map(({ pool, unit, wanted }) => {
    const units = pools.get(pool);
    const own = units?.get(unit);
    if (!units || !own) return { available: '0', taken: '0' };
    const available = leftOf(units, unit, own);
    const taken = min(available, wanted);
    units.set(unit, { ...own, taken: add(own.taken, taken) });
    return { available, taken };
  });
}

function leftOf(units: Pool, unit: Unit, { available, taken }: { readonly available: Decimal; readonly taken: Decimal }): Decimal {
  let left = subtract(available, taken);
  let isShared = false;
  for (const [other, { available: all, taken: gone }] of units) {
    if (other === unit || isZero(gone)) continue;
    isShared = true;
    left = subtract(left, dividedUp(multiply(gone, available, 9), all));
  }
  if (!isShared) return atLeastZero(left);
  return atLeastZero(isWhole(available) ? floor(left) : left);
}

/** Rounded up, where `divide` rounds to the nearest. */
function dividedUp(a: Decimal, b: Decimal): Decimal {
  const near = divide(a, b, fractionDigits);
  return compare(multiply(near, b, 9), a) < 0 ? add(near, '0.000001') : near;
}

function isWhole(value: Decimal): boolean {
  return compare(value, floor(value)) === 0;
}

/** Of what is not negative, or below zero anyway. */
function floor(value: Decimal): Decimal {
  const point = value.indexOf('.');
  return point < 0 ? value : value.slice(0, point);
}
