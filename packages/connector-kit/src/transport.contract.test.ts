import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, buildConnector } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { type AddressPolicy, guardedConnect } from './address-guard.ts';
import type { Capture } from './capture.ts';
import { machineClock } from './contract/index.ts';
import type { CallLimits } from './exchange.ts';
import type { HttpResult } from './http.ts';
import { createPool, createTransport, type Transport, type TransportSettings } from './transport.ts';

/** What a peer does with the nth request on a connection; the bytes of each request come whole. */
type Peer = (socket: Socket, request: string, nth: number) => void;

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describe('a request that never left', () => {
  it('is refused when nobody listens', async () => {
    const { url, close } = await listen(() => undefined);
    await close();
    expect(await ask(url)).toMatchObject({ kind: 'not-sent', reason: 'refused' });
  });

  it('is unresolved when the name is not known', async () => {
    const noSuchName = Object.assign(new Error('getaddrinfo ENOTFOUND erp.example'), { code: 'ENOTFOUND' });
    const dispatcher = createPool({ lookup: (_host, _options, callback) => callback(noSuchName, '') });
    expect(await ask('http://erp.example/', { dispatcher })).toMatchObject({ kind: 'not-sent', reason: 'unresolved' });
  });

  it('is told as a connect timeout when the connection does not come about', async () => {
    const dispatcher = createPool({ timeout: 100, lookup: () => undefined });
    expect(await ask('http://erp.example/', { dispatcher })).toMatchObject({ kind: 'not-sent', reason: 'connect-timeout' });
  });

  it('is forbidden when its header or address cannot be sent at all', async () => {
    const { url, requests } = await listen(answering('ok'));
    const headers = { 'x-note': 'two\r\nlines: 1' };
    const { http } = caller({});
    expect(await http()({ method: 'GET', url, headers })).toMatchObject({ kind: 'not-sent', reason: 'forbidden' });
    expect(await http()({ method: 'GET', url: 'file:///etc/hosts' })).toMatchObject({ kind: 'not-sent', reason: 'forbidden' });
    expect(requests).toEqual([]);
  });

  it('is too late when it gets its connection after its last instant, and stays off the wire', async () => {
    const { url, requests } = await listen((socket, request) => void sleep(150).then(() => answering('ok')(socket, request, 0)));
    const { http } = caller({ dispatcher: single() });
    const first = http()({ method: 'POST', url, body: 'first' });
    const second = http({ sendWithin: 50 })({ method: 'POST', url, body: 'second' });
    expect(await second).toMatchObject({ kind: 'not-sent', reason: 'too-late' });
    expect(await first).toMatchObject({ kind: 'answered' });
    expect(requests.filter((request) => request.includes('second'))).toEqual([]);
  });

  it('is too late when its deadline ends while it waits for a connection, and is not sent afterwards either', async () => {
    const { url, requests } = await listen((socket, request) => void sleep(150).then(() => answering('ok')(socket, request, 0)));
    const { http } = caller({ dispatcher: single() });
    const first = http()({ method: 'POST', url, body: 'first' });
    expect(await http({ within: 50 })({ method: 'POST', url, body: 'second' })).toMatchObject({ kind: 'not-sent', reason: 'too-late' });
    await first;
    expect(await http()({ method: 'POST', url, body: 'third' })).toMatchObject({ kind: 'answered' });
    expect(requests.filter((request) => request.includes('second'))).toEqual([]);
  });

  it('is too late when the wall clock has jumped beyond its last instant, though little time has passed', async () => {
    const { url, requests } = await listen(answering('ok'));
    let jumpMs = 0;
    const clock = { ...machineClock, wallMs: () => machineClock.wallMs() + jumpMs };
    const { http } = caller({ clock });
    const call = http();
    jumpMs = 3_600_000;
    expect(await call({ method: 'GET', url })).toMatchObject({ kind: 'not-sent', reason: 'too-late' });
    expect(requests).toEqual([]);
  });

  it('is too late when the process was paused before the check', async () => {
    const { url, requests } = await listen(answering('ok'));
    const { http } = caller({ hooks: { beforeCheck: () => pause(80) } });
    expect(await http({ sendWithin: 50 })({ method: 'POST', url, body: 'x' })).toMatchObject({ kind: 'not-sent', reason: 'too-late' });
    await sleep(30);
    expect(requests).toEqual([]);
  });
});

describe('a request to a stranger', () => {
  const policy = { isHttpAllowed: true, ports: [0], allow: [] };
  const through = (change: Partial<AddressPolicy>) =>
    createPool(guardedConnect({ ...policy, ...change }, { buildConnector, lookup: (_name, _options, done) => done(null, [loopback]), timeoutMs: 500 }));
  const loopback = { address: '127.0.0.1', family: 4 };

  it('is forbidden when its name leads to this machine, and no connection is made', async () => {
    const { port, connections } = await listen(answering('ok'));
    const dispatcher = through({ ports: [port] });
    expect(await ask(`http://hooks.example:${port}/`, { dispatcher })).toMatchObject({ kind: 'not-sent', reason: 'forbidden' });
    expect(await ask(`http://127.0.0.1:${port}/`, { dispatcher })).toMatchObject({ kind: 'not-sent', reason: 'forbidden' });
    expect(connections()).toBe(0);
  });

  it('goes through the guard where the policy allows it', async () => {
    const { port } = await listen(answering('ok'));
    const dispatcher = through({ ports: [port], allow: ['127.0.0.0/8'] });
    expect(await ask(`http://hooks.example:${port}/`, { dispatcher })).toMatchObject({ kind: 'answered', body: 'ok' });
  });
});

describe('a request that may have arrived', () => {
  const lost = { kind: 'lost', message: expect.stringMatching(/\w/) };

  it.each<{ readonly title: string; readonly peer: Peer }>([
    { title: 'closes without an answer', peer: (socket) => socket.end() },
    { title: 'resets the connection', peer: (socket) => socket.resetAndDestroy() },
    { title: 'breaks off within the body', peer: (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf') },
    { title: 'breaks off within the headers', peer: (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-le') },
    { title: 'breaks off within a chunk', peer: (socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\nhalf') },
    { title: 'does not speak HTTP', peer: (socket) => socket.end('220 mail.example ESMTP\r\n') },
  ])('is lost when the peer $title, and is not sent again', async ({ peer }) => {
    const { url, requests } = await listen(peer);
    expect(await ask(url)).toMatchObject(lost);
    await sleep(30);
    expect(requests.length).toBe(1);
  });

  it('is lost when the answer is not whole at the deadline', async () => {
    const { url } = await listen((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf'));
    expect(await ask(url, {}, { within: 80 })).toMatchObject(lost);
  });

  it('is lost when the call is cancelled on the way', async () => {
    const { url } = await listen(() => cancel.abort());
    const cancel = new AbortController();
    expect(await ask(url, {}, { signal: cancel.signal })).toMatchObject(lost);
  });

  it('is lost when its kept connection was closed by the peer at the same moment', async () => {
    const { url } = await listen((socket, request, nth) => (nth === 1 ? answering('ok')(socket, request, nth) : socket.resetAndDestroy()));
    const { http } = caller({ dispatcher: single() });
    expect(await http()({ method: 'POST', url, body: 'first' })).toMatchObject({ kind: 'answered' });
    expect(await http()({ method: 'POST', url, body: 'second' })).toMatchObject(lost);
  });

  it('is lost when the answer is larger than allowed, and no more of it is read', async () => {
    const { url } = await listen(answering('x'.repeat(5_000)));
    expect(await ask(url, {}, { bodyBytesMax: 4_999 })).toMatchObject({ kind: 'lost', message: expect.stringContaining('4999 bytes') });
    expect(await ask(url, {}, { bodyBytesMax: 5_000 })).toMatchObject({ kind: 'answered' });
  });

  it('goes out when the process was paused after the check: the window that a grade B operation names', async () => {
    const { url } = await listen(answering('ok'));
    expect(await ask(url, { hooks: { afterCheck: () => pause(80) } }, { sendWithin: 50 })).toMatchObject({ kind: 'answered' });
  });
});

describe('an answer', () => {
  it('comes with its status, its headers in lower case and its text whole, wherever the network cut it', async () => {
    const body = Buffer.from('{"name":"Größe"}');
    const { url } = await listen((socket) => {
      socket.write(`HTTP/1.1 201 Created\r\nX-Note: a\r\nX-Note: b\r\ncontent-length: ${body.length}\r\n\r\n`);
      socket.write(body.subarray(0, 12)); // within the ö
      setTimeout(() => socket.write(body.subarray(12)), 20);
    });
    expect(await ask(url)).toMatchObject({ kind: 'answered', status: 201, headers: { 'x-note': 'a, b' }, body: '{"name":"Größe"}' });
  });

  it('is taken as it is when it sends us elsewhere: no redirect is followed', async () => {
    const { url, requests } = await listen((socket) => socket.end('HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n'));
    expect(await ask(url)).toMatchObject({ kind: 'answered', status: 302 });
    expect(requests.length).toBe(1);
  });

  it('is asked for with our name for the call, on connections that are kept', async () => {
    const { url, requests, connections } = await listen(answering('ok'));
    const { http } = caller({});
    await http()({ method: 'POST', url: `${url}a?b=c`, headers: { 'content-type': 'text/plain' }, body: 'hello' });
    for (let n = 0; n < 8; n += 1) await http()({ method: 'GET', url });
    expect(requests[0]).toMatch(/^POST \/a\?b=c HTTP\/1\.1\r\n/);
    expect(requests[0]).toContain('x-correlation-id: call-1\r\n');
    expect(connections()).toBeLessThanOrEqual(2); // undici rests a connection for one turn of the event loop
  });
});

describe('what a transport shows of a call', () => {
  it('captures request and result without what proves who we are', async () => {
    const { url } = await listen(answering('{"session":"s3cret"}', 'set-cookie: sid=s3cret\r\n'));
    const captures: Capture[] = [];
    const { http } = caller({ capture: (capture) => captures.push(capture) });
    const headers = { Authorization: 'Bearer s3cret', 'x-kept': 'kept' };
    await http()({ method: 'POST', url, headers, body: '{"password":"s3cret"}', holdsSecret: true });
    await http()({ method: 'POST', url, headers, body: '{"order":"PO-1"}' });
    expect(JSON.stringify(captures[0])).not.toContain('s3cret');
    expect(captures[0]).toMatchObject({ correlation: 'call-1', request: { headers: { 'x-kept': 'kept' } }, result: { kind: 'answered', status: 200 } });
    expect(captures[1]).toMatchObject({ request: { body: '{"order":"PO-1"}', headers: { Authorization: '[removed]' } } });
  });

  it('stops at each place in order, so that a process can be ended exactly there', async () => {
    const { url } = await listen(answering('ok'));
    const passed: string[] = [];
    const pass = (place: string) => () => void passed.push(place);
    const hooks = {
      beforeSend: async () => pass('before send')(),
      beforeCheck: pass('before check'),
      afterCheck: pass('after check'),
      afterAnswer: async () => pass('after answer')(),
    };
    expect(await ask(url, { hooks })).toMatchObject({ kind: 'answered' });
    expect(passed).toEqual(['before send', 'before check', 'after check', 'after answer']);
  });

  it('sends nothing once it is closed', async () => {
    const { url, requests } = await listen(answering('ok'));
    const { http, transport } = caller({});
    await transport.close();
    expect(await http()({ method: 'GET', url })).toMatchObject({ kind: 'not-sent', reason: 'refused' });
    expect(requests).toEqual([]);
  });
});

type Within = { readonly within?: number; readonly sendWithin?: number } & Partial<Pick<CallLimits, 'bodyBytesMax' | 'signal'>>;

function caller(settings: Partial<TransportSettings>) {
  const transport: Transport = createTransport({ clock: machineClock, ...settings });
  closing.push(() => transport.close());
  const http = ({ within = 3_000, sendWithin = 2_000, bodyBytesMax = 100_000, ...more }: Within = {}) => {
    const monotonicMs = machineClock.monotonicMs();
    const sendUntil = { wallMs: machineClock.wallMs() + sendWithin, monotonicMs: monotonicMs + sendWithin };
    return transport.forCall({ correlation: 'call-1', deadlineAt: monotonicMs + within, sendUntil, bodyBytesMax, ...more });
  };
  return { transport, http };
}

function ask(url: string, settings: Partial<TransportSettings> = {}, within: Within = {}): Promise<HttpResult> {
  return caller(settings).http(within)({ method: 'GET', url });
}

/** A pool of one connection, so that a second request has to wait. */
function single(): Agent {
  const agent = new Agent({ allowH2: false, pipelining: 1, connections: 1, headersTimeout: 0 });
  closing.push(() => agent.destroy());
  return agent;
}

function answering(body: string, headers = ''): Peer {
  return (socket) => socket.write(`HTTP/1.1 200 OK\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

async function listen(peer: Peer) {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    let nth = 0;
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      requests.push(bytes.toString());
      nth += 1;
      peer(socket, bytes.toString(), nth);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  closing.push(close);
  return { url: `http://127.0.0.1:${port}/`, port, requests, connections: () => connections, close };
}

/** Stops everything in this process, as SIGSTOP would. */
function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
