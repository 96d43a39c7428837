// The hub itself: one node with its API, as `npm start` runs it.
import { createSimulatedErp } from '@crossdock/connectors';
import { digestOfKey } from '../../../hub/src/platform/index.ts';
import { startServer } from '../../../hub/src/serve.ts';
import { benchKey } from '../drive-input.ts';
import { benchLandscape } from './bench-landscape.ts';
import { readInput, serveUntilTold } from './input.ts';

const input = readInput();
const { url, token } = input.erp ?? { url: 'http://127.0.0.1:9', token: 'none' };
const { address, stop } = await startServer({
  connection: input.connection,
  landscape: benchLandscape(input),
  connectors: new Map([['erp', createSimulatedErp({ system: 'erp', url, token })]]),
  log: (level, where, message) => {
    if (level !== 'info') process.stderr.write(`${level} ${where}: ${message}\n`);
  },
  poolMax: input.connections,
  clients: [{ id: 'bench', name: 'Bench', keySha256: digestOfKey(benchKey), scopes: ['orders:write', 'orders:read'] }],
  port: 0,
  host: '127.0.0.1',
  role: input.erp ? 'all' : 'api',
  isStatusPublic: false,
});
serveUntilTold(address, stop);
