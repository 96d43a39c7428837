import { describe, expect, it } from 'vitest';
import { creationId, creationKey, nameOfReference, newCustomer } from './creation.ts';

const name = { from: 'crm', name: '0015g00000AbCdE', to: 'erp' } as const;

describe('the creation of a customer', () => {
  it('is the same one whoever asks, and another one for every other name, system and direction', () => {
    const others = [
      { ...name, name: '0015g00000aBcDe' },
      { ...name, to: 'erp-2' },
      { ...name, from: 'crm-2' },
      { from: 'erp', name: name.name, to: 'crm' },
    ];
    expect(creationId({ ...name })).toBe(creationId(name));
    expect(new Set([name, ...others].map(creationId)).size).toBe(5);
  });

  it('has an id that no order ever gets: UUID version 8, orders have version 7', () => {
    expect(creationId(name)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('has one key per system, whatever the system is called', () => {
    expect(creationKey({ to: 'erp:eu/1' })).toBe('create-customer:erp%3Aeu%2F1#1');
  });

  it('tells what the sale knows: the account as it is, and where the goods go, without their receiver', () => {
    const party = { name: 'Hillside Homes', email: 'orders@hillside.example', address: { city: 'Springfield', country: 'US' } };
    const shipTo = { id: 'S-1', name: 'Gate 2', city: 'Newark', country: 'US' };
    expect(newCustomer(name, { party, shipTo })).toEqual({ ...party, reference: 'crm:0015g00000AbCdE', shipTo: { city: 'Newark', country: 'US' } });
    expect(newCustomer(name, { party, shipTo: { id: 'S-1' } })).not.toHaveProperty('shipTo');
  });

  it('is nothing without the name of the customer', () => {
    expect(newCustomer(name, {})).toBeUndefined();
    expect(newCustomer(name, { party: { email: 'orders@hillside.example' } })).toBeUndefined();
  });

  it.each(['crm', 'crm:eu', 'crm/2#b', '100%'])('finds the name in its reference again, of a system called %s', (from) => {
    const reference = newCustomer({ ...name, from, name: 'A:1%3A' }, { party: { name: 'Hillside Homes' } })?.reference ?? '';
    expect(nameOfReference(reference)).toEqual({ from, name: 'A:1%3A' });
  });
});
