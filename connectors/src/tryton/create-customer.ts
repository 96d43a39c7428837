import type { Address, NewCustomer } from '@crossdock/canonical';
import type { Confirmation, Difference, ProbeAnswer, WriteAnswer, WriteOperation } from '@crossdock/connector-kit';
import { type PartyRow, readCodes, readCreated } from './api.ts';
import { findParty } from './catalog.ts';
import { type Conversation, understood } from './client.ts';
import type { Desk } from './desk.ts';
import { isMeant } from './map.ts';
import type { Values } from './sale-values.ts';
import { answering, reading, refuse } from './stop.ts';
import { settleMs } from './time.ts';

/**
 * Makes a party with its addresses. Grade A: the database keeps `party.party.code` unique, and that is our reference, so it is also what orders
 * call the customer from then on. Price list, payment term and credit limit are what Tryton gives to everybody.
 */
export function createCustomerOperation(desk: Desk): WriteOperation<'create-customer'> {
  return {
    grade: 'A',
    settleMs,
    callMsMax: 30_000,
    proof: 'the party under our reference is there with its name and addresses',
    undo: null, // others may have sold to it by then: a person closes it
    limiter: 'default',
    send: ({ customer }, call) => {
      const talk = desk.converse(call);
      return answering(talk, () => create(talk, customer));
    },
    probe: ({ customer }, call) => {
      const talk = desk.converse(call);
      return reading(talk, () => probe(talk, customer));
    },
  };
}

async function create(talk: Conversation, customer: NewCustomer): Promise<WriteAnswer> {
  const values = await partyValues(talk, customer);
  const answer = await talk.attempt('model.party.party.create', [[values]]);
  if (answer.kind === 'refused' && answer.code !== 'duplicate') return answer;
  if (answer.kind === 'returned') understood(readCreated(answer.value), 'model.party.party.create');
  const party = await findParty(talk, customer.reference);
  const taken = { class: 'conflict', code: 'reference-taken', cause: 'customer', field: 'reference' } as const;
  if (!party) return refuse({ ...taken, message: `Tryton says that ${customer.reference} is taken, but does not show by which party` });
  if (!party.active) return refuse({ ...taken, message: `${customer.reference} is the code of ${party.name ?? 'a party'}, which is not active` });
  return confirmed(customer, party);
}

async function probe(talk: Conversation, customer: NewCustomer): Promise<ProbeAnswer> {
  const party = await findParty(talk, customer.reference);
  if (!party) return { kind: 'absent' };
  if (!party.active) return { kind: 'undecidable', evidence: `the party ${customer.reference} is there, but not active` };
  return { ...confirmed(customer, party), kind: 'found' };
}

/** No document of an order, so nothing to follow: no snapshot. */
function confirmed(sent: NewCustomer, party: PartyRow): Confirmation {
  const nameDiffers: readonly Difference[] = sent.name === party.name ? [] : [{ field: 'name', sent: sent.name, found: party.name ?? '' }];
  const isThere = (address: Address) => party['addresses.'].some((held) => isMeant(held, address));
  const missing = addressesOf(sent).filter(({ address }) => !isThere(address));
  const differences = [...nameDiffers, ...missing.map(({ field, address }) => ({ field, sent: JSON.stringify(address), found: '' }))];
  return { kind: 'confirmed', document: { id: sent.reference, number: String(party.id) }, snapshots: [], differences };
}

type Placed = { readonly field: 'address' | 'shipTo'; readonly address: Address; readonly invoice: boolean; readonly delivery: boolean };

/** Where invoices go, and where goods go if that is elsewhere. */
function addressesOf({ address, shipTo }: NewCustomer): readonly Placed[] {
  const isElsewhere = shipTo !== undefined && JSON.stringify(shipTo) !== JSON.stringify(address);
  return [
    ...(address === undefined ? [] : [{ field: 'address', address, invoice: true, delivery: !isElsewhere } as const]),
    ...(isElsewhere ? [{ field: 'shipTo', address: shipTo, invoice: address === undefined, delivery: true } as const] : []),
  ];
}

async function partyValues(talk: Conversation, customer: NewCustomer): Promise<Values> {
  const { reference, name, email, phone, taxId } = customer;
  const addresses: Values[] = [];
  for (const placed of addressesOf(customer)) addresses.push(await addressValues(talk, placed));
  const mechanisms = [...(email === undefined ? [] : [{ type: 'email', value: email }]), ...(phone === undefined ? [] : [{ type: 'phone', value: phone }])];
  return {
    name,
    code: reference,
    addresses: [['create', addresses]],
    ...(mechanisms.length === 0 ? {} : { contact_mechanisms: [['create', mechanisms]] }),
    ...(taxId === undefined ? {} : { identifiers: [['create', [{ code: taxId }]]] }),
  };
}

async function addressValues(talk: Conversation, { field, address, invoice, delivery }: Placed): Promise<Values> {
  const { street, city, postalCode, country: code, region } = address;
  const country = code === undefined ? undefined : await idOf(talk, 'country.country', [['code', '=', code]]);
  if (code !== undefined && country === undefined)
    return refuse({ class: 'data', code: 'country-unknown', field: `${field}.country`, message: `country ${code} is not known in Tryton` });
  const subdivision = region === undefined ? undefined : await findRegion(talk, region, country);
  if (region !== undefined && subdivision === undefined)
    return refuse({
      class: 'data',
      code: 'region-unknown',
      field: `${field}.region`,
      message: `region ${region} of ${code ?? 'no country'} is not known in Tryton`,
    });
  return { street, city, postal_code: postalCode, country, subdivision, invoice, delivery };
}

/** By its code with or without the country's, or by its name. */
function findRegion(talk: Conversation, region: string, country: number | undefined): Promise<number | undefined> {
  const bare = region.replace(/^[A-Z]{2}-/, '');
  return idOf(talk, 'country.subdivision', [
    ['country', '=', country ?? null],
    ['OR', ['code', 'like', `__-${bare.replace(/[%_\\]/g, '\\$&')}`], ['name', '=', region]],
  ]);
}

async function idOf(talk: Conversation, model: string, domain: readonly unknown[]): Promise<number | undefined> {
  const [row] = await talk.read(readCodes, `model.${model}.search_read`, [domain, 0, 1, null, ['code']]);
  return row?.id;
}
