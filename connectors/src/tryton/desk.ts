import type { Call } from '@crossdock/connector-kit';
import { type Catalog, createCatalogReader } from './catalog.ts';
import { type Conversation, createClient } from './client.ts';
import { createNames, type Names, type TrytonSettings } from './settings.ts';

/** What every port of this connector works with. */
export type Desk = {
  readonly settings: TrytonSettings;
  readonly names: Names;
  readonly converse: (call: Call) => Conversation;
  /** As the administrator, where the settings name one. */
  readonly converseAsAdmin?: (call: Call) => Conversation;
  readonly catalog: (talk: Conversation) => Promise<Catalog>;
  readonly version: (call: Call) => Promise<string>;
};

/** One session per account, one catalog, shared by all operations. */
export function createDesk(settings: TrytonSettings): Desk {
  const client = createClient(settings);
  const admin = settings.admin === undefined ? undefined : createClient({ ...settings, ...settings.admin });
  return {
    settings,
    names: createNames(settings),
    converse: client.converse,
    ...(admin === undefined ? {} : { converseAsAdmin: admin.converse }),
    catalog: createCatalogReader(),
    version: client.version,
  };
}
