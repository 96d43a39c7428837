import type { DocumentSnapshot, SalesOrderSnapshot } from '@crossdock/canonical';
import type { Order } from '../../orders/index.ts';
import { pick, type Turn } from './random-turn.ts';

const states = ['planned', 'allocated', 'picked', 'packed', 'shipped', 'delivered', 'cancelled', 'exception'] as const;

/** A shipment of any system, with sound or strange counts; one in four reports what was ordered, as it should be. */
export function shipmentOf(order: Order, { n, m, k }: Pick<Turn, 'n' | 'm' | 'k'>): DocumentSnapshot {
  const system = pick(['wms', 'tpl', 'erp', 'old'], n) ?? 'wms';
  const keys = order.lines.flatMap((line) => line.schedules.map((schedule) => ({ lineKey: `${line.id}/${schedule.id}`, ordered: schedule.ordered })));
  const some = k % 4 === 0 ? keys : keys.filter((_, index) => ((n >> index) & 1) === 0);
  const lines = some.map(({ lineKey, ordered }, index) =>
    k % 4 === 0 ? { lineKey, picked: ordered, shipped: ordered, delivered: ordered } : strange(lineKey, m + index),
  );
  const stranger = n % 29 === 0 ? [{ lineKey: 'X/1', item: 'X', shipped: '1' }] : [];
  return {
    type: 'shipment',
    system,
    id: `SHP-${k % 2}`,
    ...(n % 5 !== 0 && { version: String(m % 12) }),
    state: k % 4 === 0 ? 'delivered' : (states[m % states.length] ?? 'planned'),
    lines: [...lines, ...stranger],
    packages: m % 3 === 0 ? [{ tracking: `1Z${m % 4}` }] : [],
  };
}

function strange(lineKey: string, seed: number) {
  const count = (n: number) => ((seed >> n) % 4 === 0 ? undefined : String((seed >> n) % 13));
  const counts = {
    allocated: count(0),
    deallocated: count(5),
    backordered: count(1),
    picked: count(2),
    packed: count(3),
    shipped: count(4),
    delivered: count(6),
  };
  return { lineKey, ...Object.fromEntries(Object.entries(counts).filter(([, value]) => value !== undefined)) };
}

/** An invoice or a credit of any ERP, open, paid or overpaid. */
export function invoiceOf(order: Order, { n, m, k }: Pick<Turn, 'n' | 'm' | 'k'>): DocumentSnapshot {
  const isWhole = k % 3 === 0;
  const sign = k % 7 === 0 ? '-' : '';
  return {
    type: 'invoice',
    system: n % 2 === 0 ? 'erp' : 'old',
    id: `INV-${k % 2}`,
    version: String(m % 12),
    state: (['draft', 'posted', 'paid', 'cancelled'] as const)[isWhole ? 2 : m % 4] ?? 'posted',
    lines: order.lines.flatMap((line) =>
      line.schedules.map((schedule) => ({ lineKey: `${line.id}/${schedule.id}`, quantity: `${sign}${isWhole ? schedule.ordered : (m % 9) + 1}` })),
    ),
    total: '10',
    balance: isWhole ? '0' : (pick(['0', '10', '-3'], n) ?? '0'),
    ...(m % 2 === 0 && { dueDate: '2026-03-20' }),
  };
}

/** One of the ERPs' documents as it is, or as somebody has changed it there. */
export function salesOrderOf(order: Order, { n, m, k }: Turn): SalesOrderSnapshot | undefined {
  const slot = pick(
    order.slots.filter((s) => s.erp),
    n,
  );
  const system = slot && order.routes[slot.route]?.system;
  if (!slot?.erp || system === undefined) return undefined;
  const { document, content } = slot.erp;
  const lines = Object.entries(content).map(([lineKey, line], index) => ({
    lineKey,
    item: 'A',
    quantity: (k + index) % 3 === 0 ? String(m % 15) : line.quantity,
    ...(line.unitPrice !== undefined && { unitPrice: (k + index) % 4 === 0 ? '12' : line.unitPrice }),
  }));
  const added = k % 13 === 0 ? [{ lineKey: 'ERP-9', item: 'Z', quantity: '1' }] : [];
  return {
    type: 'sales-order',
    system,
    id: document.id,
    ...(n % 6 !== 0 && { version: String(Number(document.version ?? '0') + (m % 4) - 1) }),
    state: m % 9 === 0 ? 'cancelled' : 'confirmed',
    ...(k % 5 === 0 && { requestedDate: '2026-04-01' }),
    lines: [...lines, ...added],
  };
}
