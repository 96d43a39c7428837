import type { SimulatedSalesforce } from '@crossdock/simulators';
import { must, StoryBroken } from './telling.ts';

/** A record as the REST API shows it. */
export type OrgRecord = Readonly<Record<string, unknown>>;

/** The REST API as people's browsers use it, with a session of their own. */
export type OrgRest = {
  readonly ask: Ask;
  readonly query: (soql: string) => Promise<readonly OrgRecord[]>;
  /** Answers the ids, in order. */
  readonly create: (records: readonly OrgRecord[]) => Promise<readonly string[]>;
  readonly update: (records: readonly OrgRecord[]) => Promise<void>;
  /** Calls of these people that count against the org's limit. */
  readonly calls: () => number;
};

type Ask = (method: string, path: string, body?: unknown) => Promise<unknown>;

const collections = '/composite/sobjects';
const recordsMax = 200;

/** Opens it. */
export function openRest(stand: SimulatedSalesforce): OrgRest {
  const { ask, calls } = openSession(stand);
  return {
    ask,
    calls,
    query: async (soql) => {
      const records: OrgRecord[] = [];
      for (let path: string | undefined = `/query?q=${encodeURIComponent(soql)}`; path !== undefined; ) {
        const page = (await ask('GET', path)) as { readonly records: readonly OrgRecord[]; readonly nextRecordsUrl?: string };
        records.push(...page.records);
        path = page.nextRecordsUrl?.replace(/^.*?\/v[\d.]+/, '');
      }
      return records;
    },
    create: async (records) => sent(await inParts(records, (part) => ask('POST', collections, part))),
    update: async (records) => void sent(await inParts(records, (part) => ask('PATCH', collections, part))),
  };
}

/** A session, opened again as often as it ends. */
function openSession({ access, url }: SimulatedSalesforce): { readonly ask: Ask; readonly calls: () => number } {
  let token: string | undefined;
  let calls = 0;
  const logIn = async (): Promise<string> => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: access.clientId, client_secret: access.clientSecret });
    const answer = (await (await fetch(`${url}/services/oauth2/token`, { method: 'POST', body })).json()) as { readonly access_token?: string };
    return must(answer.access_token, 'session');
  };
  const send = async (method: string, path: string, body: unknown) => {
    token ??= await logIn();
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${url}/services/data/v${access.version}${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (answer.status !== 401) calls += 1; // who is not signed in has not called
    return answer;
  };
  return {
    calls: () => calls,
    ask: async (method, path, body) => {
      let answer = await send(method, path, body);
      if (answer.status === 401) {
        token = undefined;
        answer = await send(method, path, body);
      }
      const text = await answer.text();
      if (!answer.ok) throw new StoryBroken(`${method} ${path}: ${answer.status} ${text}`);
      return text === '' ? undefined : JSON.parse(text);
    },
  };
}

type Result = { readonly id?: string; readonly success: boolean; readonly errors: readonly unknown[] };

async function inParts(records: readonly OrgRecord[], send: (body: object) => Promise<unknown>): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < records.length; from += recordsMax)
    results.push(...((await send({ allOrNone: true, records: records.slice(from, from + recordsMax) })) as readonly Result[]));
  return results;
}

function sent(results: readonly Result[]): readonly string[] {
  return results.map(({ id, success, errors }) => {
    if (!success || id === undefined) throw new StoryBroken(`Salesforce refuses a record: ${JSON.stringify(errors)}`);
    return id;
  });
}
