import { type Decision, decided, type Grade, maybeText, pathOf, readObject, readText, refused, type Source } from '../stand-in/index.ts';
import type { Customer, CustomerAddress, ErpDocument } from './documents.ts';
import type { ErpLedger } from './ledger.ts';

/** A customer as somebody asks for it. */
export type CustomerRequest = Pick<Customer, 'name' | 'address' | 'email' | 'phone' | 'taxId'> & { readonly reference: string | undefined };

/** What this ERP gives to whom it does not know yet, and where its numbers begin. */
const usual = { creditLimit: '10000.00', terms: 'NET30', priceRule: 'list', taxRate: '0.08' } as const;
const firstNumber = 100_000;

/** Reads the body of `POST /customers`; throws Malformed. */
export function readCustomer(body: unknown): CustomerRequest {
  const source = readObject(body, '');
  const address = source.fields['address'];
  return {
    reference: readText(source, 'reference'),
    name: readText(source, 'name'),
    address: address === undefined || address === null ? undefined : readAddress(readObject(address, pathOf(source, 'address'))),
    email: maybeText(source, 'email'),
    phone: maybeText(source, 'phone'),
    taxId: maybeText(source, 'taxId'),
  };
}

function readAddress(source: Source): CustomerAddress {
  const [street, city, region] = [maybeText(source, 'street'), maybeText(source, 'city'), maybeText(source, 'region')];
  return { street, city, region, postalCode: maybeText(source, 'postalCode'), country: maybeText(source, 'country') };
}

/** Creates a customer. Its taxes follow from its country, so that must be said; nobody pays taxes under two numbers. */
export function createCustomer(
  { book }: Pick<ErpLedger, 'book'>,
  asked: CustomerRequest,
  { grade, at }: { readonly grade: Grade; readonly at: string },
): Decision<ErpDocument, Customer> {
  const [twin] = grade === 'A' && asked.reference !== undefined ? book.withReference('customer', asked.reference) : [];
  if (twin !== undefined) return refused('duplicate-reference', `customer ${twin.id} has this reference`, { field: 'reference', more: { id: twin.id } });
  if (asked.address?.country === undefined) return refused('missing-country', 'the taxes of a customer follow from its country', { field: 'address.country' });
  const payer = asked.taxId === undefined ? undefined : book.every('customer').find(({ taxId }) => taxId === asked.taxId);
  if (payer !== undefined) return refused('duplicate-tax-id', `customer ${payer.id} has this tax id`, { field: 'taxId', more: { id: payer.id } });
  const id = `C-${firstNumber + book.nextNumber('customer')}`;
  const customer: Customer = {
    ...usual,
    ...asked,
    kind: 'customer',
    id,
    version: 1,
    active: true,
    shipTos: [{ code: `${id}-1`, active: true, city: asked.address.city ?? '' }],
    createdAt: at,
    changedAt: at,
  };
  return decided([customer], customer);
}
