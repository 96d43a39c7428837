import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { type AddressPolicy, type ConnectMeans, checkAddress, guardedConnect, publicPorts } from './address-guard.ts';

const strict: AddressPolicy = { isHttpAllowed: false, ports: publicPorts, allow: [] };

describe('the address of a webhook', () => {
  it.each(['https://hooks.example.com/in', 'https://hooks.example.com:8443/', 'https://8.8.8.8/', 'https://[2606:4700:4700::1111]/'])(
    'may be %s',
    (address) => {
      expect(checkAddress(address, strict)).toMatchObject({ kind: 'allowed' });
    },
  );

  it.each([
    { address: 'http://hooks.example.com/', why: 'scheme' },
    { address: 'ftp://hooks.example.com/', why: 'scheme' },
    { address: 'https://hooks.example.com:22/', why: 'port' },
    { address: 'https://hooks.example.com:80/', why: 'port' },
    { address: 'https://user:secret@hooks.example.com/', why: 'credentials' },
    { address: 'https://user@hooks.example.com/', why: 'credentials' },
    { address: 'hooks.example.com', why: 'no URL' },
    { address: 'https://127.0.0.1/', why: 'loopback' },
    { address: 'https://2130706433/', why: 'loopback' },
    { address: 'https://0x7f.1/', why: 'loopback' },
    { address: 'https://0177.0.0.1/', why: 'loopback' },
    { address: 'https://127.0.0.1./', why: 'loopback' },
    { address: 'https://①②⑦.0.0.1/', why: 'loopback' },
    { address: 'https://[::1]/', why: 'loopback' },
    { address: 'https://[::ffff:127.0.0.1]/', why: 'ipv4Mapped' },
    { address: 'https://[::ffff:8.8.8.8]/', why: 'ipv4Mapped' },
    { address: 'https://[64:ff9b::7f00:1]/', why: 'rfc6052' },
    { address: 'https://[2002:7f00:1::]/', why: '6to4' },
    { address: 'https://169.254.169.254/latest/', why: 'linkLocal' },
    { address: 'https://10.0.0.1/', why: 'private' },
    { address: 'https://172.16.0.1/', why: 'private' },
    { address: 'https://192.168.1.1/', why: 'private' },
    { address: 'https://100.64.0.1/', why: 'carrierGradeNat' },
    { address: 'https://0.0.0.0/', why: 'unspecified' },
    { address: 'https://255.255.255.255/', why: 'broadcast' },
    { address: 'https://224.0.0.1/', why: 'multicast' },
    { address: 'https://[fd00::1]/', why: 'uniqueLocal' },
    { address: 'https://[fe80::1]/', why: 'linkLocal' },
  ])('may not be $address ($why)', ({ address, why }) => {
    expect(checkAddress(address, strict)).toEqual({ kind: 'forbidden', why: expect.stringContaining(why) });
  });

  it('may be what the policy allows, and nothing near it', () => {
    const own: AddressPolicy = { isHttpAllowed: true, ports: [443, 8080], allow: ['10.1.0.0/16', 'fd00::/8', '127.0.0.1'] };
    const kinds = (addresses: readonly string[]) => addresses.map((address) => checkAddress(address, own).kind);
    expect(kinds(['http://10.1.2.3:8080/', 'https://[fd00::5]/', 'https://127.0.0.1/'])).toEqual(['allowed', 'allowed', 'allowed']);
    expect(kinds(['http://10.2.0.1:8080/', 'https://[fc00::5]/', 'https://127.0.0.2/', 'http://10.1.2.3/'])).toEqual(Array(4).fill('forbidden'));
  });
});

describe('a connection to a webhook', () => {
  it('goes to the very addresses that were judged', () => {
    const { dialled, connect } = guarded(strict, { 'hooks.example.com': ['93.184.216.34', '2606:4700:4700::1111'] });
    expect(connect('https:', 'hooks.example.com')).toBeNull();
    expect(dialled).toEqual(['93.184.216.34', '2606:4700:4700::1111']);
  });

  it.each([
    { title: 'a name of this machine', addresses: ['127.0.0.1'] },
    { title: 'a name that was bound to an inner address after it had been checked', addresses: ['10.0.0.7'] },
    { title: 'a name with one public and one inner address', addresses: ['93.184.216.34', '169.254.169.254'] },
    { title: 'a name with an inner address in disguise', addresses: ['::ffff:10.0.0.7'] },
    { title: 'a name without any address', addresses: [] },
  ])('is never made for $title', ({ addresses }) => {
    const { dialled, connect } = guarded(strict, { 'hooks.example.com': addresses });
    expect(connect('https:', 'hooks.example.com')).toMatchObject({ code: 'ADDRESS_FORBIDDEN' });
    expect(dialled).toEqual([]);
  });

  it.each([
    { protocol: 'https:', hostname: '127.0.0.1', port: '' },
    { protocol: 'https:', hostname: '::ffff:127.0.0.1', port: '' },
    { protocol: 'http:', hostname: 'hooks.example.com', port: '' },
    { protocol: 'https:', hostname: 'hooks.example.com', port: '5432' },
  ])('is not even begun to $protocol//$hostname:$port, for which no look-up would be made or needed', ({ protocol, hostname, port }) => {
    const { begun, connect } = guarded(strict, { 'hooks.example.com': ['93.184.216.34'] });
    expect(connect(protocol, hostname, port)).toMatchObject({ code: 'ADDRESS_FORBIDDEN' });
    expect(begun).toEqual([]);
  });

  it('is made to an inner address under a name that the policy allows, and under no other name', () => {
    const own: AddressPolicy = { ...strict, allow: ['Hooks.Intern.example'] };
    const { dialled, connect } = guarded(own, { 'hooks.intern.example': ['10.0.0.7'], 'evil.example': ['10.0.0.7'] });
    expect(connect('https:', 'hooks.intern.example')).toBeNull();
    expect(connect('https:', 'evil.example')).toMatchObject({ code: 'ADDRESS_FORBIDDEN' });
    expect(dialled).toEqual(['10.0.0.7']);
  });

  it('fails as the look-up fails', () => {
    const { connect } = guarded(strict, {});
    expect(connect('https:', 'nowhere.example')).toMatchObject({ code: 'ENOTFOUND' });
  });
});

/** The guard over a connector that dials nothing: it looks names up as a socket would, and notes where it would go. */
function guarded(policy: AddressPolicy, names: Readonly<Record<string, readonly string[]>>) {
  const dialled: string[] = [];
  const begun: string[] = [];
  const lookup: ConnectMeans['lookup'] = (hostname, _options, callback) => {
    const known = names[hostname];
    if (known === undefined) return callback(Object.assign(new Error(`no ${hostname}`), { code: 'ENOTFOUND' }), []);
    return callback(
      null,
      known.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  let failure: Error | null = null;
  const guard = guardedConnect(policy, {
    lookup,
    timeoutMs: 1_000,
    buildConnector: (options) => (target) => {
      begun.push(target.hostname);
      options.lookup(target.hostname, { all: true }, (error, addresses) => {
        if (error) failure = error;
        else if (Array.isArray(addresses)) dialled.push(...addresses.map(({ address }) => address));
      });
    },
  });
  const connect = (protocol: string, hostname: string, port = '') => {
    failure = null;
    guard({ protocol, hostname, port }, (...[error]) => {
      failure = error;
    });
    return failure;
  };
  return { dialled, begun, connect };
}
