import { salesforceFaultNames } from '@crossdock/simulators';
import { expect, it } from 'vitest';
import { faultsToPlay } from './salesforce-faults.ts';
import { lineOf, sumOf, wellLine } from './salesforce-outcome.ts';

it('plays every fault that the simulated org has, and breaks when there is one that it does not know', () => {
  expect(faultsToPlay().toSorted()).toEqual(salesforceFaultNames.toSorted());
  expect(() => faultsToPlay([...salesforceFaultNames, 'bus.reorder'])).toThrow('faults that the story plays');
});

it('is well when each quote has one document and each fault was survived, and not otherwise', () => {
  const well = { quotes: 200, documents: 200, wrong: 0, faults: 18, survived: 18, calls: 40, budget: 95 };
  const line = lineOf(sumOf([well, { ...well, quotes: 20, documents: 20, faults: 0, survived: 0 }]));
  expect(line).toBe('quotes 220, ERP documents 220, wrong lines 0, faults 18 of 18 survived, calls 80 of budget 190');
  expect(wellLine.test(line)).toBe(true);
  for (const wrong of [{ documents: 201 }, { wrong: 1 }, { survived: 17 }]) expect(wellLine.test(lineOf({ ...well, ...wrong }))).toBe(false);
});
