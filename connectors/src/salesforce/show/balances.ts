import { add, type Decimal } from '@crossdock/canonical';
import type { Call, Failure, Refusal } from '@crossdock/connector-kit';
import { meaningOf } from '../rest/classify.ts';
import { composite, find, quoted, readFound, readRecordAnswers, updateRecords } from '../rest/composite.ts';
import type { Ask, Got } from '../rest/rest.ts';
import { numberOf, type Row, textOf } from '../values.ts';
import type { Names } from './place.ts';
import { recordOf } from './record.ts';

/** What the invoices of one account come to; amounts are undefined when they are in several currencies. */
export type Balances = {
  readonly open: Decimal | undefined;
  readonly overdue: Decimal | undefined;
  readonly disputed: Decimal | undefined;
  readonly currency: string | undefined;
};

/**
 * Sums the open balances of accounts from the invoices that the org shows, and writes them on the accounts: two calls. Answers the
 * verdicts of the accounts that could not be written.
 */
export async function writeBalances(
  ask: Ask,
  names: Names,
  { accounts, at }: { readonly accounts: readonly string[]; readonly at: string },
  call: Call,
): Promise<Got<ReadonlyMap<string, Refusal | Failure>>> {
  const soql = sumsOf(names, accounts);
  if (accounts.length === 0 || soql === undefined) return { kind: 'got', value: new Map() };
  const got = await composite(ask, names.apiVersion, soql.map(find), call);
  if (got.kind === 'failed') return got;
  const found: (readonly Row[])[] = [];
  for (const answer of got.value) {
    const rows = readFound(answer);
    if (rows.kind === 'failed') return rows;
    found.push(rows.value);
  }
  const [open = [], overdue = []] = found;
  const { account } = names.mapping;
  const records = accounts.map((id) => ({ object: account.object, fields: { Id: id, ...recordOf(account, written(balancesOf(id, open, overdue), at)) } }));
  const updated = await composite(ask, names.apiVersion, [updateRecords(records)], call);
  if (updated.kind === 'failed') return updated;
  const answers = readRecordAnswers(updated.value[0] ?? { status: 500, body: undefined }, accounts.length);
  if (answers.kind === 'failed') return answers;
  return {
    kind: 'got',
    value: new Map(
      accounts.flatMap((id, index): [string, Refusal | Failure][] => {
        const [error] = answers.value[index]?.errors ?? [];
        return error === undefined ? [] : [[id, meaningOf(error)]];
      }),
    ),
  };
}

/** Undefined where the org has no field for what is summed. */
function sumsOf({ mapping }: Names, accounts: readonly string[]): readonly [string, string] | undefined {
  const { object, fields } = mapping.invoice;
  const { account, currency, balance, isDisputed, dueDate } = fields;
  if (account === undefined || currency === undefined || balance === undefined || isDisputed === undefined || dueDate === undefined) return undefined;
  const sum = (more: string) =>
    `SELECT ${account} account, ${currency} currency, ${isDisputed} disputed, SUM(${balance}) total FROM ${object} WHERE ${account} IN (${accounts.map(quoted).join(', ')}) AND ${balance} != 0${more} GROUP BY ${account}, ${currency}, ${isDisputed}`;
  return [sum(''), sum(` AND ${dueDate} < TODAY`)];
}

/** The sums of one account out of the grouped rows. */
export function balancesOf(account: string, open: readonly Row[], overdue: readonly Row[]): Balances {
  const own = (rows: readonly Row[]) => rows.filter((row) => textOf(row, 'account') === account);
  const total = (rows: readonly Row[]) => rows.reduce((sum, row) => add(sum, textOf(row, 'total') ?? '0'), '0');
  const currencies = new Set(own(open).map((row) => textOf(row, 'currency')));
  const [currency] = currencies;
  if (currencies.size > 1) return { open: undefined, overdue: undefined, disputed: undefined, currency: undefined };
  return { open: total(own(open)), overdue: total(own(overdue)), disputed: total(own(open).filter((row) => row['disputed'] === true)), currency };
}

const written = ({ open, overdue, disputed, currency }: Balances, at: string) => ({
  openBalance: open === undefined ? null : numberOf(open),
  overdueBalance: overdue === undefined ? null : numberOf(overdue),
  disputedBalance: disputed === undefined ? null : numberOf(disputed),
  currency: currency ?? null,
  updatedAt: at,
});
