import { expect, it } from 'vitest';
import { findRoute } from '../find-route.ts';
import { routeNameOf, routeNames } from '../route-names.ts';
import { isVersion, versionList } from './object-routes.ts';

it('lists the releases by their seasons', () => {
  const { json } = versionList();
  expect(json).toEqual(
    expect.arrayContaining([
      { label: "Summer '14", url: '/services/data/v31.0', version: '31.0' },
      { label: "Spring '24", url: '/services/data/v60.0', version: '60.0' },
      { label: "Winter '26", url: '/services/data/v65.0', version: '65.0' },
    ]),
  );
  expect(['65.0', '30.0', '99.0', '65.1'].map(isVersion)).toEqual([true, false, false, false]);
});

it('names a request by its method and its resource', () => {
  expect(routeNameOf('PATCH', '/services/data/v65.0/composite/sobjects/Order/ERP_Id__c?x=1')).toBe('PATCH /composite/sobjects');
  expect(routeNameOf('GET', '/services/data/v65.0/queryAll?q=SELECT')).toBe('GET /queryAll');
  expect(routeNameOf('POST', '/services/oauth2/token')).toBe('POST /services/oauth2/token');
  expect(routeNames).toContain(routeNameOf('GET', '/services/data/v65.0/nothing'));
});

it('finds a route with its parameters decoded, whatever stands before the version', () => {
  const route = { method: 'GET', path: /^\/sobjects\/([^/]+)\/([^/]+)$/, run: () => ({ status: 200 }) } as const;
  for (const start of ['http://127.0.0.1:1/services/data/', '/services/data/', '/', '']) {
    expect(findRoute([route], 'GET', `${start}v65.0/sobjects/Account/a%2Fb?fields=Name`)).toMatchObject({ params: ['Account', 'a/b'], version: '65.0' });
  }
  expect(findRoute([route], 'GET', '/services/data/v65.0/sobjects/Account/%E0%A4%A')).toMatchObject({ params: ['Account', '%E0%A4%A'] });
  expect(findRoute([route], 'POST', '/services/data/v65.0/sobjects/Account/1')).toBeUndefined();
});
