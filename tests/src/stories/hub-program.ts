import type { Landscape } from '@crossdock/connector-kit';
import { type ServeOptions, startServer } from '../../../hub/src/serve.ts';
import type { StoryDatabase } from './database.ts';
import { hubOf } from './hub-of.ts';

/** What a story's hub is started with beside what every one of them has. */
export type HubSettings = Pick<ServeOptions, 'clients' | 'port'> & { readonly connection: StoryDatabase['connection']; readonly landscape: Landscape };

/** A story's hub as a program of its own, which can be killed. */
const { landscape, ...settings } = JSON.parse(process.argv[2] ?? '{}') as HubSettings; // written by the story alone
const log = (level: string, where: string, message: string) => {
  if (level !== 'info') process.stderr.write(`${level} ${where}: ${message}\n`);
};
const server = await startServer({ ...hubOf(landscape), ...settings, log, role: 'all' });
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
process.stdout.write(`${JSON.stringify({ url: server.address })}\n`);
