import type { Operation } from '@crossdock/canonical';
import { type Connector, type LimiterSettings, operationOf } from '@crossdock/connector-kit';
import type { Route } from '../orders/index.ts';

/** One outside system with its connector, as main.ts wires it. */
export type RegisteredSystem = {
  readonly id: string;
  readonly name: string;
  readonly connector: Connector;
  readonly limiters: Readonly<Record<string, LimiterSettings>>;
  readonly owner: string;
};

/** What a route takes over from its systems when an order comes in. */
export type Capabilities = Pick<Route, 'steps' | 'can' | 'keepsInvoices'> & { readonly answers: boolean };

/** All systems of the landscape. */
export type Registry = {
  readonly all: readonly RegisteredSystem[];
  /** Throws when there is none of that name. */
  readonly get: (system: string) => RegisteredSystem;
  /** The same for a name that an older landscape may have had. */
  readonly find: (system: string) => RegisteredSystem | undefined;
  readonly laneOf: (system: string, op: string) => { readonly limiter: string };
  /** The longest that any call to the system may take, in ms: claims and slots are leased for it. */
  readonly callMsMaxOf: (system: string) => number;
  /** Whether the system keeps records of its own that show the state of its orders. */
  readonly isShown: (system: string) => boolean;
  /** Whether the system can be told to make a customer. */
  readonly makesCustomers: (system: string) => boolean;
  readonly capabilitiesOf: (system: string, fulfilment: string | undefined) => Capabilities;
};

const asked: readonly (Operation & Route['can'][number])[] = ['amend', 'goods-issue', 'invoice', 'change-release', 'cancel-release'];

/** Makes the registry. Throws when a limiter that an operation names is not declared: found at start, not at the first order. */
export function createRegistry(systems: readonly RegisteredSystem[]): Registry {
  const byId = new Map(systems.map((system) => [system.id, system]));
  const get = (id: string): RegisteredSystem => {
    const system = byId.get(id);
    if (!system) throw new Error(`The landscape has no system ${id}; it has ${[...byId.keys()].join(', ')}.`);
    return system;
  };
  return {
    all: systems,
    get,
    find: (id) => byId.get(id),
    laneOf: (id, op) => {
      const { connector, limiters } = get(id);
      const limiter = op === 'ask' ? 'default' : (operationOf(connector, op as Operation)?.limiter ?? 'default');
      return { limiter: limiter in limiters ? limiter : 'default' };
    },
    callMsMaxOf: (id) => longestCall(get(id).connector),
    // A system of an older landscape may still be named by an order.
    isShown: (id) => byId.get(id)?.connector.channel?.show !== undefined,
    makesCustomers: (id) => byId.get(id)?.connector.customers !== undefined,
    capabilitiesOf: (id, fulfilment) => {
      const { connector } = get(id);
      const fulfiller = fulfilment === undefined ? undefined : get(fulfilment).connector;
      if (!connector.documents) throw new Error(`System ${id} keeps no order documents, so no route can lead to it.`);
      return {
        steps: connector.documents.steps,
        can: asked.filter((op) => operationOf(connector, op) !== undefined || (fulfiller && operationOf(fulfiller, op) !== undefined)),
        keepsInvoices: operationOf(connector, 'goods-issue') !== undefined || operationOf(connector, 'invoice') !== undefined,
        answers: connector.answers !== undefined,
      };
    },
  };
}

const operations: readonly Operation[] = [
  'create',
  'quote',
  'confirm',
  'amend',
  'cancel',
  'goods-issue',
  'invoice',
  'release',
  'change-release',
  'cancel-release',
  'fulfil',
  'create-customer',
];

function longestCall(connector: Connector): number {
  const calls = operations.map((op) => operationOf(connector, op)?.callMsMax ?? 0);
  const { show, report } = connector.channel ?? {};
  return Math.max(connector.answers?.callMsMax ?? 0, connector.facts?.callMsMax ?? 0, show?.callMsMax ?? 0, report?.callMsMax ?? 0, ...calls);
}

/** The grade of every operation that a connector has. */
export function gradesOf({ documents, customers, fulfilment, channel }: Connector): Readonly<Record<string, 'A' | 'B' | 'C'>> {
  const parts: readonly (readonly [string, unknown])[] = Object.entries({ ...documents, ...customers, ...fulfilment, ...channel });
  return Object.fromEntries(parts.flatMap(([op, part]) => (isGraded(part) ? [[op, part.grade] as const] : [])));
}

function isGraded(part: unknown): part is { readonly grade: 'A' | 'B' | 'C' } {
  return typeof part === 'object' && part !== null && 'grade' in part;
}
