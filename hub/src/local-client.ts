import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Landscape } from '@crossdock/connector-kit';
import type { TextSetting } from './config.ts';
import { type DeclaredClient, digestOfKey } from './platform/index.ts';

const allScopes = ['orders:write', 'orders:read', 'exceptions:write', 'systems:write', 'subscriptions:write', 'events:read'] as const;

/** Where the key of the person at this machine lies, readable for its owner alone. */
export function localKeyFile(home: string): string {
  return path.join(home, 'client-key');
}

/** The clients that may speak: those of the landscape, and the person at this machine, whose key is made at the first start. */
export function clientsOf(
  landscape: Landscape,
  home: string,
  resolve: (setting: TextSetting) => string,
): { readonly clients: readonly DeclaredClient[]; readonly localKey: string } {
  const file = localKeyFile(home);
  fs.mkdirSync(home, { recursive: true });
  if (!fs.existsSync(file)) fs.writeFileSync(file, `cdk_${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  const localKey = fs.readFileSync(file, 'utf8').trim();
  const declared = landscape.clients.map((client) => ({ ...client, keySha256: resolve(client.keySha256) }));
  return { clients: [...declared, { id: 'local', name: 'the person at this machine', keySha256: digestOfKey(localKey), scopes: allScopes }], localKey };
}
