import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { listen, stopListening } from './server.ts';

/** The two addresses of a stand-in: the system's own, which can refuse connections, and the one of desk, faults and book, which never does. */
export type Doors = {
  readonly url: () => string;
  readonly control: () => string;
  /** Opens or closes the system's own address as the faults want it; it keeps its port. */
  readonly settle: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** What the doors need: where to listen, who answers, and whether connections are refused now. */
export type DoorsMake = {
  readonly host: string;
  readonly port: number;
  readonly controlPort: number;
  readonly handle: (door: 'system' | 'control') => (request: IncomingMessage, response: ServerResponse) => void;
  readonly isRefusing: () => boolean;
  readonly onRefuse: () => void;
};

/** Opens both. */
export async function openDoors({ host, port, controlPort, handle, isRefusing, onRefuse }: DoorsMake): Promise<Doors> {
  const control = await listen(host, controlPort, handle('control'));
  let open: Server | undefined;
  let systemPort = port;
  const openSystem = async () => {
    const opened = await listen(host, systemPort, handle('system'));
    open = opened.server;
    systemPort = opened.port;
  };
  const closeSystem = async () => {
    const closing = open;
    open = undefined;
    if (closing !== undefined) await stopListening(closing);
  };
  const settleNow = async () => {
    if (isRefusing() && open !== undefined) {
      onRefuse();
      await closeSystem();
    } else if (!isRefusing() && open === undefined) await openSystem();
  };
  try {
    await openSystem(); // even a system that starts by refusing learns its port
  } catch (error) {
    await stopListening(control.server);
    throw error;
  }
  let turn: Promise<void> = Promise.resolve();
  const settle = () => {
    const done = turn.then(settleNow);
    turn = done.catch(() => undefined); // the caller hears of it; the next one tries again
    return done;
  };
  await settle();
  return {
    url: () => `http://${host}:${systemPort}`,
    control: () => `http://${host}:${control.port}`,
    settle,
    close: async () => {
      await turn;
      await closeSystem();
      await stopListening(control.server);
    },
  };
}
