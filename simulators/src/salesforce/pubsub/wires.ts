import net, { type AddressInfo, type Socket } from 'node:net';
import type { Wires } from './control.ts';

/** A listening port whose connections can be cut, which those of a gRPC server of its own cannot. */
export type Listening = Wires & {
  readonly port: number;
  /** Takes no more connections, and cuts after `graceMs` those that their clients do not close. */
  readonly close: (graceMs: number) => Promise<void>;
};

/** Listens and hands on each connection. Port 0 takes a free one. */
export async function listen(host: string, port: number, take: (socket: Socket) => void): Promise<Listening> {
  const sockets = new Set<Socket>();
  const server = net.createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined); // a client that went away
    take(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port, // it listens on a port
    cut,
    count: () => sockets.size,
    close: (graceMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(cut, graceMs);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}
