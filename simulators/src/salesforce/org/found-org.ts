import { makeId } from './ids.ts';
import type { Numbers } from './numbers.ts';
import type { OrderStatus } from './object-types.ts';
import { showDatetime } from './read-value.ts';
import type { Schema } from './schema.ts';
import type { Store } from './store.ts';
import type { Row } from './types.ts';

/** The id of every simulated org. */
export const orgId = makeId('00D', 1);

const profiles = { administrator: makeId('00e', 1), sales: makeId('00e', 2), integration: makeId('00e', 3) } as const;

/** Who works in every simulated org, with the id that never changes. */
export const users = {
  administrator: { id: makeId('005', 1), username: 'admin@crossdock.example', firstName: 'Ada', lastName: 'Administrator', profile: profiles.administrator },
  integration: { id: makeId('005', 2), username: 'integration@crossdock.example', firstName: 'Order', lastName: 'Hub', profile: profiles.integration },
  salesRep: { id: makeId('005', 3), username: 'rep@crossdock.example', firstName: 'Sam', lastName: 'Seller', profile: profiles.sales },
} as const;

/** Who has "Edit Activated Orders", as salesforce-app's permission set gives it to the integration user. */
export const permittedEditors: ReadonlySet<string> = new Set([users.integration.id]);

/** The id of the standard price book. */
export const standardPricebookId = makeId('01s', 1);

/** Writes what an org has before anybody works in it. */
export function foundOrg(store: Store, schema: Schema, numbers: Numbers, statuses: readonly OrderStatus[], at: Date): void {
  const now = showDatetime(at);
  const by = users.administrator.id;
  const stamp = { CreatedDate: now, CreatedById: by, LastModifiedDate: now, LastModifiedById: by, SystemModstamp: now };
  const put = (object: string, id: string, fields: Row) => {
    const known = schema.find(object);
    if (known === undefined) throw new Error(`${object}: no such object`);
    const row = { ...known.blank, ...fields, ...stamp, Id: id };
    store.put(object, id, row);
    numbers.saw(known, row);
  };
  put('Organization', orgId, {
    Name: 'Crossdock Demo',
    OrganizationType: 'Developer Edition',
    InstanceName: 'SIM1',
    DefaultLocaleSidKey: 'en_US',
    FiscalYearStartMonth: 1,
  });
  put('Profile', profiles.administrator, { Name: 'System Administrator', UserType: 'Standard' });
  put('Profile', profiles.sales, { Name: 'Standard User', UserType: 'Standard' });
  put('Profile', profiles.integration, { Name: 'Minimum Access - API Only Integrations', UserType: 'CloudIntegrationUser' });
  for (const { id, username, firstName, lastName, profile } of Object.values(users)) {
    put('User', id, {
      Username: username,
      FirstName: firstName,
      LastName: lastName,
      Name: `${firstName} ${lastName}`,
      Email: username,
      Alias: firstName.slice(0, 8).toLowerCase(),
      CommunityNickname: firstName.toLowerCase(),
      IsActive: true,
      ProfileId: profile,
      UserType: profile === profiles.integration ? 'CloudIntegrationUser' : 'Standard',
      TimeZoneSidKey: 'GMT',
      LocaleSidKey: 'en_US',
      LanguageLocaleKey: 'en_US',
      EmailEncodingKey: 'UTF-8',
    });
  }
  put('Pricebook2', standardPricebookId, { Name: 'Standard Price Book', IsActive: true, IsStandard: true });
  for (const [index, { label, code }] of statuses.entries()) {
    put('OrderStatus', makeId('0oQ', index + 1), { MasterLabel: label, ApiName: label, SortOrder: index + 1, IsDefault: index === 0, StatusCode: code });
  }
}
