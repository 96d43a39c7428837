import net from 'node:net';

/** What the way to Tryton does with a request that contains the text. */
type RoadFault =
  | { readonly requestWith: string; readonly does: 'drop-answer' | 'refuse' }
  | { readonly requestWith: string; readonly does: 'delay'; readonly ms: number };

/** A loopback TCP proxy: real sockets that break, as between the hub and an ERP. */
export type Road = { readonly url: string; readonly trouble: (fault: RoadFault | undefined) => void; readonly close: () => Promise<void> };

/** Opens a road to an address on this machine. */
export function openRoad(to: string): Promise<Road> {
  const { hostname, port } = new URL(to);
  let fault: RoadFault | undefined;
  const sockets = new Set<net.Socket>();
  const server = net.createServer((near) => {
    const far = net.connect(Number(port), hostname);
    let struck: RoadFault | undefined;
    near.on('data', (bytes) => {
      if (fault !== undefined && bytes.includes(fault.requestWith)) struck = fault;
      if (struck?.does === 'refuse') near.resetAndDestroy();
      else far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (struck?.does === 'drop-answer') near.resetAndDestroy();
      else if (struck?.does === 'delay') setTimeout(() => near.write(bytes), struck.ms);
      else near.write(bytes);
    });
    for (const [one, other] of [[near, far] as const, [far, near] as const]) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  const close = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const own = typeof address === 'object' && address !== null ? address.port : 0;
      resolve({
        url: `http://127.0.0.1:${own}`,
        trouble: (next) => {
          fault = next;
        },
        close,
      });
    });
  });
}
