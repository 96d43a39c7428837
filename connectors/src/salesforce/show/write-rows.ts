import type { Call, Failure, Refusal } from '@crossdock/connector-kit';
import type { Mapping } from '../mapping.ts';
import { type ApiError, meaningOf } from '../rest/classify.ts';
import { composite, readRecordAnswers, upsertRecords } from '../rest/composite.ts';
import type { Ask, Got } from '../rest/rest.ts';
import { packRows, type RowGroup } from './pack.ts';
import type { Names } from './place.ts';
import type { ShowRow } from './show-rows.ts';

/** What became of the rows. `kept`: written, or the org has a newer state of them. */
export type RowsWritten = {
  readonly kept: readonly ShowRow[];
  readonly notWritten: readonly { readonly row: ShowRow; readonly why: Refusal | Failure }[];
};

/** Upserts rows, one call after the other: never two at a time for one account. A call that fails as a whole ends it. */
export async function writeRows(ask: Ask, names: Names, rows: readonly ShowRow[], call: Call): Promise<Got<RowsWritten>> {
  const kept: ShowRow[] = [];
  const notWritten: { row: ShowRow; why: Refusal | Failure }[] = [];
  const take = async (groups: readonly RowGroup[], isAgain: boolean): Promise<Failure | readonly ShowRow[]> => {
    const got = await sendGroups(ask, names, groups, call);
    if (got.kind === 'failed') return got;
    const again: ShowRow[] = [];
    for (const { row, errors } of got.value) {
      if (errors.length === 0 || isOlder(errors, row, names.mapping)) kept.push(row);
      else if (!isAgain && row.links.length > 0 && errors.every(isBrokenLink)) again.push(withoutLinks(row));
      else notWritten.push({ row, why: meaningOf(errors[0] ?? unexplained) });
    }
    return again;
  };
  for (const groups of packRows(rows)) {
    const again = await take(groups, false);
    if ('kind' in again) return again;
    for (const rest of packRows(again)) {
      const failed = await take(rest, true);
      if ('kind' in failed) return failed;
    }
  }
  return { kind: 'got', value: { kept, notWritten } };
}

const unexplained: ApiError = { code: 'UNKNOWN', message: 'not written, and no reason was given', fields: [] };

type RowAnswer = { readonly row: ShowRow; readonly errors: readonly ApiError[] };

async function sendGroups(ask: Ask, { apiVersion, mapping }: Names, groups: readonly RowGroup[], call: Call): Promise<Got<readonly RowAnswer[]>> {
  const collections = groups.map(({ thing, rows }) => {
    const { object, fields } = mapping[thing];
    const { key = '' } = fields;
    return upsertRecords(
      object,
      key,
      rows.map((row) => ({ [key]: row.key, ...row.fields })),
    );
  });
  const got = await composite(ask, apiVersion, collections, call);
  if (got.kind === 'failed') return got;
  const told: RowAnswer[] = [];
  for (const [index, { rows }] of groups.entries()) {
    const answers = readRecordAnswers(got.value[index] ?? { status: 500, body: undefined }, rows.length);
    if (answers.kind === 'failed') return answers;
    told.push(...rows.map((row, place) => ({ row, errors: answers.value[place]?.errors ?? [unexplained] })));
  }
  return { kind: 'got', value: told };
}

/** The rule of salesforce-app that keeps an older state from replacing a newer one. */
export function isOlder(errors: readonly ApiError[], { thing }: Pick<ShowRow, 'thing'>, mapping: Mapping): boolean {
  const { version } = thing === 'case' ? { version: undefined } : mapping[thing].fields;
  return version !== undefined && errors.some(({ code, fields }) => code === 'FIELD_CUSTOM_VALIDATION_EXCEPTION' && fields.includes(version));
}

const brokenLinks: ReadonlySet<string> = new Set([
  'INVALID_CROSS_REFERENCE_KEY',
  'ENTITY_IS_DELETED',
  'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
  'FIELD_INTEGRITY_EXCEPTION',
]);
const isBrokenLink = ({ code, message }: ApiError): boolean => brokenLinks.has(code) || (code === 'INVALID_FIELD' && /^Foreign key external ID/.test(message));

function withoutLinks(row: ShowRow): ShowRow {
  const left = new Set(row.links);
  return { ...row, links: [], fields: Object.fromEntries(Object.entries(row.fields).filter(([name]) => !left.has(name))) };
}
