import { createInterface } from 'node:readline';
import { startSimulatedSalesforce } from '@crossdock/simulators';
import type { OrgAccess, OrgStart } from './house.ts';

/** The simulated org as a program of its own, with a clock that is told to move on: each line of input is an instant, in ms since 1970. */
const { folder } = JSON.parse(process.argv[2] ?? '{}') as OrgStart; // written by the soak alone
let [clockMs, setAtMs] = [Date.now(), performance.now()];
const now = (): number => clockMs + (performance.now() - setAtMs);
createInterface({ input: process.stdin }).on('line', (line) => {
  [clockMs, setAtMs] = [Math.max(now(), Number(line)), performance.now()];
});
const stand = await startSimulatedSalesforce({ folder, now: () => new Date(now()) });
process.once('SIGTERM', () => void stand.close().then(() => process.exit(0)));
const { url, control, token, access } = stand;
process.stdout.write(`${JSON.stringify({ url, control, token, access } satisfies OrgAccess)}\n`);
