import { describe, expect, it } from 'vitest';
import { readFormula } from './formula.ts';

const after = { Version__c: 3, Name: 'B', Is_Late__c: false, Empty__c: null };
const before = { Version__c: 4, Name: 'A', Is_Late__c: false, Empty__c: null };

describe('validation formulas', () => {
  it.each([
    ['AND(NOT(ISNEW()), Version__c < PRIORVALUE(Version__c))', true],
    ['Version__c >= 3 && Version__c + 1 = PRIORVALUE(Version__c)', true],
    ['OR(Is_Late__c, ISBLANK(Name))', false],
    ['!Is_Late__c || FALSE', true],
    ['ISCHANGED(Name)', true],
    ['ISCHANGED(Is_Late__c)', false],
    ['Empty__c < 5', false],
    ['ISBLANK(Empty__c)', true],
    ['ISPICKVAL(Name, "B")', true],
    ['Name <> "A"', true],
    ['(Version__c - 1) > -2', true],
    ['IF(Version__c > 2, BLANKVALUE(Empty__c, TEXT(Name)) = "B", FALSE)', true],
  ])('%s is %s', (text, value) => {
    expect(readFormula(text)(after, before)).toBe(value);
  });

  it('knows a new record', () => {
    const formula = readFormula('AND(NOT(ISNEW()), Version__c < PRIORVALUE(Version__c))');
    expect([formula(after, undefined), formula(after, { Version__c: 2 })]).toEqual([false, false]);
  });

  it.each(['REGEX(Name, "x")', 'AND(', 'Name =', 'Name ; 1', '1 2', ''])('is refused when it is not understood: %j', (text) => {
    expect(() => readFormula(text)).toThrow('not understood');
  });
});
