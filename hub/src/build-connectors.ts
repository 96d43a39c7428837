import fs from 'node:fs';
import { currencies, type Unit, units } from '@crossdock/canonical';
import type { Connector, Landscape, Setting } from '@crossdock/connector-kit';
import {
  createSalesforce,
  createShopify,
  createSimulatedErp,
  createSimulatedWms,
  createTryton,
  type SalesforceSettings,
  usualIntake,
} from '@crossdock/connectors';

type Resolve = (setting: Exclude<Setting, { readonly map: unknown }>) => string;

/** The settings of one system, read by name; what is missing or of the wrong kind is an Error that names it. */
type Settings = {
  readonly text: (name: string) => string;
  readonly maybe: (name: string) => string | undefined;
  readonly map: (name: string) => Readonly<Record<string, string>>;
};

/** Every connector that a landscape can name, with what it makes of its settings. A new connector is one entry here. */
const factories: Readonly<Record<string, (system: string, settings: Settings) => Connector>> = {
  'simulated-erp': (system, { text, maybe }) => {
    const grade = maybe('grade') ?? 'A';
    if (grade !== 'A' && grade !== 'B' && grade !== 'C') throw new Error(`the setting "grade" is A, B or C, not "${grade}".`);
    return createSimulatedErp({ system, url: text('url'), token: text('token'), grade, twoStep: maybe('twoStep') === 'true' });
  },
  'simulated-wms': (system, { text }) => createSimulatedWms({ system, url: text('url'), token: text('token'), webhookSecret: text('webhookSecret') }),
  tryton: (system, { text, maybe, map }) => {
    const admin = maybe('adminUser');
    return createTryton({
      system,
      url: text('url'),
      database: text('database'),
      user: text('user'),
      password: text('password'),
      units: unitMap(map('units')),
      warehouses: map('warehouses'),
      packageType: text('packageType'),
      whenStockIsShort: maybe('whenStockIsShort') === 'refuse' ? 'refuse' : 'partial',
      ...(admin !== undefined && { admin: { user: admin, password: text('adminPassword') } }),
    });
  },
  shopify: (system, { text, maybe, map }) => {
    const since = maybe('ordersSince');
    return createShopify({
      system,
      url: text('url'),
      accessToken: text('accessToken'),
      webhookSecret: text('webhookSecret'),
      customer: text('customer'),
      apiVersion: text('apiVersion'),
      locationWarehouses: map('locationWarehouses'),
      ...(maybe('testOrders') === 'accept' && { testOrders: 'accept' as const }),
      ...(since !== undefined && { ordersSince: since }),
    });
  },
  salesforce: (system, settings) => createSalesforce(salesforceSettings(system, settings)),
};

function salesforceSettings(system: string, { text, maybe, map }: Settings): SalesforceSettings {
  const clientId = text('clientId');
  const flow = oneOf('auth', text('auth'), ['jwt', 'client-credentials']);
  const [origin, currency, ca] = [maybe('caseOrigin'), maybe('currency'), certificateOf(maybe('pubSubCaFile'))];
  const key = () => maybe('privateKey') ?? fs.readFileSync(text('privateKeyFile'), 'utf8');
  return {
    system,
    loginUrl: text('loginUrl'),
    auth: flow === 'jwt' ? { flow, clientId, username: text('username'), privateKey: key() } : { flow, clientId, clientSecret: text('clientSecret') },
    apiVersion: maybe('apiVersion') ?? '65.0',
    clientName: maybe('clientName') ?? 'crossdock',
    pubSubEndpoint: text('pubSubEndpoint'),
    ...(ca !== undefined && { pubSubCa: ca }),
    trigger: oneOf('trigger', text('trigger'), ['quote-accepted', 'order-activated', 'platform-event']),
    ...(currency !== undefined && { intake: intakeSettings(currency, { maybe, map }) }),
    budget: {
      bulkPercentMax: percent('bulkPercentMax', maybe('bulkPercentMax') ?? '80'),
      othersPercentMax: percent('othersPercentMax', maybe('othersPercentMax') ?? '95'),
    },
    objects: map('objects'),
    fields: map('fields'),
    statuses: map('statuses'),
    cases: {
      are: oneOf('cases', maybe('cases') ?? 'opened', ['opened', 'left out']),
      owners: map('caseOwners'),
      closedStatus: maybe('caseClosedStatus') ?? 'Closed',
      ...(origin !== undefined && { origin }),
    },
  };
}

const certificateOf = (file: string | undefined): string | undefined => (file === undefined ? undefined : fs.readFileSync(file, 'utf8'));

function intakeSettings(currency: string, { maybe, map }: Pick<Settings, 'maybe' | 'map'>): NonNullable<SalesforceSettings['intake']> {
  const [since, currencyField] = [maybe('salesSince'), maybe('currencyField')];
  if (since !== undefined && Number.isNaN(Date.parse(since))) throw new Error(`the setting "salesSince" is an instant (RFC 3339), not "${since}".`);
  return {
    changes: maybe('changes') ?? usualIntake.changes,
    requests: maybe('requests') ?? usualIntake.requests,
    acceptedStatus: maybe('acceptedStatus') ?? usualIntake.acceptedStatus,
    cancelledStatuses:
      maybe('cancelledStatuses')
        ?.split(',')
        .map((status) => status.trim()) ?? usualIntake.cancelledStatuses,
    ...(since !== undefined && { salesSince: since }),
    currency: codeIn('currency', currency, currencies),
    ...(currencyField !== undefined && { currencyField }),
    units: { ...usualIntake.units, ...Object.fromEntries(Object.entries(map('units')).map(([theirs, ours]) => [theirs, codeIn('units', ours, units)])) },
    unit: codeIn('unit', maybe('unit') ?? usualIntake.unit, units),
    heldLines: oneOf('heldLines', maybe('heldLines') ?? usualIntake.heldLines, ['hold the sale', 'wait alone']),
    countries: map('countries'),
  };
}

function codeIn<Code extends string>(name: string, value: string, codes: Readonly<Record<Code, unknown>>): Code {
  const isCode = (text: string): text is Code => Object.hasOwn(codes, text);
  if (!isCode(value)) throw new Error(`the setting "${name}" names ${value}, which is no code of this hub.`);
  return value;
}

function oneOf<Word extends string>(name: string, value: string, words: readonly Word[]): Word {
  const word = words.find((one) => one === value);
  if (word === undefined) throw new Error(`the setting "${name}" is one of ${words.join(', ')}, not "${value}".`);
  return word;
}

function percent(name: string, value: string): number {
  if (!/^\d{1,3}$/.test(value) || Number(value) > 100) throw new Error(`the setting "${name}" is a whole number of percent from 0 to 100, not "${value}".`);
  return Number(value);
}

function unitMap(map: Readonly<Record<string, string>>): Readonly<Partial<Record<Unit, string>>> {
  for (const unit of Object.keys(map)) if (!(unit in units)) throw new Error(`the setting "units" names ${unit}, which is no unit code of this hub.`);
  return map;
}

/** The connectors of a landscape by system id. Throws an Error that names the system and what is missing. */
export function buildConnectors(landscape: Pick<Landscape, 'systems'>, resolve: Resolve): ReadonlyMap<string, Connector> {
  return new Map(
    landscape.systems.map((system) => {
      const factory = factories[system.connector];
      if (!factory) throw new Error(`System ${system.id}: there is no connector "${system.connector}"; there are ${Object.keys(factories).join(', ')}.`);
      try {
        return [system.id, factory(system.id, readSettings(system.settings, resolve))] as const;
      } catch (cause) {
        throw new Error(`System ${system.id}: ${(cause as Error).message}`, { cause });
      }
    }),
  );
}

function readSettings(settings: Readonly<Record<string, Setting>>, resolve: Resolve): Settings {
  const maybe = (name: string): string | undefined => {
    const setting = settings[name];
    if (setting === undefined) return undefined;
    if (typeof setting !== 'string' && 'map' in setting) throw new Error(`the setting "${name}" is a table and should be a text.`);
    return resolve(setting);
  };
  return {
    maybe,
    text: (name) => {
      const value = maybe(name);
      if (value === undefined) throw new Error(`the setting "${name}" is missing.`);
      return value;
    },
    map: (name) => {
      const setting = settings[name] ?? { map: {} };
      if (typeof setting === 'string' || !('map' in setting)) throw new Error(`the setting "${name}" should be a table: { map: { ours: theirs } }.`);
      return setting.map;
    },
  };
}
