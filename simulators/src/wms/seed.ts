import { type Stock, type Warehouse, warehouses } from './documents.ts';

/** Stock is older than every document. */
const seededAt = '2026-01-01T00:00:00.000Z';
const stamp = { version: 1, createdAt: seededAt, changedAt: seededAt } as const;

/** Item, EA in EDC, EA in WDC. */
const stockRows: readonly (readonly [string, string, string])[] = [
  ['HS-1001', '500', '200'],
  ['HS-1002', '320', '0'],
  ['HS-1003', '80', '40'],
  ['HS-1004', '2400', '1200'],
  ['HS-1005', '24', '6'],
  ['HS-1006', '150', '150'],
  ['HS-1007', '12', '30'],
  ['HS-1008', '600', '350'],
  ['HS-1009', '5', '2'],
  ['HS-1010', '0', '0'],
  ['HS-0900', '3', '0'],
];

/** The stock that every WMS book begins with. */
export function seedStock(): readonly Stock[] {
  return stockRows.flatMap(([item, east, west]) => warehouses.map((warehouse) => newStock(warehouse, item, warehouse === 'EDC' ? east : west)));
}

/** An item's place in a warehouse. */
export function newStock(warehouse: Warehouse, item: string, onHand: string | null): Stock {
  return { ...stamp, kind: 'stock', id: stockId(warehouse, item), warehouse, item, onHand, allocated: '0' };
}

/** How stock is found in the book. */
export const stockId = (warehouse: Warehouse, item: string): string => `${warehouse} ${item}`;

/** Whether an item belongs to a bench, so that it is always there. */
export const isBenchItem = (item: string): boolean => item.startsWith('BENCH-');
