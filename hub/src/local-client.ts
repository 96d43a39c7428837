import { randomBytes } from 'node:crypto';
import type { Landscape } from '@crossdock/connector-kit';
import { readClientKey, storeClientKey } from './cli/index.ts';
import type { TextSetting } from './config.ts';
import { type DeclaredClient, digestOfKey } from './platform/index.ts';

const allScopes = [
  'orders:write',
  'orders:read',
  'quotes:read',
  'exceptions:write',
  'systems:write',
  'subscriptions:write',
  'events:read',
  'references:read',
  'references:write',
] as const;

/** The clients that may speak: those of the landscape, and the person at this machine, whose key is made at the first start. */
export function clientsOf(
  landscape: Landscape,
  home: string,
  resolve: (setting: TextSetting) => string,
): { readonly clients: readonly DeclaredClient[]; readonly localKey: string } {
  const known = readClientKey(home);
  const localKey = known ?? `cdk_${randomBytes(24).toString('base64url')}`;
  if (known === undefined) storeClientKey(home, localKey);
  const declared = landscape.clients.map((client) => ({ ...client, keySha256: resolve(client.keySha256) }));
  return { clients: [...declared, { id: 'local', name: 'the person at this machine', keySha256: digestOfKey(localKey), scopes: allScopes }], localKey };
}
