import { createServer } from 'node:http';
import type { SignedMessage } from '@crossdock/connector-kit/contract';

/** A receiver of webhooks and what came to it. */
export type Hook = { readonly url: string; readonly deliveries: readonly SignedMessage[]; readonly close: () => Promise<void> };

/** Takes webhooks as a hub does: raw bytes, header names in lower case. */
export async function startHook(): Promise<Hook> {
  const deliveries: SignedMessage[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const headers = Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
      deliveries.push({ rawBody: Buffer.concat(parts), headers: Object.fromEntries(headers) });
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}/hook`, deliveries, close };
}
