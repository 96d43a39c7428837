import type { Landscape } from '@crossdock/connector-kit';
import { startServer } from '../../../hub/src/serve.ts';
import type { StoryDatabase } from './database.ts';
import { hubOf } from './hub-of.ts';

/** The working half of a story's hub as a program of its own, which can be killed. */
const { connection, landscape } = JSON.parse(process.argv[2] ?? '{}') as { readonly connection: StoryDatabase['connection']; readonly landscape: Landscape }; // written by the story alone
const log = (level: string, where: string, message: string) => void process.stderr.write(`${level} ${where}: ${message}\n`);
const server = await startServer({ ...hubOf(landscape), connection, clients: [], log, role: 'worker' });
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
process.stdout.write(`${JSON.stringify({ url: server.address })}\n`);
