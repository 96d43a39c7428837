import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A webhook as it arrived. */
type Arrival = { readonly headers: IncomingHttpHeaders; readonly raw: string; readonly message: Arrived };
/** The part of a message that tests look at. */
export type Arrived = {
  readonly id: string;
  readonly sequence: number;
  readonly type: string;
  readonly order: { readonly id: string; readonly reference?: string };
  readonly shipment: { readonly number: string; readonly version: number; readonly state: string; readonly lines: readonly Readonly<Record<string, string>>[] };
};

/** A receiver of webhooks; `answer` chooses the status of each. */
export type Receiver = { readonly url: string; readonly arrivals: readonly Arrival[]; readonly close: () => Promise<void> };

/** Starts a receiver on a free port of loopback. */
export async function startReceiver(answer: (nth: number) => number = () => 204): Promise<Receiver> {
  const arrivals: Arrival[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const raw = Buffer.concat(parts).toString('utf8');
      arrivals.push({ headers: request.headers, raw, message: JSON.parse(raw) as Arrived }); // the WMS under test wrote it
      response.writeHead(answer(arrivals.length)).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, arrivals, close };
}
