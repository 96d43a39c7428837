import { expect, it } from 'vitest';
import { readConfig } from './config.ts';

it('says everything that is wrong with the environment at once', () => {
  const env = {
    PORT: 'http',
    ERP_PORT: '70000',
    WMS_PORT: '0',
    CRM_PORT: '-1',
    CRM_BUS_PORT: '70001',
    DATABASE_URL: 'mysql://x',
    CROSSDOCK_ROLE: 'boss',
    CROSSDOCK_LOG: 'loud',
  };
  let said = '';
  try {
    readConfig(env, '/clone');
  } catch (error) {
    said = (error as Error).message;
  }
  expect(said.split('\n')).toEqual(['Configuration:', ...Object.keys(env).map((name) => expect.stringContaining(`  ${name} must be `))]);
});

it('needs nothing: the embedded database in the clone, loopback, every role', () => {
  expect(readConfig({}, '/clone')).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    role: 'all',
    database: undefined,
    home: '/clone/.crossdock',
    isStatusPublic: false,
  });
});

it('refuses two programs on one port before either of them starts', () => {
  expect(() => readConfig({ PORT: '8091' }, '/clone')).toThrow(
    'PORT, ERP_PORT, WMS_PORT, CRM_PORT and CRM_BUS_PORT must differ, not be 8091, 8091, 8092, 8093, 8094',
  );
});

it('sends the example landscape to its stand-ins, wherever they listen, unless it is told otherwise', () => {
  const url = (env: NodeJS.ProcessEnv) => readConfig(env, '/clone').setting({ env: 'ERP_URL' });
  expect([url({}), url({ ERP_PORT: '9001' }), url({ ERP_URL: 'http://erp/' })]).toEqual(['http://127.0.0.1:8091', 'http://127.0.0.1:9001', 'http://erp/']);
});

it('names the variable that a landscape needs and the environment lacks', () => {
  const { setting } = readConfig({ TOKEN: 'given' }, '/clone');
  expect([setting('fixed'), setting({ env: 'TOKEN' }), setting({ env: 'OTHER', or: 'usual' })]).toEqual(['fixed', 'given', 'usual']);
  expect(() => setting({ env: 'OTHER' })).toThrow('OTHER');
});

it('says which file a secret should be in when it is not there', () => {
  const { setting } = readConfig({}, '/clone');
  expect(() => setting({ env: 'CRM_CLIENT_ID' })).toThrow('CRM_CLIENT_ID, and /clone/.crossdock/salesforce/client-id, which should hold it, cannot be read');
});
