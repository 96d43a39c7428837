import { answerShape, type Call } from '@crossdock/connector-kit';
import { Type } from 'typebox';
import type { SalesforceClient } from '../rest/client.ts';
import type { Got } from '../rest/rest.ts';
import { type Row, toRow } from '../values.ts';

const pagesMax = 20;
const readPage = answerShape(
  Type.Object({ done: Type.Boolean(), records: Type.Array(Type.Object({})), nextRecordsUrl: Type.Optional(Type.Union([Type.String(), Type.Null()])) }),
);

/** The records of a narrow query, those in the recycle bin too. */
export async function queryAll({ ask }: Pick<SalesforceClient, 'ask'>, soql: string, call: Call): Promise<Got<readonly Row[]>> {
  const rows: Row[] = [];
  let path: string | undefined = `/queryAll?${new URLSearchParams({ q: soql })}`;
  for (let page = 0; path !== undefined; page += 1) {
    if (page === pagesMax) return { kind: 'failed', class: 'poison', message: `a query brings more than ${pagesMax} pages: ${soql.slice(0, 200)}` };
    const got: Got<{ readonly done: boolean; readonly records: readonly unknown[]; readonly nextRecordsUrl?: string | null }> = await ask(
      { method: 'GET', path, commits: false, read: readPage },
      call,
    );
    if (got.kind === 'failed') return got;
    rows.push(...got.value.records.map(toRow).filter((row) => row !== undefined));
    path = got.value.done ? undefined : (got.value.nextRecordsUrl ?? undefined);
  }
  return { kind: 'got', value: rows };
}
