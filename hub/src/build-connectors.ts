import { type Connector, type Landscape, type Setting } from '@crossdock/connector-kit';
import { createSimulatedErp, createSimulatedWms } from '@crossdock/connectors';

type Settings = Readonly<Record<string, string>>;

/** Every connector that a landscape can name, with what it makes of its settings. A new connector is one line here. */
const factories: Readonly<Record<string, (system: string, settings: Settings) => Connector>> = {
  'simulated-erp': (system, s) => createSimulatedErp({ system, url: need(s, 'url'), token: need(s, 'token'), ...(s['grade'] !== undefined && { grade: s['grade'] as 'A' | 'B' | 'C' }) }),
  'simulated-wms': (system, s) => createSimulatedWms({ system, url: need(s, 'url'), token: need(s, 'token'), webhookSecret: need(s, 'webhookSecret') }),
};

/** The connectors of a landscape by system id. Throws an Error that names the system and what is missing. */
export function buildConnectors(landscape: Landscape, resolve: (setting: Setting) => string): ReadonlyMap<string, Connector> {
  return new Map(
    landscape.systems.map((system) => {
      const factory = factories[system.connector];
      if (!factory) throw new Error(`System ${system.id}: there is no connector "${system.connector}"; there are ${Object.keys(factories).join(', ')}.`);
      try {
        const settings = Object.fromEntries(Object.entries(system.settings).map(([name, setting]) => [name, resolve(setting)]));
        return [system.id, factory(system.id, settings)] as const;
      } catch (cause) {
        throw new Error(`System ${system.id}: ${(cause as Error).message}`, { cause });
      }
    }),
  );
}

function need(settings: Settings, name: string): string {
  const value = settings[name];
  if (value === undefined) throw new Error(`the setting "${name}" is missing.`);
  return value;
}
