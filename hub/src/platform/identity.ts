import { hash, timingSafeEqual } from 'node:crypto';

/** Who asks: a program or a person, by a name that the audit keeps. */
export type Client = { readonly id: string; readonly name: string; readonly scopes: ReadonlySet<string> };

/** A client as an installation declares it; `keySha256` is the SHA-256 of its bearer key, 64 hex digits. The key itself is kept nowhere. */
export type DeclaredClient = { readonly id: string; readonly name: string; readonly keySha256: string; readonly scopes: readonly string[] };

/** Finds the client of an `Authorization` header; undefined for anybody else. */
export type Identity = { readonly clientOf: (authorization: string | undefined) => Client | undefined };

type Known = { readonly client: Client; readonly digest: Buffer };

const scheme = /^bearer +([A-Za-z0-9._~+/=-]{8,512})$/i; // token68 of RFC 6750
const digestShape = /^[0-9a-f]{64}$/;

/** Knows the declared clients. Throws when a digest is malformed, or an id or a key is declared twice. */
export function createIdentity(clients: readonly DeclaredClient[]): Identity {
  const byDigest = new Map<string, Known>();
  const ids = new Set<string>();
  for (const { id, name, keySha256, scopes } of clients) {
    if (!digestShape.test(keySha256)) throw new Error(`Client ${id}: keySha256 is not a SHA-256 in 64 hex digits.`);
    if (ids.has(id) || byDigest.has(place(keySha256))) throw new Error(`Client ${id} or its key is declared twice.`);
    ids.add(id);
    byDigest.set(place(keySha256), { client: { id, name, scopes: new Set(scopes) }, digest: Buffer.from(keySha256, 'hex') });
  }
  return {
    clientOf: (authorization) => {
      const key = authorization === undefined ? undefined : scheme.exec(authorization)?.[1];
      if (key === undefined) return undefined;
      const digest = hash('sha256', key, 'hex');
      const known = byDigest.get(place(digest));
      return known && timingSafeEqual(known.digest, Buffer.from(digest, 'hex')) ? known.client : undefined;
    },
  };
}

/** What a digest is looked up by; the rest is compared in constant time. */
function place(digest: string): string {
  return digest.slice(0, 16);
}

/** The digest under which a key is declared. */
export function digestOfKey(key: string): string {
  return hash('sha256', key, 'hex');
}
