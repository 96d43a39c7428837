import type { Connector } from '@crossdock/connector-kit';
import { type HubCore, startCore } from '../../../hub/src/hub.ts';
import { newId } from '../../../hub/src/platform/index.ts';
import { connectorOf, landscapeOf } from './crash-landscape.ts';
import { createFailpoints, databaseHooks, type Failpoints, transportHooks } from './failpoints.ts';
import { mutateClient, mutateConnector, mutateEngine, mutatePace } from './mutants.ts';
import { serveNode } from './node-door.ts';
import type { NodeGreeting, NodeSettings } from './settings.ts';

/** A hub node as the matrix spawns it: the hub's own composition, with failpoints in the seams that it has for them. */
const settings = JSON.parse(process.argv[2] ?? '{}') as NodeSettings; // written by the matrix alone
const failpoints = createFailpoints(settings.failpoints, settings.firedFolder);
mutateClient(settings.mutant);
const ids: string[] = [];
const core = await startCrashCore(settings, failpoints, () => ids.shift() ?? newId());
const url = await serveNode({
  core: { ...core, engine: mutateEngine(core.engine, settings.mutant) },
  failpoints,
  // A mutant answers before the commit: the id that it gives out is the one that the order will get.
  ...(settings.mutant === 'early-answer' && { idInAdvance: () => ids[ids.push(newId()) - 1] ?? '' }),
});
core.startWork();
process.once('SIGTERM', () => void core.stop().then(() => process.exit(0)));
const greeting: NodeGreeting = { url, epoch: core.node.epoch };
process.stdout.write(`${JSON.stringify(greeting)}\n`);

function startCrashCore({ connection, peers, pace, mutant, name }: NodeSettings, points: Failpoints, nextId: () => string): Promise<HubCore> {
  const own = mutatePace(pace, mutant);
  return startCore({
    connection,
    landscape: landscapeOf(peers),
    connectors: new Map(peers.map((peer): [string, Connector] => [peer.id, mutateConnector(connectorOf(peer, own), mutant)])),
    log: (level, where, message) => process.stderr.write(`${new Date().toISOString()} ${name} ${level} ${where}: ${message}\n`),
    timings: own.timings,
    newId: nextId,
    hooks: { database: databaseHooks(points), transport: transportHooks(points) },
    deliverLimits: own.deliveries,
    send: (...words) => sendMessage(points, ...words),
  });
}

async function sendMessage(points: Failpoints, to: string, headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal): Promise<number> {
  await points.pass('delivery.before-send');
  const answer = await fetch(to, { method: 'POST', headers, body, signal });
  await answer.arrayBuffer();
  await points.pass('delivery.after-answer');
  return answer.status;
}
