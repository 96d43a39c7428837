import { healthContract, inFirst, jsonObject, noJson, showContract, spoilJson, standInCalls, without } from '@crossdock/connector-kit/contract';
import { startSimulatedSalesforce } from '@crossdock/simulators';
import { afterAll, describe } from 'vitest';
import { createSalesforce } from './index.ts';
import { problemKey } from './place.ts';
import { makeQuotes, problemOf, removeQuote, settingsFor, statusOf, troubleOf } from './testing/org.ts';

const salesforce = await startSimulatedSalesforce();
const { faults, through } = troubleOf(salesforce);
const calls = standInCalls(through);
afterAll(() => Promise.all([calls.close(), salesforce.close()]));

const { org } = salesforce;
const heldBy = (object: string, field: string, value: string) => {
  const rows = org.readBy(object, field, value);
  const [row] = rows;
  return Promise.resolve(row && { version: Number(row['Hub_Version__c']), copies: rows.length });
};

describe('the simulated Salesforce org as a channel', () => {
  const scene = { connector: createSalesforce(settingsFor(salesforce)), callWithin: calls.callWithin, faults };
  healthContract(scene);
  showContract({
    ...scene,
    records: (count) => Promise.resolve(makeQuotes(salesforce, count)),
    refusedRecord: () => {
      const [quote = ''] = makeQuotes(salesforce, 1);
      removeQuote(salesforce, quote);
      return Promise.resolve(quote);
    },
    spoiled: [
      noJson,
      spoilJson('no composite response', 'compositeResponse', without('compositeResponse')),
      spoilJson('a subrequest without a status', 'compositeResponse[0].httpStatusCode', inFirst('compositeResponse', without('httpStatusCode'))),
      spoilJson(
        'a query without rows',
        'records',
        inFirst('compositeResponse', (sub) => ({ ...sub, body: without('records')(jsonObject(sub['body'])) })),
      ),
    ],
    show: { item: statusOf, held: (quote) => heldBy('Order_Line_Status__c', 'Quote__c', quote) },
    report: { item: problemOf, held: (quote) => heldBy('Order_Exception__c', 'External_Id__c', problemKey(quote)) },
  });
});
