import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** Receives the messages of all subscriptions of the run, and remembers what came and in which order. */
export type Listener = {
  readonly addressOf: (subscription: string) => string;
  /** `<subject>/<seq>` of every event that was told to the subscription. */
  readonly told: (subscription: string) => ReadonlySet<string>;
  /** Events that were told for the first time after a later one of the same order. */
  readonly outOfOrder: (subscription: string) => readonly string[];
  readonly close: () => Promise<void>;
};

type Heard = { readonly told: Set<string>; readonly last: Map<string, number>; readonly outOfOrder: string[] };

/** Opens the listener on a free port. */
export async function startListener(): Promise<Listener> {
  const subscriptions = new Map<string, Heard>();
  const heardBy = (subscription: string): Heard => {
    const heard = subscriptions.get(subscription) ?? { told: new Set(), last: new Map(), outOfOrder: [] };
    subscriptions.set(subscription, heard);
    return heard;
  };
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => undefined);
    request.on('end', () => {
      hear(heardBy((request.url ?? '').slice(1)), Buffer.concat(chunks).toString('utf8'));
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    addressOf: (subscription) => `http://127.0.0.1:${port}/${subscription}`,
    told: (subscription) => heardBy(subscription).told,
    outOfOrder: (subscription) => heardBy(subscription).outOfOrder,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A message may come twice; what may not be is that a new one comes after a later one. */
function hear({ told, last, outOfOrder }: Heard, body: string): void {
  const { subject, sequence, type } = JSON.parse(body) as { subject: string; sequence: string; type: string };
  const seq = Number(sequence);
  const name = `${subject}/${seq}`;
  if (told.has(name)) return;
  told.add(name);
  const before = last.get(subject) ?? 0;
  if (seq < before) outOfOrder.push(`${type} (${seq}) of ${subject} was told after ${before}`);
  last.set(subject, Math.max(seq, before));
}
