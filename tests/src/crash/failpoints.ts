import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpRequest, TransportHooks } from '@crossdock/connector-kit';
import type { TransactionHooks } from '../../../hub/src/platform/index.ts';
import type { Failpoint } from './settings.ts';

/** Counts the passings of every point and acts at those that the scenario names. */
export type Failpoints = {
  readonly pass: (at: string) => Promise<void>;
  /** For places where nothing may come in between; a lag does not act there. */
  readonly passSync: (at: string) => void;
};

/** Makes the failpoints of one node. */
export function createFailpoints(wanted: readonly Failpoint[], firedFolder: string): Failpoints {
  const passed = new Map<string, number>();
  const next = (at: string): Failpoint | undefined => {
    const count = (passed.get(at) ?? 0) + 1;
    passed.set(at, count);
    return wanted.find((point) => point.at === at && count >= point.nth && claimFiring(point, firedFolder));
  };
  const passSync = (at: string) => {
    const point = next(at);
    if (point) act(point);
  };
  return {
    passSync,
    pass: async (at) => {
      const point = next(at);
      if (!point) return;
      if (point.action === 'lag') await sleep(point.ms);
      else act(point);
    },
  };
}

/** The name of the file that tells that a failpoint has acted. */
export function firedFile({ at, nth, action }: Failpoint, folder: string): string {
  return path.join(folder, `${at}.${nth}.${action}`);
}

function claimFiring(point: Failpoint, folder: string): boolean {
  try {
    fs.writeFileSync(firedFile(point, folder), `${process.pid} ${new Date().toISOString()}`, { flag: 'wx' });
    return true;
  } catch {
    return false; // another node was first, or this one before it was ended
  }
}

function act(point: Failpoint): void {
  switch (point.action) {
    case 'kill':
      process.kill(process.pid, 'SIGKILL');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); // not one instruction more of this program
      return;
    case 'stop':
      process.kill(process.pid, 'SIGSTOP');
      return;
    case 'throw':
      throw new Error(`failpoint ${point.at}`);
    case 'lag':
      return;
    default:
      point satisfies never;
  }
}

/** The hooks of the database: every named transaction has two points. */
export function databaseHooks({ pass }: Failpoints): TransactionHooks {
  return { beforeCommit: (name) => pass(`${name}.before-commit`), afterCommit: (name) => pass(`${name}.after-commit`) };
}

/** The hooks of the transport: every call has four points. */
export function transportHooks({ pass, passSync }: Failpoints): TransportHooks {
  return {
    beforeSend: (request) => pass(`${callOf(request)}.before-send`),
    beforeCheck: (request) => passSync(`${callOf(request)}.before-check`),
    afterCheck: (request) => passSync(`${callOf(request)}.after-check`),
    afterAnswer: (request) => pass(`${callOf(request)}.after-answer`),
  };
}

const calls: readonly { readonly call: string; readonly method: string; readonly path: RegExp }[] = [
  { call: 'create', method: 'POST', path: /^\/sales-orders$/ },
  { call: 'cancel', method: 'POST', path: /^\/sales-orders\/[^/]+\/cancel$/ },
  { call: 'goods-issue', method: 'POST', path: /^\/sales-orders\/[^/]+\/goods-issue$/ },
  { call: 'amend', method: 'PUT', path: /^\/sales-orders\/[^/]+$/ },
  { call: 'probe', method: 'GET', path: /^\/sales-orders\?reference=/ },
  { call: 'create-customer', method: 'POST', path: /^\/customers$/ },
  { call: 'ask', method: 'POST', path: /^\/questions$/ },
  { call: 'release', method: 'POST', path: /^\/warehouses\/[^/]+\/orders$/ },
  { call: 'cancel-release', method: 'POST', path: /^\/orders\/[^/]+\/cancel$/ },
  { call: 'poll', method: 'GET', path: /^\/changes\?/ },
];

/** What a request is for, by the stand-ins' addresses (simulators/README.md). */
function callOf({ method, url }: HttpRequest): string {
  const { pathname, search } = new URL(url);
  const target = pathname + search;
  return calls.find((one) => one.method === method && one.path.test(target))?.call ?? 'other';
}
