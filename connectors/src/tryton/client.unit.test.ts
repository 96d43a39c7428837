import type { Call, HttpRequest, HttpResult } from '@crossdock/connector-kit';
import { describe, expect, it } from 'vitest';
import { createClient } from './client.ts';
import { answering } from './stop.ts';

const account = { url: 'http://erp.example/', database: 'erp', user: 'hub', password: 'secret' };
const anything = (value: unknown) => ({ kind: 'read', value }) as const;

/** A Tryton of a few lines: sessions are good until they are dropped; `answers` come in turn, then it returns 1. */
function tiny(answers: readonly (string | number)[] = []) {
  const requests: HttpRequest[] = [];
  const left = [...answers];
  let session = 0;
  let isDropped = false;
  const http = async (request: HttpRequest): Promise<HttpResult> => {
    requests.push(request);
    await Promise.resolve();
    const { method } = JSON.parse(request.body ?? '');
    const say = (body: string, status = 200): HttpResult => ({ kind: 'answered', status, headers: {}, body });
    if (method === 'common.db.login') {
      session += 1;
      isDropped = false;
      return say(`{"id":1,"result":[2,"key-${session}"]}`);
    }
    if (isDropped || !request.headers?.['authorization']) return say('', 401);
    if (method === 'model.res.user.get_preferences') return say('{"id":1,"result":{"company":1,"language":"en"}}');
    const answer = left.shift() ?? '{"id":1,"result":1}';
    return typeof answer === 'number' ? say('', answer) : say(answer);
  };
  const call: Call = { http, correlation: 'c-1', now: () => new Date(0) };
  const methods = () => requests.map(({ body = '' }) => String(JSON.parse(body).method).split('.').at(-1));
  return { call, requests, methods, drop: () => (isDropped = true) };
}

describe('a client of Tryton', () => {
  it('logs in once for all, in English, and sends the session and its context along', async () => {
    const { call, requests, methods } = tiny();
    const client = createClient(account);
    await Promise.all([1, 2, 3].map(() => client.converse(call).read(anything, 'model.sale.sale.search', [[]], { warehouse: 5 })));
    expect(methods()).toEqual(['login', 'get_preferences', 'search', 'search', 'search']);
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ id: 1, method: 'common.db.login', params: ['hub', { password: 'secret' }, 'en'] });
    expect(requests[0]?.holdsSecret).toBe(true);
    expect(requests[2]).toMatchObject({
      method: 'POST',
      url: 'http://erp.example/erp/',
      headers: { authorization: `Session ${Buffer.from('hub:2:key-1').toString('base64')}`, 'x-correlation-id': 'c-1' },
    });
    expect(JSON.parse(requests[2]?.body ?? '')).toEqual({
      id: 1,
      method: 'model.sale.sale.search',
      params: [[], { company: 1, language: 'en', warehouse: 5 }],
    });
  });

  it('logs in again once when its session is gone, however many calls find out, and repeats them', async () => {
    const { call, methods, drop } = tiny();
    const client = createClient(account);
    await client.converse(call).read(anything, 'model.a.read', []);
    drop();
    const read = await Promise.all([1, 2, 3].map(() => client.converse(call).read(anything, 'model.a.read', [])));
    expect(read).toEqual([1, 1, 1]);
    expect(methods().filter((method) => method === 'login')).toHaveLength(2);
  });

  it('gives up after one log-in when that does not help', async () => {
    const { call, methods } = tiny([401, 401]);
    const talk = createClient(account).converse(call);
    expect(await answering(talk, () => talk.read(anything, 'model.a.read', []))).toMatchObject({ kind: 'failed', class: 'auth' });
    expect(methods()).toEqual(['login', 'get_preferences', 'read', 'login', 'get_preferences', 'read']);
  });

  it('calls trouble after a write doubt, and trouble before it what it is', async () => {
    const lock = '{"id":1,"error":["could not obtain lock on relation \\"sale_sale\\"",""]}';
    const written = tiny(['{"id":1,"result":[7]}', lock]);
    const both = async (call: Call) => {
      const talk = createClient(account).converse(call);
      return answering(talk, async () => {
        await talk.write('model.a.write', []);
        return talk.write('model.b.write', []);
      });
    };
    expect(await both(written.call)).toMatchObject({ kind: 'failed', class: 'in-doubt', message: expect.stringContaining('lock') });
    expect(await both(tiny([lock]).call)).toMatchObject({ kind: 'failed', class: 'transient' });
  });

  it('does not take a no to reading back for a no to what was written', async () => {
    const { call } = tiny(['{"id":1,"result":null}', '{"id":1,"error":["UserError",["You are not allowed to read records \\"1\\"","",null]]}']);
    const talk = createClient(account).converse(call);
    const answer = await answering(talk, async () => {
      await talk.write('model.a.write', []);
      return talk.read(anything, 'model.a.read', []);
    });
    expect(answer).toMatchObject({ kind: 'failed', class: 'in-doubt' });
  });
});
