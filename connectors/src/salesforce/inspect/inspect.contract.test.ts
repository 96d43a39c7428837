import type { Finding, Http, HttpResult } from '@crossdock/connector-kit';
import { standInCalls } from '@crossdock/connector-kit/contract';
import { startSimulatedSalesforce } from '@crossdock/simulators';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createSalesforce } from '../index.ts';
import { settingsFor } from '../testing/org.ts';

const salesforce = await startSimulatedSalesforce();
const calls = standInCalls();
afterEach(() => salesforce.clearFaults());
afterAll(() => Promise.all([calls.close(), salesforce.close()]));

/** Findings by name; `members` is what the org answers about Change Data Capture. */
async function inspected(more: Parameters<typeof settingsFor>[1] = {}, members?: readonly string[] | 'refused'): Promise<Readonly<Record<string, Finding>>> {
  const call = calls.callWithin(30_000);
  const found = members === 'refused' ? [] : (members ?? []).map((SelectedEntity) => ({ SelectedEntity }));
  const told: HttpResult =
    members === 'refused'
      ? { kind: 'answered', status: 400, headers: {}, body: '[{"errorCode":"INVALID_TYPE","message":"not supported"}]' }
      : { kind: 'answered', status: 200, headers: {}, body: JSON.stringify({ totalSize: found.length, done: true, records: found }) };
  const isAsked = (url: string) => members !== undefined && url.includes('/tooling/');
  const http: Http = async (request) => (isAsked(request.url) ? told : call.http(request));
  const answer = await createSalesforce(settingsFor(salesforce, more)).inspect?.({ ...call, http });
  if (answer?.kind !== 'inspected') throw new Error(answer?.message);
  return Object.fromEntries(answer.findings.map((finding) => [finding.name, finding]));
}

describe('the inspection of an org before go-live', () => {
  it('finds everything in an org with the app', async () => {
    const findings = await inspected();
    expect(Object.values(findings).filter(({ kind }) => kind !== 'ok')).toEqual([]);
    expect(findings['object Order_Line_Status__c']?.says).toBe('25 fields as mapped');
  });

  it.each([
    [{ objects: { line: 'Nothing__c' } }, 'object Nothing__c', 'it is not there'],
    [{ fields: { 'quote.status': 'Nothing__c' } }, 'object Quote', 'Nothing__c (status) is not there'],
    [{ fields: { 'line.ordered': 'Status__c' } }, 'object Order_Line_Status__c', 'Status__c (ordered) is of type picklist, not double'],
    [{ fields: { 'line.key': 'Line__c' } }, 'object Order_Line_Status__c', 'Line__c (key) must be an external id and unique'],
    [{ fields: { 'order.status': 'OrderNumber' } }, 'object Order', 'the user may not write OrderNumber (status)'],
  ])('says of %j what has to be mended', async (more, name, says) => {
    expect((await inspected(more))[name]).toMatchObject({ kind: 'bad', says: expect.stringContaining(says) });
  });

  it('misses an object of which no channel tells', async () => {
    const findings = await inspected({}, ['QuoteChangeEvent']);
    expect(findings['trigger quote-accepted']).toMatchObject({ kind: 'bad', says: expect.stringContaining('QuoteLineItem') });
  });

  it('warns where the user may not read what the channels tell of', async () => {
    const findings = await inspected({}, 'refused');
    expect(findings['trigger quote-accepted']).toMatchObject({ kind: 'warning', says: expect.stringContaining('INVALID_TYPE') });
  });

  it('looks for the event where that is the trigger', async () => {
    expect((await inspected({ trigger: 'platform-event' }))['trigger platform-event']).toMatchObject({ kind: 'ok' });
  });

  it('warns when few calls are left', async () => {
    await salesforce.setFaults({ salesforce: { apiUsage: 90_000 } });
    expect((await inspected())['calls within 24 hours']).toMatchObject({ kind: 'warning', says: expect.stringMatching(/^99\d\d of 100000 are left/) });
  });
});
