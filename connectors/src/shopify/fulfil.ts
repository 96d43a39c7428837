import { isDecimal, normalize } from '@crossdock/canonical';
import type { BodyOf, Call, Confirmation, Difference, ProbeAnswer, Refusal, WriteAnswer, WriteOperation } from '@crossdock/connector-kit';
import { allocate, type Group, type Open } from './allocate.ts';
import type { Got, ShopClient } from './client.ts';
import {
  createFulfillment,
  type Fulfillment,
  type FulfillmentOrder,
  fetchOrder,
  fetchRemaining,
  fetchSent,
  limits,
  type OrderState,
} from './fulfilment-api.ts';

/** What fulfilling needs to know of this installation. */
export type FulfilSettings = {
  /** Our warehouse by the shop's location id: the shop's work at that location is done by it. */
  readonly locationWarehouses?: Readonly<Record<string, string>>;
  /** False: the shop sends the buyer no message; absent: it does. */
  readonly notifyCustomer?: boolean;
};

type Body = BodyOf<'fulfil'>;
type Quantities = ReadonlyMap<string, number>;

/** States in which a fulfilment counts for nothing. */
const deadStates: ReadonlySet<string> = new Set(['CANCELLED', 'ERROR', 'FAILURE']);
/** States in which the shop lets a fulfilment order be fulfilled; the others are done, called off, on hold or for later. */
const openStates: ReadonlySet<string> = new Set(['OPEN', 'IN_PROGRESS']);

/**
 * Tells the shop what left a warehouse. Shopify knows no key of ours for this (`fulfillmentCreate` is not among the mutations with
 * `@idempotent`), so the tracking numbers are the key, or our reference where there are none: grade B.
 */
export function createFulfil(client: ShopClient, settings: FulfilSettings): WriteOperation<'fulfil'> {
  return {
    grade: 'B',
    settleMs: 30_000,
    callMsMax: 30_000,
    proof: 'a fulfilment of the order in state SUCCESS with these tracking numbers (or our reference) and these quantities',
    undo: null, // a fulfilment can be cancelled in the shop, but the buyer has been told
    limiter: 'default',
    send: (body, call) => send(client, settings, body, call),
    probe: (body, call) => probe(client, body, call),
  };
}

async function send(client: ShopClient, settings: FulfilSettings, body: Body, call: Call): Promise<WriteAnswer> {
  const wanted = quantitiesOf(body);
  if ('kind' in wanted) return wanted;
  const state = await fetchOrder(client, body.orderId, call);
  if (state.kind === 'failed') return state;
  if (state.value === undefined) return refused('data', 'unknown-order', `the shop has no order ${body.orderId}`, 'orderId');
  const done = await findDone(client, { body, wanted, fulfillments: state.value.fulfillments }, call);
  if (done.kind === 'failed') return done;
  const rest = subtract(wanted, done.value.sent);
  if (rest.size === 0) return confirmed(done.value, body, wanted);
  if (state.value.isCancelled) return refused('business', 'order-cancelled', 'the order is cancelled in the shop');
  const open = await fetchOpen(client, state.value, call);
  if (open.kind === 'failed') return open;
  const plan = allocate(rest, open.value, locationsOf(body.shipment.warehouse, settings));
  if (plan.kind === 'short') return shortage(plan, state.value.fulfillmentOrders);
  return create(client, { settings, body, wanted, groups: plan.groups, done: done.value }, call);
}

async function probe(client: ShopClient, body: Body, call: Call): Promise<ProbeAnswer> {
  const wanted = quantitiesOf(body);
  if ('kind' in wanted) return { kind: 'absent' }; // it was never sent
  const state = await fetchOrder(client, body.orderId, call);
  if (state.kind === 'failed') return state;
  if (state.value === undefined) return { kind: 'absent' };
  const done = await findDone(client, { body, wanted, fulfillments: state.value.fulfillments }, call);
  if (done.kind === 'failed') return done;
  // A part of it (one location of two) counts as absent: sending again looks first, and adds only what lacks.
  return subtract(wanted, done.value.sent).size > 0 ? { kind: 'absent' } : { ...confirmed(done.value, body, wanted), kind: 'found' };
}

/** Our fulfilments that the shop shows already, and what they sent. */
type Done = { readonly fulfillments: readonly Fulfillment[]; readonly sent: Quantities };
type Search = { readonly body: Body; readonly wanted: Quantities; readonly fulfillments: readonly Fulfillment[] };

/** A live fulfilment is ours when it bears our numbers and sends nothing but what we sent: another shipment may share the parcel. */
async function findDone(client: ShopClient, { body, wanted, fulfillments }: Search, call: Call): Promise<Got<Done>> {
  const ours = new Set(numbersOf(body).slice(0, limits.trackingNumbersMax));
  const found: Fulfillment[] = [];
  const sent = new Map<string, number>();
  for (const fulfillment of fulfillments) {
    const numbers = new Set(fulfillment.trackingNumbers);
    if (deadStates.has(fulfillment.status) || numbers.size !== ours.size || ![...ours].every((number) => numbers.has(number))) continue;
    const lines = await fetchSent(client, fulfillment.gid, call);
    if (lines.kind === 'failed') return lines;
    if (lines.value.some(({ lineId, quantity }) => quantity > (wanted.get(lineId) ?? 0))) continue;
    found.push(fulfillment);
    for (const { lineId, quantity } of lines.value) sent.set(lineId, (sent.get(lineId) ?? 0) + quantity);
  }
  return { kind: 'got', value: { fulfillments: found, sent } };
}

async function fetchOpen(client: ShopClient, { fulfillmentOrders }: OrderState, call: Call): Promise<Got<readonly Open[]>> {
  const open: Open[] = [];
  for (const order of fulfillmentOrders.filter(({ status }) => openStates.has(status))) {
    const lines = await fetchRemaining(client, order.gid, call);
    if (lines.kind === 'failed') return lines;
    open.push({ fulfillmentOrder: order.gid, locationId: order.locationId, lines: lines.value });
  }
  return { kind: 'got', value: open };
}

type Creation = { readonly settings: FulfilSettings; readonly body: Body; readonly wanted: Quantities; readonly groups: readonly Group[]; readonly done: Done };

/** One fulfilment per location, as Shopify demands. After the first, whatever goes wrong leaves the whole in doubt. */
async function create(client: ShopClient, { settings, body, wanted, groups, done }: Creation, call: Call): Promise<WriteAnswer> {
  const fulfillments = [...done.fulfillments];
  const sent = new Map(done.sent);
  for (const [index, { lines }] of groups.entries()) {
    const parcel = { lines, trackingNumbers: numbersOf(body), carrier: carrierOf(body), isBuyerTold: settings.notifyCustomer ?? true };
    const got = await createFulfillment(client, parcel, call);
    const no = got.kind === 'failed' ? got : got.value.kind === 'user-errors' ? refusalOf(got.value.errors) : undefined;
    if (no !== undefined && index > 0)
      return { kind: 'failed', class: 'in-doubt', message: `only ${index} of ${groups.length} locations are done: ${no.message}` };
    if (no !== undefined) return no;
    if (got.kind === 'failed' || got.value.kind !== 'created') continue; // cannot be: it is a "no"
    fulfillments.push(got.value.fulfillment);
    for (const { lineId, quantity } of lines) sent.set(lineId, (sent.get(lineId) ?? 0) + quantity);
  }
  return confirmed({ fulfillments, sent }, body, wanted);
}

/** No snapshots: the warehouse has reported these goods as sent; the shop's echo of it must not count a second time. */
function confirmed({ fulfillments, sent }: Done, body: Body, wanted: Quantities): Confirmation {
  const [first] = fulfillments;
  const document = first === undefined ? { id: body.orderId } : { id: first.id, number: fulfillments.map(({ name }) => name).join(', ') };
  return { kind: 'confirmed', document, snapshots: [], differences: [...trackingDifferences(fulfillments, body), ...quantityDifferences(sent, wanted, body)] };
}

function trackingDifferences(fulfillments: readonly Fulfillment[], body: Body): readonly Difference[] {
  const ours = listed(numbersOf(body).slice(0, limits.trackingNumbersMax));
  return fulfillments
    .map(({ trackingNumbers }) => listed(trackingNumbers))
    .filter((found) => found !== ours)
    .map((found) => ({ field: 'tracking', sent: ours, found }));
}

const listed = (numbers: readonly string[]): string => numbers.toSorted((a, b) => a.localeCompare(b)).join(', ');

function quantityDifferences(sent: Quantities, wanted: Quantities, body: Body): readonly Difference[] {
  return [...wanted].flatMap(([lineId, quantity]) => {
    const found = sent.get(lineId) ?? 0;
    const lineKey = body.shipment.lines.find((line) => lineIdOf(line.lineKey) === lineId)?.lineKey ?? lineId;
    return found === quantity ? [] : [{ lineKey, field: 'quantity', sent: String(quantity), found: String(found) }];
  });
}

/** Pieces by the shop's line id: schedules of one line are one line there. */
function quantitiesOf({ shipment }: Body): Quantities | Refusal {
  const wanted = new Map<string, number>();
  for (const [index, { lineKey, quantity }] of shipment.lines.entries()) {
    const pieces = isDecimal(quantity) ? normalize(quantity) : '';
    if (!/^\d{1,9}$/.test(pieces))
      return refused('data', 'not-in-pieces', `${quantity} of line ${lineKey}: the shop counts whole pieces`, `shipment.lines[${index}].quantity`);
    if (pieces !== '0') wanted.set(lineIdOf(lineKey), (wanted.get(lineIdOf(lineKey)) ?? 0) + Number(pieces));
  }
  return wanted.size > 0 ? wanted : refused('data', 'nothing-to-fulfil', 'the shipment holds nothing', 'shipment.lines');
}

/** `<line>/<schedule>`: the line part is Shopify's own line id. */
const lineIdOf = (lineKey: string): string => lineKey.split('/')[0] ?? lineKey;

function numbersOf({ shipment, reference }: Body): readonly string[] {
  const numbers = new Set(shipment.packages.flatMap(({ tracking }) => (tracking === undefined || tracking.trim() === '' ? [] : [tracking.trim()])));
  return numbers.size > 0 ? [...numbers] : [reference];
}

/** One company serves all numbers of a fulfilment; with several carriers Shopify guesses each from its number. */
function carrierOf({ shipment }: Body): string | undefined {
  const carriers = new Set(shipment.packages.flatMap(({ carrier }) => carrier ?? []));
  return carriers.size === 1 ? [...carriers][0] : undefined;
}

const locationsOf = (warehouse: string, { locationWarehouses = {} }: FulfilSettings): ReadonlySet<string> =>
  new Set(Object.entries(locationWarehouses).flatMap(([location, ours]) => (ours === warehouse ? [location] : [])));

function subtract(wanted: Quantities, sent: Quantities): Quantities {
  return new Map([...wanted].map(([lineId, quantity]) => [lineId, quantity - (sent.get(lineId) ?? 0)] as const).filter(([, rest]) => rest > 0));
}

function shortage(
  { lineId, wanted, open }: { readonly lineId: string; readonly wanted: number; readonly open: number },
  orders: readonly FulfillmentOrder[],
): Refusal {
  const held = orders.filter(({ status }) => status === 'ON_HOLD' || status === 'SCHEDULED').length;
  const why = held === 0 ? '' : `; ${held} of its fulfilment orders are on hold or for later`;
  return refused(
    'conflict',
    held === 0 ? 'nothing-left' : 'on-hold',
    `line ${lineId}: ${wanted} were sent, the shop has ${open} left to fulfil${why}`,
    'shipment.lines',
  );
}

function refusalOf(errors: readonly { readonly field: string | undefined; readonly message: string }[]): Refusal {
  return refused('business', 'user-error', errors.map(({ message }) => message).join(' '), errors[0]?.field);
}

function refused(kind: Refusal['class'], code: string, message: string, field?: string): Refusal {
  return { kind: 'refused', class: kind, code, message, ...(field === undefined ? {} : { field }) };
}
