import { StoryBroken } from '../stories/telling.ts';
import type { OrgAccess } from './house.ts';

/** A record as the REST API takes and shows it. */
export type OrgRecord = Readonly<Record<string, unknown>>;

/** The REST API of the org, as people and their programs use it. Everything rejects when the org refuses. */
export type Rest = {
  /** All pages; those in the recycle bin too. */
  readonly queryAll: (soql: string) => Promise<readonly OrgRecord[]>;
  /** Creates records, 200 a call and transaction; answers their ids. */
  readonly create: (records: readonly OrgRecord[]) => Promise<readonly string[]>;
  readonly update: (records: readonly OrgRecord[]) => Promise<void>;
  readonly remove: (ids: readonly string[]) => Promise<void>;
};

/** Records of one call. */
export const recordsMax = 200;
const callMsMax = 60_000;
const collections = '/composite/sobjects';

/** Opens it; signs in when needed, and again when the session has ended. */
export function openRest({ url, access }: Pick<OrgAccess, 'url' | 'access'>): Rest {
  let token: string | undefined;
  const signIn = async (): Promise<string> => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: access.clientId, client_secret: access.clientSecret });
    const answer = await fetch(`${url}/services/oauth2/token`, { method: 'POST', body, signal: AbortSignal.timeout(callMsMax) });
    const { access_token: given } = (await answer.json()) as { readonly access_token?: string };
    if (given === undefined) throw new StoryBroken(`The org lets nobody in: ${answer.status}.`);
    return given;
  };
  const send = async (method: string, path: string, body: object | undefined): Promise<Response> => {
    token ??= await signIn();
    return fetch(`${url}/services/data/v${access.version}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(callMsMax),
      ...(body && { body: JSON.stringify(body) }),
    });
  };
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    let answer = await send(method, path, body);
    if (answer.status === 401) {
      token = undefined;
      answer = await send(method, path, body);
    }
    const text = await answer.text();
    if (!answer.ok) throw new StoryBroken(`${method} ${path.slice(0, 200)}: ${answer.status} ${text.slice(0, 500)}`);
    return JSON.parse(text);
  };
  const write = async (method: string, records: readonly OrgRecord[]): Promise<readonly string[]> => {
    const ids: string[] = [];
    for (const part of partsOf(records)) ids.push(...idsOf(await ask(method, collections, { allOrNone: true, records: part })));
    return ids;
  };
  return {
    queryAll: async (soql) => {
      const records: OrgRecord[] = [];
      for (let path: string | undefined = `/queryAll?q=${encodeURIComponent(soql)}`; path !== undefined; ) {
        const page = (await ask('GET', path)) as { readonly records: readonly OrgRecord[]; readonly nextRecordsUrl?: string };
        records.push(...page.records);
        path = page.nextRecordsUrl?.replace(/^.*?\/v[\d.]+/, '');
      }
      return records;
    },
    create: (records) => write('POST', records),
    update: async (records) => void (await write('PATCH', records)),
    remove: async (ids) => {
      for (const part of partsOf(ids)) idsOf(await ask('DELETE', `${collections}?${new URLSearchParams({ ids: part.join(','), allOrNone: 'true' })}`));
    },
  };
}

/** Lists of at most so many as one call takes. */
const partsOf = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / recordsMax) }, (_, part) => all.slice(part * recordsMax, (part + 1) * recordsMax));

function idsOf(answer: unknown): readonly string[] {
  return (answer as readonly { readonly id?: string; readonly success: boolean; readonly errors: readonly unknown[] }[]).map(({ id, success, errors }) => {
    if (!success || id === undefined) throw new StoryBroken(`The org refuses a record: ${JSON.stringify(errors)}`);
    return id;
  });
}
