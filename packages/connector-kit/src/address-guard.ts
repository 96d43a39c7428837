import type { LookupAddress, LookupOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { buildConnector } from 'undici';

/**
 * Where a stranger's address (a webhook subscription) may lead. Without exceptions: https on the usual ports, to addresses of
 * the public internet. Configured systems need no guard: whoever configures them is no stranger.
 */
export type AddressPolicy = {
  readonly isHttpAllowed: boolean;
  /** Usually `publicPorts`. */
  readonly ports: readonly number[];
  /** Hosts by name, addresses and networks (CIDR) that may be reached although they are not public. */
  readonly allow: readonly string[];
};

/** Ports on which webhooks are received when nothing else is configured. */
export const publicPorts: readonly number[] = [443, 8443];

/** Whether an address may be called, and why not. */
export type AddressVerdict = { readonly kind: 'allowed'; readonly url: URL } | { readonly kind: 'forbidden'; readonly why: string };

/**
 * Looks at an address as far as it can be judged without asking anybody: what a name resolves to is seen only when
 * connecting (`guardedConnect`), and may change until then.
 */
export function checkAddress(address: string, policy: AddressPolicy): AddressVerdict {
  const url = URL.parse(address);
  if (url === null) return forbidden('it is no URL');
  if (url.username !== '' || url.password !== '') return forbidden('it holds credentials');
  const why = whyNot({ protocol: url.protocol, port: url.port, hostname: url.hostname.replace(/^\[|\]$/g, '') }, policy);
  return why === undefined ? { kind: 'allowed', url } : forbidden(why);
}

/** What a guarded connection is made with: undici's `buildConnector` and `dns.lookup`; a test gives its own. */
export type ConnectMeans = {
  readonly buildConnector: (options: { readonly timeout: number; readonly allowH2: boolean; readonly lookup: LookupFunction }) => buildConnector.connector;
  readonly lookup: (
    hostname: string,
    options: LookupOptions & { readonly all: true },
    callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
  ) => void;
  readonly timeoutMs: number;
};

/**
 * A connector for `createPool` that connects only where the policy allows. A literal host is judged before, because no look-up
 * is ever made for it; a name at its look-up, whose very addresses are then connected to, so that a name cannot be
 * rebound in between. One forbidden address among several forbids the name.
 */
export function guardedConnect(policy: AddressPolicy, { buildConnector, lookup, timeoutMs }: ConnectMeans): buildConnector.connector {
  const guardedLookup: LookupFunction = (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const why = addresses.length === 0 ? 'it has no address' : whyNoneOf(addresses, hostname, policy);
      if (why !== undefined) return callback(forbiddenError(hostname, why), []);
      const [first] = addresses;
      return options.all === true ? callback(null, addresses) : callback(null, first?.address ?? '', first?.family);
    });
  };
  const connect = buildConnector({ timeout: timeoutMs, allowH2: false, lookup: guardedLookup });
  return (options, callback) => {
    const why = whyNot(options, policy);
    if (why === undefined) connect(options, callback);
    else callback(forbiddenError(options.hostname, why), null);
  };
}

type Target = { readonly protocol: string; readonly port: string; readonly hostname: string };

function whyNot({ protocol, port, hostname }: Target, policy: AddressPolicy): string | undefined {
  if (protocol !== 'https:' && !(protocol === 'http:' && policy.isHttpAllowed)) return `its scheme must be ${policy.isHttpAllowed ? 'http or https' : 'https'}`;
  const number = port === '' ? defaultPorts[protocol] : Number(port);
  if (number === undefined || !policy.ports.includes(number)) return `its port must be one of ${policy.ports.join(', ')}`;
  return ipaddr.isValid(hostname) ? whyNotLiteral(hostname, policy) : undefined;
}

const defaultPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

function whyNotLiteral(address: string, { allow }: AddressPolicy): string | undefined {
  if (!ipaddr.isValid(address)) return `${address} is no address`;
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  return range === 'unicast' || allow.some((entry) => isWithin(parsed, entry)) ? undefined : `${address} is not public (${range})`;
}

function whyNoneOf(addresses: readonly LookupAddress[], hostname: string, policy: AddressPolicy): string | undefined {
  const name = hostname.toLowerCase();
  if (policy.allow.some((entry) => entry.toLowerCase() === name)) return undefined;
  return addresses.map(({ address }) => whyNotLiteral(address, policy)).find((why) => why !== undefined);
}

type Address = ReturnType<typeof ipaddr.parse>;

function isWithin(address: Address, entry: string): boolean {
  if (ipaddr.isValid(entry)) return ipaddr.parse(entry).toNormalizedString() === address.toNormalizedString();
  if (!ipaddr.isValidCIDR(entry)) return false;
  const network = ipaddr.parseCIDR(entry);
  return network[0].kind() === address.kind() && address.match(network);
}

function forbidden(why: string): AddressVerdict {
  return { kind: 'forbidden', why };
}

/** Its code makes the transport answer `not-sent`, `forbidden`. */
function forbiddenError(hostname: string, why: string): Error {
  return Object.assign(new Error(`${hostname} may not be called: ${why}`), { code: 'ADDRESS_FORBIDDEN' });
}
