// The hub itself: one node with its API, as `npm start` runs it.
import { createSimulatedErp } from '@crossdock/connectors';
import { Registry as Metrics } from 'prom-client';
import { createApi } from '../../../hub/src/api/index.ts';
import { startCore } from '../../../hub/src/hub.ts';
import { createIdentity, digestOfKey } from '../../../hub/src/platform/index.ts';
import { benchKey } from '../drive-input.ts';
import { benchLandscape } from './bench-landscape.ts';
import { readInput, serveUntilTold } from './input.ts';

const input = readInput();
const landscape = benchLandscape(input);
const log = (level: string, where: string, message: string) => {
  if (level !== 'info') process.stderr.write(`${level} ${where}: ${message}\n`);
};
const { url, token } = input.erp ?? { url: 'http://127.0.0.1:9', token: 'none' };
const core = await startCore({
  connection: input.connection,
  landscape,
  connectors: new Map([['erp', createSimulatedErp({ system: 'erp', url, token })]]),
  log,
  poolMax: input.connections,
});
const { app } = await createApi({
  engine: core.engine,
  database: core.database,
  identity: createIdentity([{ id: 'bench', name: 'Bench', keySha256: digestOfKey(benchKey), scopes: ['orders:write', 'orders:read'] }]),
  landscape,
  systems: core.registry,
  clock: core.clock,
  newId: core.newId,
  receiveWebhook: () => Promise.resolve({ kind: 'unknown-system' }),
  events: { source: 'urn:bench', traceparentOf: () => undefined, guard: () => ({ ok: false, why: 'bench' }), newSecret: () => 'whsec_bench' },
  readiness: () => Promise.resolve({ ready: true, checks: {} }),
  metrics: new Metrics(),
  pagesFor: 'this-machine',
  onError: (error, where) => log('error', where, error.message),
});
const address = await app.listen({ port: 0, host: '127.0.0.1' });
if (input.erp) core.startWork();
serveUntilTold(address, async () => {
  await app.close();
  await core.stop();
});
