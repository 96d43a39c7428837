import { randomBytes } from 'node:crypto';
import type { Landscape, Policy, SystemDeclaration } from '@crossdock/connector-kit';
import { landscape as example } from '@crossdock/landscape';
import { type RunningTryton, startTryton } from '../../../connectors/src/tryton/testing/start-tryton.ts';
// Past the hub's door, on purpose: a story starts the hub as main.ts does.
import { type Database, digestOfKey } from '../../../hub/src/platform/index.ts';
import { type Customer, openCustomer } from './customer.ts';
import { openDatabase, type StoryDatabase } from './database.ts';
import type { ErpHouse, ErpName } from './erp-house.ts';
import { openHub, openHubApart } from './open-hub.ts';
import { openSalesforce, type SalesforceHouse, type Trigger } from './salesforce-house.ts';
import { openShop, type Shop } from './shop-house.ts';
import { openSimulatedHouse, type SimulatedHouse } from './simulated-house.ts';
import { openTrytonHouse } from './tryton-house.ts';
import { openWarehouse, type Warehouse } from './warehouse.ts';

/** What a story needs otherwise than the others. */
export type WorldWishes = {
  readonly erp: ErpName;
  readonly policy?: Partial<Policy>;
  /** A second, simulated ERP that has the West DC. */
  readonly second?: boolean;
  /** A Shopify shop whose guests buy as C-WEB. */
  readonly shop?: boolean;
  /** A Salesforce org, and what makes its sales orders. */
  readonly salesforce?: Trigger;
  /** The cap of that org's sales. */
  readonly salesforceBurst?: NonNullable<Landscape['channels'][number]['burst']>;
  /** The warehouses do each stage by themselves, so many ms after the one before; left out: people do, in the story. */
  readonly stageMs?: number;
  /** The hub is a program of its own, which can be killed. */
  readonly isHubApart?: boolean;
  /** Calls a second that the first ERP may get. */
  readonly perSecond?: number;
};

/** A whole installation: database, hub, ERP, warehouse system, and the people at each of them. */
export type World = {
  readonly customer: Customer;
  readonly erp: ErpHouse;
  /** There where it was wished for. */
  readonly west: SimulatedHouse | undefined;
  /** There where it was wished for. */
  readonly shop: Shop | undefined;
  /** There where it was wished for. */
  readonly salesforce: SalesforceHouse | undefined;
  readonly warehouse: Warehouse;
  readonly hub: { readonly address: string; readonly key: string; readonly database: Database };
  /** What the hub logged as a warning or an error. */
  readonly complaints: () => readonly string[];
  /** Kills the hub at once and starts it again; there where it is a program of its own. */
  readonly killHub: (() => Promise<void>) | undefined;
  readonly database: StoryDatabase;
  readonly close: (keep?: boolean) => Promise<void>;
};

/** There is no Tryton on this machine. */
export class TrytonAbsent extends Error {}

const scopes = [
  'orders:write',
  'orders:read',
  'quotes:read',
  'exceptions:write',
  'systems:write',
  'subscriptions:write',
  'events:read',
  'references:read',
  'references:write',
] as const;

/** Brings everything up; what came up is taken down again when something does not. */
export async function openWorld(wishes: WorldWishes): Promise<World> {
  const undo: (() => Promise<void>)[] = [];
  const opened = <T extends { readonly close: () => Promise<void> }>(what: T): T => {
    undo.push(what.close);
    return what;
  };
  const closeAll = async () => {
    for (const back of undo.reverse().splice(0)) await back();
  };
  try {
    const database = await openDatabase();
    let isKept = false;
    undo.push(() => database.close(isKept));
    const [erp, warehouse] = await Promise.all([openHouse(wishes.erp), openWarehouse(autoOf(wishes))]);
    undo.push(erp.close, warehouse.close);
    const west = wishes.second ? opened(await openSimulatedHouse('erp-west')) : undefined;
    const shop = wishes.shop ? opened(await openShop()) : undefined;
    const salesforce = wishes.salesforce ? opened(await openSalesforce(wishes.salesforce)) : undefined;
    const landscape = landscapeOf(wishes, [
      limited(erp.declaration, wishes.perSecond),
      ...(west ? [west.declaration] : []),
      wmsOf(warehouse),
      ...(shop ? [shop.declaration] : []),
      ...(salesforce ? [salesforce.declaration] : []),
    ]);
    const key = `cdk_${randomBytes(24).toString('base64url')}`;
    const clients = [{ id: 'story', name: 'the people of the story', keySha256: digestOfKey(key), scopes }];
    const settings = { connection: database.connection, landscape, clients };
    const hub = opened(wishes.isHubApart ? await openHubApart(settings, database.home) : await openHub(settings));
    await warehouse.sendTo(`${hub.address}/v1/webhooks/wms`);
    await shop?.sendTo(`${hub.address}/v1/webhooks/${shop.declaration.id}`);
    return {
      customer: openCustomer({ url: hub.address, key }),
      erp,
      west,
      shop,
      salesforce,
      warehouse,
      hub: { address: hub.address, key, database: hub.database },
      killHub: hub.kill,
      complaints: hub.complaints,
      database,
      close: async (keep = false) => {
        isKept = keep;
        await closeAll();
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function openHouse(name: ErpName): Promise<ErpHouse> {
  switch (name) {
    case 'simulated':
      return openSimulatedHouse('erp');
    case 'tryton': {
      const tryton: RunningTryton | { readonly kind: 'absent'; readonly why: string } = await startTryton({ worker: true });
      if (tryton.kind === 'absent') throw new TrytonAbsent(tryton.why);
      return openTrytonHouse(tryton);
    }
    default:
      return name satisfies never;
  }
}

const autoOf = ({ stageMs }: WorldWishes) => (stageMs === undefined ? {} : { auto: true, stageMs });

function landscapeOf({ policy, second, shop, salesforce, salesforceBurst: burst }: WorldWishes, systems: readonly SystemDeclaration[]): Landscape {
  const first = systems[0]?.id ?? '';
  const west = second ? 'erp-west' : first;
  return {
    ...example,
    version: 'story-1',
    policy: { ...example.policy, ...policy },
    systems,
    channels: [
      ...(shop ? [{ id: 'shop', system: 'shop', customer: 'C-WEB' }] : []),
      ...(salesforce ? [{ id: 'crm', system: 'crm', resolves: ['customer', 'ship-to', 'item'] as const, ...(burst && { burst }) }] : []),
    ],
    routes: [
      { when: { warehouse: 'WDC' }, system: west, warehouse: 'WDC', fulfilment: 'wms' },
      { system: first, warehouse: 'EDC', fulfilment: 'wms' },
    ],
  };
}

function limited(system: SystemDeclaration, perSecond: number | undefined): SystemDeclaration {
  const { default: limiter = { concurrency: 4 } } = system.limiters;
  return perSecond === undefined ? system : { ...system, limiters: { ...system.limiters, default: { ...limiter, perSecond } } };
}

function wmsOf({ stand }: Warehouse): SystemDeclaration {
  const settings = { url: stand.url, token: stand.token, webhookSecret: stand.webhookSecret };
  return { id: 'wms', name: 'Warehouse system', connector: 'simulated-wms', settings, limiters: { default: { concurrency: 8 } }, owner: 'warehouse' };
}
