import { StoryBroken } from './telling.ts';
import type { World } from './world.ts';

/** What the ERP calls something of Salesforce's. */
export type Name = { readonly kind: 'customer' | 'ship-to' | 'item'; readonly from: string; readonly to: string };

/** Somebody loads cross-references from Salesforce to the ERP. */
export async function loadNames({ hub, erp }: Pick<World, 'hub' | 'erp'>, names: readonly Name[], reason: string): Promise<void> {
  const rows = names.map(({ kind, from, to }) => ({ kind, from: { system: 'crm', name: from }, to: { system: erp.declaration.id, name: to } }));
  const answer = await fetch(`${hub.address}/v1/references?${new URLSearchParams({ reason })}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${hub.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ rows }),
  });
  const text = await answer.text();
  if (!answer.ok || text.includes('"problem"')) throw new StoryBroken(`references: ${answer.status} ${text}`);
}

/** What the ERP calls a customer of Salesforce's, by all cross-references that there are. */
export async function namesIn({ hub, erp }: Pick<World, 'hub' | 'erp'>, customer: string): Promise<readonly string[]> {
  const answer = await fetch(`${hub.address}/v1/references?${new URLSearchParams({ kind: 'customer', system: 'crm', name: customer })}`, {
    headers: { authorization: `Bearer ${hub.key}` },
  });
  const { references } = (await answer.json()) as { readonly references: readonly { readonly to: { readonly system: string; readonly name: string } }[] };
  return references.flatMap(({ to }) => (to.system === erp.declaration.id ? [to.name] : []));
}
