import type { Connector, FactsPort, InboundMessage, Landscape } from '@crossdock/connector-kit';
// Past the hub's door, on purpose: the soak starts the hub as main.ts does.
import { digestOfKey } from '../../../hub/src/platform/index.ts';
import { startServer } from '../../../hub/src/serve.ts';
import type { StoryDatabase } from '../stories/database.ts';
import { hubOf } from '../stories/hub-of.ts';

/** What the hub of a soak is started with. `isLosing`: it loses one sale's message, which the soak must find out. */
export type HubStart = {
  readonly connection: StoryDatabase['connection'];
  readonly landscape: Landscape;
  readonly key: string;
  readonly isLosing: boolean;
};

const scopes = ['orders:read'] as const;
/** The fault must strike in the middle, not the first sale of all. */
const keptBeforeLoss = 20;

const { connection, landscape, key, isLosing } = JSON.parse(process.argv[2] ?? '{}') as HubStart; // written by the soak alone
const ways = hubOf(landscape);
const server = await startServer({
  ...ways,
  connectors: isLosing ? new Map([...ways.connectors].map(([id, connector]) => [id, losing(connector)])) : ways.connectors,
  connection,
  clients: [{ id: 'soak', name: 'whoever looks at the end', keySha256: digestOfKey(key), scopes }],
  log: (level, where, message) => void process.stderr.write(`${new Date().toISOString()} ${level} ${where}: ${message}\n`),
  role: 'all',
});
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
process.stdout.write(`${JSON.stringify({ url: server.address })}\n`);

/** A connector whose poll drops one wish and moves its cursor on all the same. */
function losing(connector: Connector): Connector {
  const { facts } = connector;
  const poll = facts?.poll;
  if (facts === undefined || poll === undefined || connector.vendor !== 'salesforce') return connector;
  let wishes = 0;
  const isKept = (message: InboundMessage): boolean => {
    if (message.kind === 'wish') wishes += 1;
    return message.kind !== 'wish' || wishes !== keptBeforeLoss;
  };
  const lossy: NonNullable<FactsPort['poll']> = async (cursor, call) => {
    const answer = await poll(cursor, call);
    return answer.kind === 'polled' ? { ...answer, messages: answer.messages.filter(isKept) } : answer;
  };
  return { ...connector, facts: { ...facts, poll: lossy } };
}
