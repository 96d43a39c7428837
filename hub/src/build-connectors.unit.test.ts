import { generateKeyPairSync } from 'node:crypto';
import type { Landscape, Setting } from '@crossdock/connector-kit';
import { describe, expect, it } from 'vitest';
import { buildConnectors } from './build-connectors.ts';

const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const environment: Readonly<Record<string, string>> = { CLIENT_ID: 'c-1', PRIVATE_KEY: key };
const resolve = (setting: Exclude<Setting, { readonly map: unknown }>) => (typeof setting === 'string' ? setting : (environment[setting.env] ?? ''));

const salesforce: Readonly<Record<string, Setting>> = {
  loginUrl: 'https://example.my.salesforce.com',
  auth: 'jwt',
  clientId: { env: 'CLIENT_ID' },
  username: 'crossdock@example.com',
  privateKey: { env: 'PRIVATE_KEY' },
  pubSubEndpoint: 'api.pubsub.salesforce.com:443',
  trigger: 'quote-accepted',
};
const build = (settings: Readonly<Record<string, Setting>>) => {
  const system = { id: 'crm', name: 'CRM', connector: 'salesforce', settings: { ...salesforce, ...settings }, limiters: {}, owner: 'integration' };
  const landscape: Pick<Landscape, 'systems'> = { systems: [system] };
  return buildConnectors(landscape, resolve).get('crm');
};

describe('a Salesforce org in the landscape', () => {
  it('becomes a channel that shows the state of its sales', () => {
    expect(build({})).toMatchObject({ vendor: 'salesforce', channel: { show: { itemsMax: expect.any(Number) }, report: {} } });
    expect(build({ auth: 'client-credentials', clientSecret: 's' })).toMatchObject({ vendor: 'salesforce' });
  });

  it('brings its sales when their currency is named, and nothing otherwise', () => {
    expect(build({ currency: 'EUR', units: { map: { Stück: 'H87' } } })?.facts).toMatchObject({ poll: expect.any(Function), pollEveryMs: expect.any(Number) });
    expect(build({})?.facts).toBeUndefined();
  });

  it.each([
    [{ currency: 'XQQ' }, '"currency" names XQQ'],
    [{ currency: 'EUR', units: { map: { Each: 'each' } } }, '"units" names each'],
    [{ currency: 'EUR', unit: 'piece' }, '"unit" names piece'],
    [{ currency: 'EUR', heldLines: 'wait' }, '"heldLines" is one of hold the sale, wait alone'],
    [{ currency: 'EUR', salesSince: 'soon' }, '"salesSince" is an instant'],
    [{ currency: 'EUR', trigger: 'platform-event', requests: '' }, '"requests" is empty'],
    [{ auth: 'password' }, '"auth" is one of jwt, client-credentials'],
    [{ auth: 'client-credentials' }, '"clientSecret" is missing'],
    [{ trigger: 'full moon' }, '"trigger" is one of'],
    [{ privateKey: 'none' }, '"privateKey" is no private key in PEM'],
    [{ loginUrl: 'my org' }, '"loginUrl" is no address'],
    [{ bulkPercentMax: 'most' }, '"bulkPercentMax" is a whole number'],
    [{ fields: { map: { 'line.colour': 'Colour__c' } } }, 'fields.line.colour'],
  ])('is refused at the start with %j, by name', (wrong, says) => {
    expect(() => build(wrong)).toThrow(`System crm: `);
    expect(() => build(wrong)).toThrow(says);
  });
});
