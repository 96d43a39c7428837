import fs from 'node:fs';
import path from 'node:path';
import { type Child, startChild } from './child.ts';
import type { Config } from './config.ts';

/** The stand-ins of the example landscape. */
export type StandIns = Readonly<Record<'erp' | 'wms' | 'crm', Child>>;

type Ports = keyof Config['standInPorts'];
/** One to start: how the landscape calls it, its program, and the ports that it takes with the settings that choose others. */
type StandIn = { readonly program: string; readonly ports: Readonly<Partial<Record<Ports, string>>>; readonly args: readonly string[] };

/**
 * Starts them all at once. Their books lie beside the database, so that both remember the same orders. Each one that came up adds its end to
 * `undo`, whatever becomes of the others. Rejects with the first that did not come up.
 */
export async function startStandIns(config: Config, root: string, undo: (() => Promise<void>)[]): Promise<StandIns> {
  const file = path.join(root, 'simulators/src/main.ts');
  const startOne = async (name: keyof StandIns): Promise<Child> => {
    const { program, ports, args } = standInsOf(config)[name];
    const child = await startChild(name, file, [program, '--with-parent', ...args]).catch((error: Error) => {
      const taken = Object.entries(ports).find(([port]) => error.message.includes(`Port ${portOf(config, port)} is in use`));
      throw taken ? portTaken(portOf(config, taken[0]), taken[1]) : error;
    });
    undo.push(child.stop);
    return child;
  };
  const [erp, wms, crm] = await Promise.allSettled([startOne('erp'), startOne('wms'), startOne('crm')]);
  const children = { erp: cameUp(erp), wms: cameUp(wms), crm: cameUp(crm) };
  // It chose its client id itself; the landscape reads it from here.
  fs.writeFileSync(path.join(config.crmFolder, 'client-id'), String(children.crm.addresses['clientId']), { mode: 0o600 });
  return children;
}

/** What to say when a port is taken. */
export function portTaken(port: number, setting: string): Error {
  return new Error(`Port ${port} is in use on this machine. Stop the program that uses it, or set ${setting} to a free port.`);
}

const portOf = ({ standInPorts }: Config, name: string): number => standInPorts[name as Ports]; // the names are those of `ports`

function cameUp(settled: PromiseSettledResult<Child>): Child {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}

function standInsOf(config: Config): Readonly<Record<keyof StandIns, StandIn>> {
  const { standInPorts, home, port, setting } = config;
  const book = (name: string) => ['--book', path.join(home, `${name}-book.ndjson`)];
  const token = (name: 'ERP' | 'WMS' | 'CRM') => ['--token', setting({ env: `${name}_TOKEN`, or: `${name.toLowerCase()}-token` })];
  const secret = setting({ env: 'WMS_WEBHOOK_SECRET', or: 'whsec_Y3Jvc3Nkb2NrLWRlbW8td21zLXNlY3JldA==' });
  const webhook = ['--webhook-url', `http://127.0.0.1:${port}/v1/webhooks/wms`, '--webhook-secret', secret];
  const at = (name: Ports) => ['--port', String(standInPorts[name])];
  return {
    erp: { program: 'erp', ports: { erp: 'ERP_PORT' }, args: [...at('erp'), ...token('ERP'), ...book('erp'), '--latency-ms', '20'] },
    wms: { program: 'wms', ports: { wms: 'WMS_PORT' }, args: [...at('wms'), ...token('WMS'), ...book('wms'), '--auto', '--stage-ms', '700', ...webhook] },
    crm: {
      program: 'salesforce',
      ports: { crm: 'CRM_PORT', bus: 'CRM_BUS_PORT' },
      args: [...at('crm'), '--grpc-port', String(standInPorts.bus), ...token('CRM'), '--folder', config.crmFolder],
    },
  };
}
