import { expect, test } from 'vitest';
import { burstCapsOf } from './burst-caps.ts';

const crm = { id: 'crm', name: 'CRM', connector: 'salesforce', settings: {}, limiters: { default: { concurrency: 1 } }, owner: 'sales-support' };
const capsOf = (...channels: Parameters<typeof burstCapsOf>[0]['channels']) => burstCapsOf({ channels, systems: [crm] });

test('a channel without a cap has none', () => {
  expect(capsOf({ id: 'crm', system: 'crm' })).toEqual(new Map());
});

test('a cap counts for the system that brings the sales', () => {
  const burst = { salesMax: 500, withinMinutes: 60 };
  expect(capsOf({ id: 'crm', system: 'crm', burst }, { id: 'portal', system: 'crm' })).toEqual(new Map([['crm', burst]]));
});

test('a cap that nothing could keep is refused at the start, by channel and field', () => {
  const crmWith = (salesMax: number, withinMinutes: number) => () => capsOf({ id: 'crm', system: 'crm', burst: { salesMax, withinMinutes } });
  expect(crmWith(0, 60)).toThrow('Channel crm: burst.salesMax is a whole number from 1 to 1000000, not 0.');
  expect(crmWith(1.5, 60)).toThrow('Channel crm: burst.salesMax');
  expect(crmWith(500, 0)).toThrow('Channel crm: burst.withinMinutes is a whole number from 1 to 1440, not 0.');
  expect(crmWith(500, Number.NaN)).toThrow('Channel crm: burst.withinMinutes');
  const burst = { salesMax: 500, withinMinutes: 60 };
  expect(() => capsOf({ id: 'portal', system: 'crm', burst })).toThrow('Channel portal: burst is for a channel whose sales a system brings');
  expect(() => capsOf({ id: 'shop', system: 'shop', burst })).toThrow('Channel shop: burst is for a channel whose sales a system brings');
  expect(() => capsOf({ id: 'crm', system: 'crm', burst }, { id: 'crm', system: 'crm', burst })).toThrow('Channel crm: burst is said twice.');
});
