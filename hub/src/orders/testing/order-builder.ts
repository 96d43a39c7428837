import type { Answer, InvoiceSnapshot, LineRequest, OrderRequest, Question, SalesOrderSnapshot, ShipmentSnapshot } from '@crossdock/canonical';
import type { PlaceOrder, Rules } from '../commands.ts';
import type { Route } from '../order.ts';

/** When every test story begins. */
export const dawn = '2026-03-02T08:00:00.000Z';

/** So many minutes after the story began, RFC 3339. */
export function minutesLater(minutes: number, from: string = dawn): string {
  return new Date(Date.parse(from) + minutes * 60_000).toISOString();
}

/** Rules of an installation in which every minute is a working minute. */
export function someRules(more: Partial<Rules> = {}): Rules {
  return {
    priceTolerancePercent: '2',
    shortStock: 'backorder',
    duplicatePo: 'warn',
    answerValidMinutes: 60,
    holdRecheckMinutes: 30,
    deadlineMinutes: { confirm: 60, ship: 1_440, invoice: 2_880 },
    assumedDeliveredDays: 5,
    erpChanges: { quantityDown: 'accept', quantityUp: 'ask', price: 'ask', date: 'accept', cancel: 'ask' },
    dayOf: (at) => at.slice(0, 10),
    afterWorkingMinutes: (from, minutes) => minutesLater(minutes, from),
    ...more,
  };
}

/** A route to one ERP that picks, packs and ships itself and can do everything. */
export function toErp(more: Partial<Route> = {}): Route {
  return { system: 'erp', warehouse: 'EDC', steps: ['create'], isAsked: true, can: ['amend'], keepsInvoices: false, ...more };
}

/** A route to an ERP with a warehouse system of its own. */
export function toErpAndWms(more: Partial<Route> = {}): Route {
  return toErp({ fulfilment: 'wms', can: ['amend', 'change-release', 'cancel-release', 'goods-issue'], ...more });
}

/** A line in a few words: quantities and prices as decimals, in pieces and dollars. */
export type LineSketch = {
  readonly id?: string;
  readonly item?: string;
  readonly quantity?: string;
  readonly price?: string;
  readonly date?: string;
  readonly schedules?: readonly { readonly quantity: string; readonly date?: string; readonly id?: string }[];
};

/** The line that a sketch stands for: ten pieces at ten dollars where it does not say. */
export function aLine({ id, item = 'HS-1001', quantity = '10', price, date, schedules }: LineSketch = {}): LineRequest {
  return {
    ...(id !== undefined && { id }),
    item,
    quantity: { value: quantity, unit: 'EA' },
    ...(price !== undefined && { price: { amount: price, currency: 'USD' } }),
    ...(date !== undefined && { requestedDate: date }),
    ...(schedules && {
      schedules: schedules.map((schedule) => ({
        quantity: { value: schedule.quantity, unit: 'EA' as const },
        ...(schedule.date !== undefined && { requestedDate: schedule.date }),
        ...(schedule.id !== undefined && { id: schedule.id }),
      })),
    }),
  };
}

/** What a placed order is made of; one line and one route unless it says otherwise. */
export type OrderSketch = {
  readonly lines?: readonly LineSketch[];
  /** One route for all, or one per schedule in the order of the lines. */
  readonly routes?: readonly Route[];
  readonly order?: Partial<OrderRequest>;
  readonly isShipComplete?: boolean;
  readonly duplicateOf?: string;
  readonly at?: string;
};

/** The command that places such an order. */
export function placing({
  lines = [{ price: '10' }],
  routes = [toErp()],
  order = {},
  isShipComplete = false,
  duplicateOf,
  at = dawn,
}: OrderSketch = {}): PlaceOrder {
  const requests = lines.map(aLine);
  const schedules = requests.reduce((n, line) => n + (line.schedules?.length ?? 1), 0);
  return {
    kind: 'place',
    id: 'order-1',
    code: 'ORDER1',
    client: 'shop',
    channel: 'portal',
    order: { customer: { id: 'C-ACME' }, purchaseOrder: 'PO-1', currency: 'USD', shipTo: { id: 'C-ACME-1' }, lines: requests, ...order },
    routes,
    routeOfSchedule: Array.from({ length: schedules }, (_, index) => Math.min(index, routes.length - 1)),
    landscapeVersion: '1',
    isShipComplete,
    ...(duplicateOf !== undefined && { duplicateOf }),
    at,
    actor: 'client:shop',
    causation: 'request:1',
  };
}

/** The answer of a system that objects to nothing and has plenty of everything at the price asked for. */
export function noObjection(question: Question, asOf: string): Answer {
  return {
    asOf,
    customer: { status: 'active' },
    credit: { limit: null, exposure: '0' },
    ...(question.shipTo && { shipTo: { status: 'active' as const } }),
    lines: question.lines.map((line) => ({
      lineKey: line.lineKey,
      item: 'active',
      isUnitSold: true,
      price: line.unitPrice ?? '10',
      available: '1000000',
    })),
  };
}

/** A shipment of the warehouse system; counts by line key. */
export function aShipment(
  counts: Readonly<Record<string, Omit<ShipmentSnapshot['lines'][number], 'lineKey'>>>,
  { version = '1', ...more }: Partial<ShipmentSnapshot> & { readonly version?: string } = {},
): ShipmentSnapshot {
  return {
    type: 'shipment',
    system: 'wms',
    id: 'SHP-1',
    version,
    state: 'shipped',
    lines: Object.entries(counts).map(([lineKey, line]) => ({ lineKey, ...line })),
    packages: [],
    ...more,
  };
}

/** An invoice of the ERP; quantities by line key. */
export function anInvoice(quantities: Readonly<Record<string, string>>, more: Partial<InvoiceSnapshot> = {}): InvoiceSnapshot {
  return {
    type: 'invoice',
    system: 'erp',
    id: 'INV-1',
    version: '1',
    state: 'posted',
    lines: Object.entries(quantities).map(([lineKey, quantity]) => ({ lineKey, quantity })),
    total: '100',
    balance: '100',
    ...more,
  };
}

/** The ERP's sales order; quantity, or quantity and price, by line key. */
export function aSalesOrder(
  lines: Readonly<Record<string, string | { readonly quantity: string; readonly unitPrice?: string }>>,
  more: Partial<SalesOrderSnapshot> = {},
): SalesOrderSnapshot {
  return {
    type: 'sales-order',
    system: 'erp',
    id: 'SO-ORDER1-1.1',
    version: '2',
    state: 'confirmed',
    lines: Object.entries(lines).map(([lineKey, line]) => ({ lineKey, item: 'HS-1001', ...(typeof line === 'string' ? { quantity: line } : line) })),
    ...more,
  };
}
