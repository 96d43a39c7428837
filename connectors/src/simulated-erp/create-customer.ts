import type { NewCustomer } from '@crossdock/canonical';
import type { Call, Confirmation, Difference, ProbeAnswer, WriteOperation } from '@crossdock/connector-kit';
import { type Customer, readCustomer, readCustomers } from './api.ts';
import { ask } from './client.ts';
import { type Documents, traitsOf } from './sales-order.ts';

/** Makes a customer, who gets the ERP's usual terms: price, credit and payment are the ERP's business. */
export function createCustomerOperation(documents: Documents): WriteOperation<'create-customer'> {
  const { access, grade } = documents;
  const probe = (customer: NewCustomer, call: Call) => probeCustomer(documents, customer, call);
  return {
    ...traitsOf(documents),
    grade,
    proof: 'the answer shows the customer with its name',
    undo: null, // others may have sold to it by then: a person closes it
    send: async ({ customer }, call) => {
      const { shipTo: _, ...body } = customer; // every order names its address itself
      const asked = { method: 'POST', path: '/customers', body, commits: true, read: readCustomer } as const;
      const answer = await ask(access, asked, call);
      if (answer.kind === 'got') return confirmed(customer, answer.value);
      if (answer.kind !== 'refused' || answer.code !== 'duplicate-reference') return answer;
      const there = await probe(customer, call);
      if (there.kind === 'found') return { ...there, kind: 'confirmed' };
      return there.kind === 'failed' ? { ...there, class: 'in-doubt' } : answer;
    },
    ...(grade === 'C' ? {} : { probe: ({ customer }, call) => probe(customer, call) }),
  };
}

async function probeCustomer({ access }: Documents, customer: NewCustomer, call: Call): Promise<ProbeAnswer> {
  const path = `/customers?reference=${encodeURIComponent(customer.reference)}`;
  const answer = await ask(access, { method: 'GET', path, commits: false, read: readCustomers }, call);
  if (answer.kind === 'refused') return { kind: 'undecidable', evidence: answer.message };
  if (answer.kind === 'failed') return answer;
  const [found, ...others] = answer.value.items;
  if (found === undefined) return { kind: 'absent' };
  const ids = answer.value.items.map(({ id }) => id).join(', ');
  if (others.length > 0) return { kind: 'undecidable', evidence: `${ids} all have the reference ${customer.reference}` };
  return { ...confirmed(customer, found), kind: 'found' };
}

/** No document of an order, so nothing to follow: no snapshot. */
function confirmed(sent: NewCustomer, { id, version, ...held }: Customer): Confirmation {
  return { kind: 'confirmed', document: { id, version: String(version) }, snapshots: [], differences: differencesOf(sent, held) };
}

const compared = ['name', 'email', 'phone', 'taxId'] as const;

function differencesOf(sent: NewCustomer, held: Pick<Customer, (typeof compared)[number]>): readonly Difference[] {
  return compared.flatMap((field) => {
    const [ours, theirs] = [sent[field] ?? '', held[field] ?? ''];
    return ours === theirs ? [] : [{ field, sent: ours, found: theirs }];
  });
}
