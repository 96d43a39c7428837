import type { SfAnswer, SfRequest } from '../http/route.ts';
import { type Org, OrgError, users } from '../org/index.ts';
import { type Bulk, type BulkOptions, openBulk } from './index.ts';

/** What a test hears: the answer, or the error that it would be. */
export type Heard = {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
};
/** Calls Bulk API 2.0 without a server; a text is sent as it is, anything else as JSON. */
export type CallBulk = (method: string, path: string, body?: unknown, contentType?: string) => Promise<Heard>;

const changesMax = 2000;

/** Bulk API 2.0 over an org, its states without delay. */
export function bulkOver(
  org: Org,
  options: Partial<BulkOptions> = {},
): { readonly call: CallBulk; readonly finish: (jobPath: string) => Promise<Heard['json']> } & Pick<Bulk, 'stop'> {
  const bulk = openBulk({ now: org.now, stepMs: 0, ...options });
  const call: CallBulk = async (method, path, body, contentType = 'application/json') => {
    const [plain = '', query = ''] = path.split('?');
    const route = bulk.routes.find((one) => one.method === method && one.path.test(plain));
    if (route === undefined) throw new Error(`no route ${method} ${path}`);
    const request: SfRequest = {
      method,
      path: plain,
      params: (route.path.exec(plain) ?? []).slice(1),
      query: new URLSearchParams(query),
      headers: { 'content-type': contentType },
      body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? null)),
      org,
      who: { userId: users.integration.id, apiVersion: '65.0', api: 'rest' },
      instanceUrl: 'http://localhost',
      version: '65.0',
    };
    return heard(await answered(async () => await route.run(request)));
  };
  const finish = async (jobPath: string): Promise<Heard['json']> => {
    for (let looked = 0; looked < changesMax; looked += 1) {
      const { json } = await call('GET', jobPath);
      if (json['state'] === 'JobComplete' || json['state'] === 'Failed' || json['state'] === 'Aborted') return json;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    throw new Error(`${jobPath} did not end`);
  };
  return { call, finish, stop: bulk.stop };
}

async function answered(run: () => Promise<SfAnswer>): Promise<SfAnswer> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof OrgError) return { status: error.status, json: { errorCode: error.errorCode, message: error.message } };
    throw error;
  }
}

const heard = ({ status, json, text = '', headers = {} }: SfAnswer): Heard => ({
  status,
  json: typeof json === 'object' && json !== null ? { ...json } : {},
  text,
  headers,
});
