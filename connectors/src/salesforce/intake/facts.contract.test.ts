import { factsContract, noJson, type SpoiledAnswer, spoilJson, standInCalls, without } from '@crossdock/connector-kit/contract';
import { startSimulatedSalesforce } from '@crossdock/simulators';
import { afterAll, describe } from 'vitest';
import { changeQuotes, intakeSettings, patientConnector } from '../testing/intake.ts';
import { makeQuotes, troubleOf } from '../testing/org.ts';

const salesforce = await startSimulatedSalesforce();
const { faults, through } = troubleOf(salesforce);
const calls = standInCalls(through);
afterAll(() => Promise.all([calls.close(), salesforce.close()]));

const quotesMax = 80;
const quotes = [...makeQuotes(salesforce, quotesMax)];

const spoil = (title: string, field: string, found: string, exchanged: string): SpoiledAnswer => ({
  title,
  field,
  alter: (body) => body.replace(found, exchanged),
});

describe('the simulated Salesforce org as a source of orders', () => {
  factsContract({
    connector: patientConnector(intakeSettings(salesforce)),
    callWithin: calls.callWithin,
    faults,
    happen: (count) => Promise.resolve(changeQuotes(salesforce, quotes.splice(0, count), { Status: 'Accepted' })),
    spoiledMessages: [
      spoil('an account without a number', 'Account.AccountNumber', '"AccountNumber":"C-ACME"', '"AccountNumber":null'),
      spoil('a product without a code', 'Product2.ProductCode', '"ProductCode":"HS-1001"', '"ProductCode":null'),
      spoil('a unit that nobody knows', 'Product2.QuantityUnitOfMeasure', '"QuantityUnitOfMeasure":"Each"', '"QuantityUnitOfMeasure":"Furlong"'),
    ],
    spoiledPages: [noJson, spoilJson('no records', 'records', without('records')), spoilJson('no word whether that is all', 'done', without('done'))],
  });
});
