import { afterEach, describe, expect, it } from 'vitest';
import type { Faults } from '../../../faults.ts';
import { bodyOf, until } from '../../../testing/caller.ts';
import type { SimulatedSalesforceOptions } from '../../index.ts';
import { api, startOrg, type TestOrg } from '../../testing/start-org.ts';

const open: TestOrg[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});
const start = async (options: SimulatedSalesforceOptions = {}) => {
  const org = await startOrg(options);
  open.push(org);
  const create = (name = 'x') => org.rest<string>('POST', `${api}/sobjects/Account`, { Name: name });
  const faults = (said: Faults) => org.control('POST', '/faults', said);
  const count = () => [...org.system.org.rows('Account')].length;
  return { ...org, create, faults, count };
};

describe('faults of the org', () => {
  it('lock the rows of an account, and of what belongs to it', async () => {
    const { system, connection, faults } = await start();
    const [account] = [...system.org.rows('Account')];
    await faults({ salesforce: { rowLock: { p: 1, accounts: [String(account?.['Id'])] } } });
    const locked = { errorCode: 'UNABLE_TO_LOCK_ROW', message: expect.stringContaining('unable to obtain exclusive access') };
    await expect(connection.sobject('Account').update({ Id: String(account?.['Id']), Phone: '1' })).rejects.toMatchObject(locked);
    const contact = { AccountId: String(account?.['Id']), LastName: 'x' };
    expect(await connection.sobject('Contact').create([contact, { LastName: 'y' }])).toMatchObject([{ success: false }, { success: true }]);
    await system.clearFaults();
    expect(await connection.sobject('Contact').create(contact)).toMatchObject({ success: true });
    expect(system.fired()['rowLock']).toBe(2);
  });

  it('break a validation rule, and a trigger', async () => {
    const { connection, faults, create } = await start();
    await faults({ salesforce: { validationRule: { p: 1, object: 'Account', field: 'Phone', message: 'Phone it in' } } });
    expect(JSON.parse(bodyOf(await create(), 400))).toEqual([{ message: 'Phone it in', errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', fields: ['Phone'] }]);
    const message = 'OrderTrigger: execution of AfterUpdate caused by: System.NullPointerException';
    await faults({ salesforce: { failingTrigger: { p: 1, object: 'Account', message } } });
    await expect(connection.sobject('Account').create({ Name: 'x' })).rejects.toMatchObject({ errorCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message });
  });

  it('strike by chance, the same requests again with the same seed', async () => {
    const { faults, create } = await start();
    const round = async () => {
      await faults({ seed: 7, salesforce: { failingTrigger: { p: 0.5, object: 'Account', message: 'no' } } });
      const statuses: unknown[] = [];
      for (let nth = 0; nth < 12; nth += 1) statuses.push((await create()).status);
      return statuses;
    };
    const first = await round();
    expect([await round(), new Set(first)]).toEqual([first, new Set([201, 400])]);
  });
});

describe('faults of the platform', () => {
  it('end a session that was good', async () => {
    const { faults, create, system, rest } = await start();
    await faults({ unauthorized: 1, only: ['POST /sobjects'] });
    expect(JSON.parse(bodyOf(await create(), 401))).toEqual([{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }]);
    await system.clearFaults();
    expect((await rest('GET', `${api}/limits`)).status).toBe(401);
  });

  it('show a page for people instead of JSON during maintenance, to logins too', async () => {
    const { faults, create, connection } = await start();
    await faults({ salesforce: { maintenance: 1 } });
    const answer = await create();
    expect([answer.status, 'headers' in answer && answer.headers.get('content-type'), bodyOf(answer, 503)]).toEqual([
      503,
      'text/html; charset=UTF-8',
      expect.stringContaining('maintenance'),
    ]);
    await expect(connection.authorize({ grant_type: 'client_credentials' })).rejects.toThrow();
  });

  it('tell the daily limit from the concurrent one', async () => {
    const { faults, create, connection, system } = await start({ dailyLimit: 1000 });
    await faults({ throttle: { p: 1 } });
    expect(bodyOf(await create(), 403)).toContain('ConcurrentRequests');
    await faults({ salesforce: { apiUsage: 998 } });
    await connection.limits();
    expect(connection.limitInfo).toMatchObject({ apiUsage: { used: 999, limit: 1000 } });
    expect((await create()).status).toBe(201);
    expect(JSON.parse(bodyOf(await create(), 403))).toEqual([{ message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }]);
    expect(system.book().figures).toMatchObject({ apiUsage: { used: 1000, max: 1000 } });
  });

  it('refuse more requests at once than the cap', async () => {
    const { create, system } = await start({ concurrency: 2, latencyMs: 300 });
    const heard = await Promise.all(['a', 'b', 'c'].map(create));
    expect(heard.map(({ status }) => status).sort()).toEqual([201, 201, 403]);
    expect(system.book().traffic.violations.concurrency).toBe(1);
  });

  it('commit, and drop the connection or answer an error', async () => {
    const { faults, create, count, system } = await start();
    const before = count();
    await faults({ dropAfterCommit: 1 });
    expect((await create()).status).toBe('no answer');
    await faults({ errorAfterCommit: 1 });
    expect(bodyOf(await create(), 500)).toContain('UNKNOWN_EXCEPTION');
    await faults({ lateCommit: { p: 1, ms: 20 } });
    expect((await create()).status).toBe('no answer');
    await until(() => count() === before + 3);
    expect(system.fired()).toMatchObject({ dropAfterCommit: 1, errorAfterCommit: 1, lateCommit: 1 });
  });

  it('refuse connections until they are switched off at the other address', async () => {
    const { faults, create, control } = await start();
    await faults({ refuseConnections: true });
    expect((await create()).status).toBe('no answer');
    expect((await control('DELETE', '/faults')).status).toBe(200);
    expect((await create()).status).toBe(201);
  });

  it('are not taken when misspelt', async () => {
    const { control } = await start();
    expect(await control('POST', '/faults', { salesforce: { rowLok: {} } })).toMatchObject({ status: 400, body: { field: 'salesforce.rowLok' } });
    expect((await control('POST', '/faults', { salesforce: { bus: { gap: {} } } })).status).toBe(400);
  });
});
