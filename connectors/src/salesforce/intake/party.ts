import { type Address, type OrderRequest, partyCharsMax } from '@crossdock/canonical';
import type { FieldOf } from '../mapping.ts';
import type { Row } from '../values.ts';
import { countryOf } from './country.ts';
import { textAt } from './sale.ts';
import type { Intake } from './settings.ts';
import { Unreadable } from './unreadable.ts';

type Details = Omit<OrderRequest['customer'], 'id' | 'name'>;

const addressParts = ['street', 'city', 'region', 'postalCode'] as const satisfies readonly FieldOf<'account'>[];
const otherParts = ['email', 'phone', 'taxId'] as const satisfies readonly FieldOf<'account'>[];

/** The fields of the account that `partyOf` reads. */
export function partyFields({ mapping: { account } }: Pick<Intake, 'mapping'>): readonly string[] {
  const read = [...addressParts, 'country', ...otherParts] as const;
  return read.flatMap((field) => (account.fields[field] === undefined ? [] : [`Account.${account.fields[field]}`]));
}

/**
 * What the account tells of itself, for the ERP in which it may be new. No sale fails for it: what cannot be taken over is left out, of
 * an address all of it, because half an address is worse than none.
 */
export function partyOf(head: Row, intake: Pick<Intake, 'mapping' | 'countries'>): Details {
  const { fields } = intake.mapping.account;
  const told = (field: FieldOf<'account'>): string | undefined => {
    const name = fields[field];
    const text = name === undefined ? undefined : textAt(head, `Account.${name}`);
    const clean = text
      ?.toWellFormed()
      .replace(/\p{Cc}+/gu, ' ')
      .trim();
    return clean === '' ? undefined : clean;
  };
  const address = addressOf(told, intake);
  const details = otherParts.flatMap((field) => {
    const text = told(field);
    return text === undefined || text.length > partyCharsMax[field] ? [] : [[field, text] as const];
  });
  return { ...(address && { address }), ...Object.fromEntries(details) };
}

function addressOf(told: (field: FieldOf<'account'>) => string | undefined, { countries }: Pick<Intake, 'countries'>): Address | undefined {
  const country = codeOf(told('country'), countries);
  if (country === 'unknown') return undefined;
  const parts = addressParts.flatMap((part) => {
    const text = told(part);
    return text === undefined ? [] : [[part, text] as const];
  });
  if (parts.some(([part, text]) => text.length > partyCharsMax[part])) return undefined;
  const address: Address = { ...Object.fromEntries(parts), ...(country !== undefined && { country }) };
  return Object.keys(address).length === 0 ? undefined : address;
}

function codeOf(written: string | undefined, countries: Intake['countries']): string | undefined {
  try {
    return countryOf(written, countries, 'country');
  } catch (error) {
    if (error instanceof Unreadable) return 'unknown';
    throw error;
  }
}
