import type { Call } from '@crossdock/connector-kit';
import type { Got, Operation, ShopClient } from './client.ts';
import { at, deep, isAbsent, maybe, maybeText, type Part, readCount, readFlag, readGid, readList, readText, Unreadable } from './read.ts';

/** A parcel's shipment as the shop shows it (https://shopify.dev/docs/api/admin-graphql/latest/objects/Fulfillment). */
export type Fulfillment = {
  readonly id: string;
  readonly gid: string;
  /** E.g. `#1001-F1`. */
  readonly name: string;
  readonly status: string;
  readonly trackingNumbers: readonly string[];
};

/** Work that the shop expects at one location (https://shopify.dev/docs/api/admin-graphql/latest/objects/FulfillmentOrder). */
export type FulfillmentOrder = { readonly gid: string; readonly status: string; readonly locationId: string | undefined };

/** What is still to be sent of one line within one fulfilment order. */
export type RemainingLine = { readonly gid: string; readonly lineId: string; readonly remaining: number };

/** How many of a line one fulfilment sent. */
export type SentLine = { readonly lineId: string; readonly quantity: number };

/** An order as far as fulfilling goes. */
export type OrderState = {
  readonly isCancelled: boolean;
  readonly fulfillments: readonly Fulfillment[];
  readonly fulfillmentOrders: readonly FulfillmentOrder[];
};

/** What `fulfillmentCreate` is given: all of one location. */
export type NewFulfillment = {
  readonly lines: readonly { readonly fulfillmentOrder: string; readonly line: string; readonly quantity: number }[];
  readonly trackingNumbers: readonly string[];
  readonly carrier: string | undefined;
  readonly isBuyerTold: boolean;
};

/** What `fulfillmentCreate` answers. */
export type CreatedFulfillment =
  | { readonly kind: 'created'; readonly fulfillment: Fulfillment }
  | { readonly kind: 'user-errors'; readonly errors: readonly { readonly field: string | undefined; readonly message: string }[] };

/**
 * How much one query asks for. Shopify adds up the worst case of a query's costs, and 1,000 points are the most that one query may
 * have; these stay below it.
 */
export const limits = { fulfillmentsMax: 50, trackingNumbersMax: 10, fulfillmentOrdersMax: 50, linesPerPage: 100, pagesMax: 10 } as const;

const fulfillmentFields = `id name status trackingInfo(first: ${limits.trackingNumbersMax}) { number }`;

const orderQuery = `query CrossdockOrder($id: ID!) {
  order(id: $id) {
    id
    cancelledAt
    fulfillments(first: ${limits.fulfillmentsMax}) { ${fulfillmentFields} }
    fulfillmentOrders(first: ${limits.fulfillmentOrdersMax}) {
      nodes { id status assignedLocation { location { id } } }
      pageInfo { hasNextPage }
    }
  }
}`;

const remainingQuery = `query CrossdockFulfillmentOrder($id: ID!, $after: String) {
  fulfillmentOrder(id: $id) {
    lineItems(first: ${limits.linesPerPage}, after: $after) {
      nodes { id remainingQuantity lineItem { id } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

const sentQuery = `query CrossdockFulfillment($id: ID!, $after: String) {
  fulfillment(id: $id) {
    fulfillmentLineItems(first: ${limits.linesPerPage}, after: $after) {
      nodes { quantity lineItem { id } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

const createMutation = `mutation CrossdockFulfil($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) {
    fulfillment { ${fulfillmentFields} }
    userErrors { field message }
  }
}`;

const reads = (query: string, variables: Operation['variables']): Operation => ({ effect: 'reads', query, variables });

/** The order's fulfilments and fulfilment orders; undefined when the shop has no such order. */
export function fetchOrder(client: ShopClient, orderId: string, call: Call): Promise<Got<OrderState | undefined>> {
  return client.graphql(reads(orderQuery, { id: `gid://shopify/Order/${orderId}` }), (data) => maybe(at(data, 'order'), readOrderState), call);
}

/** What is left to send in one fulfilment order. */
export function fetchRemaining(client: ShopClient, gid: string, call: Call): Promise<Got<readonly RemainingLine[]>> {
  return fetchAll(client, { query: remainingQuery, id: gid, names: ['fulfillmentOrder', 'lineItems'], read: readRemaining }, call);
}

/** What one fulfilment sent. */
export function fetchSent(client: ShopClient, gid: string, call: Call): Promise<Got<readonly SentLine[]>> {
  return fetchAll(client, { query: sentQuery, id: gid, names: ['fulfillment', 'fulfillmentLineItems'], read: readSent }, call);
}

/** Creates one fulfilment, which must be of one location. */
export function createFulfillment(
  client: ShopClient,
  { lines, trackingNumbers, carrier, isBuyerTold }: NewFulfillment,
  call: Call,
): Promise<Got<CreatedFulfillment>> {
  const byOrder = Map.groupBy(lines, (line) => line.fulfillmentOrder);
  const fulfillment = {
    notifyCustomer: isBuyerTold,
    trackingInfo: { numbers: trackingNumbers, ...(carrier === undefined ? {} : { company: carrier }) },
    lineItemsByFulfillmentOrder: [...byOrder].map(([fulfillmentOrderId, members]) => ({
      fulfillmentOrderId,
      fulfillmentOrderLineItems: members.map(({ line, quantity }) => ({ id: line, quantity })),
    })),
  };
  return client.graphql({ effect: 'writes', query: createMutation, variables: { fulfillment } }, (data) => readCreated(at(data, 'fulfillmentCreate')), call);
}

type Paged<T> = { readonly query: string; readonly id: string; readonly names: readonly [string, string]; readonly read: (node: Part) => T };

async function fetchAll<T>(client: ShopClient, { query, id, names, read }: Paged<T>, call: Call): Promise<Got<readonly T[]>> {
  const members: T[] = [];
  let after: string | undefined;
  for (let page = 0; page < limits.pagesMax; page += 1) {
    const got = await client.graphql(
      reads(query, { id, ...(after === undefined ? {} : { after }) }),
      (data) => readConnection(deep(data, ...names), read),
      call,
    );
    if (got.kind === 'failed') return got;
    members.push(...got.value.members);
    after = got.value.endCursor;
    if (after === undefined) return { kind: 'got', value: members };
  }
  return { kind: 'failed', class: 'poison', message: `${id} has more than ${limits.pagesMax * limits.linesPerPage} lines` };
}

function readConnection<T>(part: Part, read: (node: Part) => T): { readonly members: readonly T[]; readonly endCursor: string | undefined } {
  const page = at(part, 'pageInfo');
  return { members: readList(at(part, 'nodes')).map(read), endCursor: readFlag(at(page, 'hasNextPage')) ? readText(at(page, 'endCursor')) : undefined };
}

function readOrderState(order: Part): OrderState {
  const fulfillments = readList(at(order, 'fulfillments'));
  const fulfillmentOrders = at(order, 'fulfillmentOrders');
  if (fulfillments.length >= limits.fulfillmentsMax)
    throw new Unreadable('data.order.fulfillments', `are ${limits.fulfillmentsMax} or more, which is more than is looked at`);
  if (readFlag(deep(fulfillmentOrders, 'pageInfo', 'hasNextPage'))) {
    throw new Unreadable('data.order.fulfillmentOrders', `are more than ${limits.fulfillmentOrdersMax}, which is more than is looked at`);
  }
  return {
    isCancelled: !isAbsent(at(order, 'cancelledAt')),
    fulfillments: fulfillments.map(readFulfillment),
    fulfillmentOrders: readList(at(fulfillmentOrders, 'nodes')).map(readFulfillmentOrder),
  };
}

function readFulfillment(part: Part): Fulfillment {
  const gid = at(part, 'id');
  return {
    id: readGid(gid),
    gid: readText(gid),
    name: readText(at(part, 'name')),
    status: readText(at(part, 'status')),
    trackingNumbers: readList(at(part, 'trackingInfo')).flatMap((info) => maybeText(at(info, 'number')) ?? []),
  };
}

function readFulfillmentOrder(part: Part): FulfillmentOrder {
  const location = maybe(at(part, 'assignedLocation'), (assigned) => maybe(at(assigned, 'location'), (each) => readGid(at(each, 'id'))));
  return { gid: readText(at(part, 'id')), status: readText(at(part, 'status')), locationId: location };
}

const readRemaining = (node: Part): RemainingLine => ({
  gid: readText(at(node, 'id')),
  lineId: readGid(deep(node, 'lineItem', 'id')),
  remaining: readCount(at(node, 'remainingQuantity')),
});

const readSent = (node: Part): SentLine => ({ lineId: readGid(deep(node, 'lineItem', 'id')), quantity: readCount(at(node, 'quantity')) });

function readCreated(part: Part): CreatedFulfillment {
  const errors = readList(at(part, 'userErrors')).map((error) => ({
    field: maybe(at(error, 'field'), (field) => readList(field).map(readText).join('.')),
    message: readText(at(error, 'message')),
  }));
  return errors.length > 0 ? { kind: 'user-errors', errors } : { kind: 'created', fulfillment: readFulfillment(at(part, 'fulfillment')) };
}
