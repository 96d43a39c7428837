import net from 'node:net';

/** A loopback way to a server, which can be shut (connections are refused) and can lose answers of requests that bear a mark. */
export type Gate = {
  readonly url: string;
  readonly shut: () => Promise<void>;
  readonly reopen: () => Promise<void>;
  /** The next answers, so many, to requests with this text never arrive: their connections break instead. */
  readonly loseAnswers: (count: number, requestWith: string) => void;
  readonly answersLost: () => number;
  readonly close: () => Promise<void>;
};

/** Opens a gate before an address on this machine. */
export async function openGate(to: string): Promise<Gate> {
  const { hostname, port } = new URL(to);
  const sockets = new Set<net.Socket>();
  let losing = { left: 0, requestWith: '' };
  let lost = 0;
  const server = net.createServer((near) => {
    const far = net.connect(Number(port), hostname);
    let isStruck = false;
    near.on('data', (bytes) => {
      isStruck ||= losing.left > 0 && bytes.includes(losing.requestWith);
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (!isStruck || losing.left === 0) {
        near.write(bytes);
        return;
      }
      losing = { ...losing, left: losing.left - 1 };
      lost += 1;
      isStruck = false;
      near.resetAndDestroy();
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
  const listen = (on: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(on, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  const shut = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  await listen(0);
  const address = server.address();
  const own = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${own}`,
    shut,
    reopen: () => listen(own),
    loseAnswers: (count, requestWith) => {
      losing = { left: count, requestWith };
    },
    answersLost: () => lost,
    close: shut,
  };
}
