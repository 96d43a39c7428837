import type { HoldKind, Owner } from './order.ts';

const owners: Readonly<Record<HoldKind, Owner>> = {
  customer: 'master-data',
  credit: 'finance',
  price: 'customer-service',
  item: 'master-data',
  unit: 'master-data',
  'ship-to': 'master-data',
  stock: 'planning',
  duplicate: 'customer-service',
  compliance: 'customer-service',
  reference: 'master-data',
};

/** Who must act on a hold. */
export function ownerOfHold(kind: HoldKind): Owner {
  return owners[kind];
}

/** How a hold is named: once per kind and line, `*` for the whole order. */
export function holdId(kind: HoldKind, line: string | undefined): string {
  return `${kind}:${line ?? '*'}`;
}
