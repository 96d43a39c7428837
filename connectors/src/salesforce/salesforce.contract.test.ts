import { healthContract, inFirst, jsonObject, noJson, showContract, spoilJson, standInCalls, without } from '@crossdock/connector-kit/contract';
import { startSimulatedSalesforce } from '@crossdock/simulators';
import { afterAll, describe } from 'vitest';
import { createSalesforce } from './index.ts';
import { problemKey } from './show/place.ts';
import { anException, makeQuotes, problemOf, removeQuote, settingsFor, statusOf, troubleOf } from './testing/org.ts';

const salesforce = await startSimulatedSalesforce();
const { faults, through } = troubleOf(salesforce);
const calls = standInCalls(through);
afterAll(() => Promise.all([calls.close(), salesforce.close()]));

const { org } = salesforce;
type Rows = ReturnType<typeof org.readBy>;

/** `versioned` hold the version; `beside` is what else the org shows of the same sale. */
const held = (versioned: Rows, beside: Rows) => {
  const [row] = versioned;
  return Promise.resolve(row && { version: Number(row['Hub_Version__c']), copies: versioned.length, text: JSON.stringify([versioned, beside]) });
};
const quoteOf = (id: string): Rows => org.readBy('Quote', 'Id', id);

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
    show: {
      item: statusOf,
      altered: (quote, version) => statusOf(quote, version, { exceptions: [anException(`exc-${quote}`)] }),
      held: (quote) => held(org.readBy('Order_Line_Status__c', 'Quote__c', quote), [...org.readBy('Order_Exception__c', 'Quote__c', quote), ...quoteOf(quote)]),
    },
    report: { item: problemOf, held: (quote) => held(org.readBy('Order_Exception__c', 'External_Id__c', problemKey(quote)), quoteOf(quote)) },
  });
});
