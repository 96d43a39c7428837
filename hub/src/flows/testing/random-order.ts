import type { LineRequest } from '@crossdock/canonical';
import fc from 'fast-check';
import type { PlaceOrder, Route, Rules } from '../../orders/index.ts';

/** Where every random story begins. */
export const begin = '2026-03-02T08:00:00.000Z';

const yesOrNo = fc.boolean();
const date = fc.constantFrom('2026-03-01', '2026-03-04', '2026-03-09');
/** Whole and broken quantities, small enough to collide. */
export const quantity = fc.oneof(fc.integer({ min: 1, max: 12 }).map(String), fc.constantFrom('0.5', '2.25', '7.125'));
const price = fc.constantFrom('10', '10.1', '25');

const schedules = fc.array(fc.record({ quantity, requestedDate: fc.option(date, { nil: undefined }) }), { minLength: 1, maxLength: 3 });

/** A line as a channel asks for it; its quantity is the sum of its schedules. */
export const lineRequest: fc.Arbitrary<LineRequest> = fc
  .record({
    item: fc.constantFrom('A', 'B'),
    price: fc.option(price, { nil: undefined }),
    date: fc.option(date, { nil: undefined }),
    quantity,
    schedules: fc.option(schedules),
  })
  .map(({ item, price: amount, date: day, quantity: whole, schedules: parts }) => ({
    item,
    quantity: { value: parts ? String(parts.reduce((n, part) => n + Number(part.quantity), 0)) : whole, unit: 'EA' as const },
    ...(amount !== undefined && { price: { amount, currency: 'USD' as const } }),
    ...(day !== undefined && { requestedDate: day }),
    ...(parts && {
      schedules: parts.map((part) => ({
        quantity: { value: part.quantity, unit: 'EA' as const },
        ...(part.requestedDate !== undefined && { requestedDate: part.requestedDate }),
      })),
    }),
  }));

const abilities = ['amend', 'goods-issue', 'invoice', 'change-release', 'cancel-release'] as const;

/** A route over one of two ERPs, two warehouses and two warehouse systems, each with its own gaps. */
export const route: fc.Arbitrary<Route> = fc
  .record({
    system: fc.constantFrom('erp', 'old'),
    warehouse: fc.constantFrom('EDC', 'WDC'),
    fulfilment: fc.constantFrom(undefined, 'wms', 'tpl'),
    steps: fc.constantFrom<Route['steps'][]>(['create'], ['create', 'confirm'], ['create', 'quote', 'confirm']),
    isAsked: yesOrNo,
    can: fc.oneof({ weight: 3, arbitrary: fc.constant<Route['can']>(abilities) }, { weight: 1, arbitrary: fc.subarray([...abilities]) }),
    keepsInvoices: yesOrNo,
    isTold: yesOrNo,
  })
  .map(({ fulfilment, isTold, ...rest }) => ({
    ...rest,
    ...(fulfilment !== undefined && { fulfilment }),
    ...(isTold && { tell: { system: 'shop', orderId: 'gid-1' } }),
  }));

const owner = fc.constantFrom('accept' as const, 'restore' as const, 'ask' as const);

/** Rules of an installation, time in plain minutes. */
export const rules: fc.Arbitrary<Rules> = fc
  .record({
    shortStock: fc.constantFrom('backorder' as const, 'hold' as const),
    duplicatePo: fc.constantFrom('warn' as const, 'hold' as const),
    answerValidMinutes: fc.constantFrom(1, 60),
    assumedDeliveredDays: fc.constantFrom(null, 2),
    quantityDown: owner,
    quantityUp: owner,
    price: owner,
    date: owner,
    cancel: owner,
  })
  .map(({ shortStock, duplicatePo, answerValidMinutes, assumedDeliveredDays, ...erpChanges }) => ({
    priceTolerancePercent: '2',
    shortStock,
    duplicatePo,
    answerValidMinutes,
    assumedDeliveredDays,
    erpChanges,
    holdRecheckMinutes: 30,
    deadlineMinutes: { confirm: 60, ship: 600, invoice: 900 },
    dayOf: (at) => at.slice(0, 10),
    afterWorkingMinutes: (from, minutes) => new Date(Date.parse(from) + minutes * 60_000).toISOString(),
  }));

/** An order as it is placed, with a route of its own for every schedule (often the same). */
export const placeOrder: fc.Arbitrary<PlaceOrder> = fc
  .record({
    lines: fc.array(lineRequest, { minLength: 1, maxLength: 3 }),
    routes: fc.array(route, { minLength: 1, maxLength: 2 }),
    picks: fc.array(fc.nat(1), { minLength: 9, maxLength: 9 }),
    isShipComplete: fc.boolean(),
    isPrepaid: fc.boolean(),
    isDuplicate: fc.boolean(),
    hasContact: fc.boolean(),
    kinds: fc.option(fc.subarray(['customer', 'contact', 'ship-to', 'item'] as const, { minLength: 1 }), { nil: undefined }),
  })
  .map(({ lines, routes, picks, isShipComplete, isPrepaid, isDuplicate, hasContact, kinds }): PlaceOrder => {
    const count = lines.reduce((n, line) => n + (line.schedules?.length ?? 1), 0);
    return {
      kind: 'place',
      id: 'order-1',
      code: 'ORDER1',
      client: 'shop',
      channel: 'portal',
      order: {
        customer: { id: 'C-ACME' },
        purchaseOrder: 'PO-1',
        currency: 'USD',
        shipTo: { id: 'C-ACME-1' },
        ...(hasContact && { contact: { id: 'P-1', name: 'Ada Byron' } }),
        lines,
        ...(isPrepaid && { payment: 'prepaid' as const }),
      },
      routes,
      routeOfSchedule: picks.slice(0, count).map((pick) => pick % routes.length),
      landscapeVersion: '1',
      isShipComplete,
      ...(isDuplicate && { duplicateOf: 'order-0' }),
      ...(kinds && { naming: { from: 'crm', kinds } }),
      at: begin,
      actor: 'client:shop',
      causation: 'request:1',
    };
  });
