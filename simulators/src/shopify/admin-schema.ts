import { type Fulfillment, type FulfillmentOrder, locations, type Order } from './documents.ts';
import { type FulfillmentInput, fulfill } from './fulfill.ts';
import type { Value, Values } from './graphql-document.ts';
import { asList, asObject, connection, type Field, first, type Schema } from './graphql-execute.ts';
import type { ShopDecision, ShopLedger } from './ledger.ts';
import { fulfillmentStatus } from './resource.ts';

/** What the schema's fields work on. */
export type SchemaGround = {
  readonly ledger: ShopLedger;
  readonly shop: { readonly name: string; readonly domain: string };
  readonly now: () => Date;
  readonly carryOut: (decision: ShopDecision<unknown>) => void;
  /** The fault `silentFieldDrop` takes the tracking away. */
  readonly isTrackingDropped: boolean;
};

/** An input object has a field that it must not have, or lacks one; Shopify's INVALID_VARIABLE. */
export class InvalidInput extends Error {}

/** A source is what the parent field gave; the schema alone decides which, so these are the only casts. */
const on =
  <S>(resolve: (source: S, args: Values) => unknown): Field['resolve'] =>
  (source, args) =>
    resolve(source as S, args);

const scalar = <S>(resolve: (source: S) => unknown): Field => ({ type: 'scalar', resolve: on<S>(resolve) });
const plain = (name: string): Field => scalar<Readonly<Record<string, unknown>>>((source) => source[name]);

/**
 * The part of the GraphQL Admin API that this shop serves, in Shopify's names
 * (https://shopify.dev/docs/api/admin-graphql/2026-01): orders, their fulfilment orders and fulfilments, and `fulfillmentCreate`.
 */
export function adminSchema({ ledger, shop, now, carryOut, isTrackingDropped }: SchemaGround): Schema {
  const { book } = ledger;
  const pageInfo: Field = { type: 'PageInfo', resolve: on<{ pageInfo: object }>((source) => source.pageInfo) };
  const nodes = (type: string): Readonly<Record<string, Field>> => ({ nodes: { type, resolve: on<{ nodes: object[] }>((source) => source.nodes) }, pageInfo });
  const pages = ['first', 'after'];
  const byId = <T>(find: (id: string) => T | undefined) => ({ args: ['id'], resolve: (_: unknown, args: Values) => find(idOf(args['id'])) });
  return {
    Query: {
      order: { type: 'Order', ...byId((id) => book.find('order', id)) },
      fulfillmentOrder: { type: 'FulfillmentOrder', ...byId((id) => book.find('fulfillment-order', id)) },
      fulfillment: { type: 'Fulfillment', ...byId((id) => book.find('fulfillment', id)) },
      shop: { type: 'Shop', resolve: () => ({ name: shop.name, myshopifyDomain: shop.domain }) },
    },
    Mutation: {
      fulfillmentCreate: {
        type: 'FulfillmentCreatePayload',
        args: ['fulfillment', 'message'],
        resolve: (_, args) => {
          const input = readFulfillmentInput(args['fulfillment']);
          const taken = isTrackingDropped ? { ...input, trackingNumbers: [], trackingCompany: undefined } : input;
          const decision = fulfill(ledger, taken, now().toISOString());
          carryOut(decision);
          return decision.outcome === 'decided'
            ? { fulfillment: decision.answer, userErrors: [] }
            : { fulfillment: null, userErrors: [{ field: decision.field, message: decision.message }] };
        },
      },
    },
    Order: {
      id: scalar<Order>(({ id }) => `gid://shopify/Order/${id}`),
      legacyResourceId: plain('id'),
      name: plain('number'),
      test: plain('isTest'),
      createdAt: scalar<Order>(({ createdAt }) => seconds(createdAt)),
      updatedAt: scalar<Order>(({ changedAt }) => seconds(changedAt)),
      cancelledAt: scalar<Order>(({ cancelledAt }) => (cancelledAt === null ? null : seconds(cancelledAt))),
      displayFinancialStatus: scalar<Order>(({ financialStatus }) => financialStatus.toUpperCase()),
      displayFulfillmentStatus: scalar<Order>((order) => displayed[fulfillmentStatus(order, ledger.fulfillmentsOf(order.id)) ?? 'none']),
      fulfillments: { type: 'Fulfillment', args: ['first'], page: true, resolve: on<Order>(({ id }, args) => ledger.fulfillmentsOf(id).slice(0, first(args))) },
      fulfillmentOrders: {
        type: 'FulfillmentOrderConnection',
        args: pages,
        page: true,
        resolve: on<Order>(({ id }, args) => connection(ledger.fulfillmentOrdersOf(id), args)),
      },
    },
    FulfillmentOrderConnection: nodes('FulfillmentOrder'),
    FulfillmentOrder: {
      id: scalar<FulfillmentOrder>(({ id }) => `gid://shopify/FulfillmentOrder/${id}`),
      status: scalar<FulfillmentOrder>(({ status }) => status.toUpperCase()),
      orderId: scalar<FulfillmentOrder>(({ order }) => `gid://shopify/Order/${order}`),
      assignedLocation: { type: 'FulfillmentOrderAssignedLocation', resolve: on<FulfillmentOrder>(({ location }) => ({ location })) },
      lineItems: {
        type: 'FulfillmentOrderLineItemConnection',
        args: pages,
        page: true,
        resolve: on<FulfillmentOrder>(({ lines }, args) => connection(lines, args)),
      },
    },
    FulfillmentOrderAssignedLocation: { name: plain('location'), location: { type: 'Location', resolve: on<{ location: string }>((source) => source) } },
    Location: { id: scalar<{ location: keyof typeof locations }>(({ location }) => `gid://shopify/Location/${locations[location]}`), name: plain('location') },
    FulfillmentOrderLineItemConnection: nodes('FulfillmentOrderLineItem'),
    FulfillmentOrderLineItem: {
      id: scalar<{ id: string }>(({ id }) => `gid://shopify/FulfillmentOrderLineItem/${id}`),
      totalQuantity: plain('total'),
      remainingQuantity: plain('remaining'),
      lineItem: lineItem,
    },
    Fulfillment: {
      id: scalar<Fulfillment>(({ id }) => `gid://shopify/Fulfillment/${id}`),
      legacyResourceId: plain('id'),
      name: plain('number'),
      status: scalar<Fulfillment>(({ status }) => status.toUpperCase()),
      createdAt: scalar<Fulfillment>(({ createdAt }) => seconds(createdAt)),
      trackingInfo: {
        type: 'FulfillmentTrackingInfo',
        args: ['first'],
        page: true,
        resolve: on<Fulfillment>((each, args) => tracking(each).slice(0, first(args))),
      },
      fulfillmentLineItems: {
        type: 'FulfillmentLineItemConnection',
        args: pages,
        page: true,
        resolve: on<Fulfillment>(({ lines }, args) => connection(lines, args)),
      },
    },
    FulfillmentTrackingInfo: { number: plain('number'), company: plain('company'), url: plain('url') },
    FulfillmentLineItemConnection: nodes('FulfillmentLineItem'),
    FulfillmentLineItem: { id: plain('id'), quantity: plain('quantity'), lineItem: lineItem },
    LineItem: { id: scalar<{ lineId: string }>(({ lineId }) => `gid://shopify/LineItem/${lineId}`) },
    FulfillmentCreatePayload: {
      fulfillment: { type: 'Fulfillment', resolve: on<{ fulfillment: unknown }>((source) => source.fulfillment) },
      userErrors: { type: 'UserError', resolve: on<{ userErrors: unknown }>((source) => source.userErrors) },
    },
    UserError: { field: plain('field'), message: plain('message') },
    Shop: { name: plain('name'), myshopifyDomain: plain('myshopifyDomain') },
    PageInfo: { hasNextPage: plain('hasNextPage'), hasPreviousPage: plain('hasPreviousPage'), endCursor: plain('endCursor') },
  };
}

const lineItem: Field = { type: 'LineItem', resolve: (source) => source };

const displayed = { fulfilled: 'FULFILLED', partial: 'PARTIALLY_FULFILLED', none: 'UNFULFILLED' } as const;

/** GraphQL's DateTime: whole seconds, UTC. */
const seconds = (at: string): string => `${at.slice(0, 19)}Z`;

const tracking = ({ trackingNumbers, trackingCompany: company }: Fulfillment): readonly object[] =>
  trackingNumbers.map((number) => ({ number, company, url: null }));

/** The digits of a global id; '' where it is none. */
function idOf(value: Value | undefined): string {
  return typeof value === 'string' ? (/^gid:\/\/shopify\/\w+\/(\d+)$/.exec(value)?.[1] ?? '') : '';
}

const inputFields = {
  FulfillmentInput: ['lineItemsByFulfillmentOrder', 'notifyCustomer', 'originAddress', 'trackingInfo'],
  FulfillmentOrderLineItemsInput: ['fulfillmentOrderId', 'fulfillmentOrderLineItems'],
  FulfillmentOrderLineItemInput: ['id', 'quantity'],
  FulfillmentTrackingInput: ['company', 'number', 'numbers', 'url', 'urls'],
} as const;

function readInput(value: Value | undefined, type: keyof typeof inputFields): Values {
  const object = asObject(value);
  if (object === null) throw new InvalidInput(`Expected value to be a ${type}`);
  const known: readonly string[] = inputFields[type];
  for (const name of Object.keys(object)) if (!known.includes(name)) throw new InvalidInput(`${name} (Field is not defined on ${type})`);
  return object;
}

function readFulfillmentInput(value: Value | undefined): FulfillmentInput {
  const input = readInput(value, 'FulfillmentInput');
  const info = input['trackingInfo'] === undefined || input['trackingInfo'] === null ? {} : readInput(input['trackingInfo'], 'FulfillmentTrackingInput');
  if (info['number'] !== undefined && info['numbers'] !== undefined) throw new InvalidInput('number and numbers exclude each other');
  const numbers = info['number'] === undefined ? asList(info['numbers']) : [info['number']];
  return {
    work: asList(input['lineItemsByFulfillmentOrder']).map((each) => {
      const order = readInput(each, 'FulfillmentOrderLineItemsInput');
      const lines = order['fulfillmentOrderLineItems'];
      return { id: idOf(order['fulfillmentOrderId']), lines: lines === undefined || lines === null ? undefined : asList(lines).map(readPortion) };
    }),
    trackingNumbers: numbers.map(String),
    trackingCompany: typeof info['company'] === 'string' ? info['company'] : undefined,
    isBuyerTold: input['notifyCustomer'] === true,
  };
}

function readPortion(value: Value): { readonly id: string; readonly quantity: number } {
  const { id, quantity } = readInput(value, 'FulfillmentOrderLineItemInput');
  if (typeof quantity !== 'number' || !Number.isInteger(quantity)) throw new InvalidInput('quantity (Expected value to be an Int)');
  return { id: idOf(id), quantity };
}
