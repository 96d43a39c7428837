import { Malformed, maybeNumber, maybeText, pathOf, type Route, readList, readObject, readText, type Source } from '../../../stand-in/index.ts';
import type { Org, Row, Who, Work } from '../../org/index.ts';
import { type MakeRoute, shown } from './desk-route.ts';

const linesMax = 200;
const quantityMax = 1_000_000;
const priceMax = 1_000_000_000;
/** An opportunity must have a close date: a month from now. */
const closesInMs = 30 * 86_400_000;
/** The event with which a representative asks for something about a record that is already an order. */
const submitEvent = 'Order_Submit__e';

/** A sales representative's work on quotes. */
export function quoteRoutes({ org, who, route }: { readonly org: Org; readonly who: Who; readonly route: MakeRoute }): readonly Route[] {
  const quote = (verb: string, run: (id: string, body: Source) => unknown) =>
    route('POST', `/quotes/{id}/${verb}`, 200, ({ param, body }) => {
      const id = String(shown(org, 'Quote', param('id'))['Id']);
      run(id, readObject(body, ''));
      return showQuote(org, id);
    });
  const change = (id: string, fields: Row) => org.transact(who, (work) => work.update('Quote', id, fields));
  return [
    route('GET', '/quotes/{id}', 200, ({ param }) => showQuote(org, param('id'))),
    route('POST', '/quotes', 201, ({ body }) => showQuote(org, createQuote(org, who, readObject(body, '')))),
    quote('accept', (id) => change(id, { Status: 'Accepted' })),
    quote('deny', (id) => change(id, { Status: 'Denied' })),
    quote('change', (id, body) => org.transact(who, (work) => changeLine(org, work, id, body))),
    quote('submit', (id, body) => {
      const kind = maybeText(body, 'kind') ?? 'submit';
      const fields = {
        Record_Id__c: id,
        Kind__c: kind,
        Request_Id__c: maybeText(body, 'request') ?? `${id}-${kind}-${org.now().getTime()}`,
        Reason__c: maybeText(body, 'reason') ?? null,
      };
      org.transact(who, (work) => work.publish(submitEvent, fields));
    }),
  ];
}

/** What an order hub keeps on a quote, in the objects of salesforce-app; those that the org lacks are empty. */
const hubObjects = {
  lines: 'Order_Line_Status__c',
  shipments: 'Order_Shipment__c',
  invoices: 'Order_Invoice__c',
  exceptions: 'Order_Exception__c',
} as const;

function showQuote(org: Org, id: string) {
  const quote = shown(org, 'Quote', id);
  const own = (object: string, field: string) => (org.typeOf(object) === undefined ? [] : org.readBy(object, field, String(quote['Id'])));
  const hub = Object.fromEntries(Object.entries(hubObjects).map(([name, object]) => [name, own(object, 'Quote__c')]));
  return { quote, account: org.read('Account', String(quote['AccountId'] ?? '')) ?? null, lines: own('QuoteLineItem', 'QuoteId'), hub };
}

/** A quote with its opportunity: `{ account, priceBook?, name?, fields?, lines: [{ priceBookEntry, quantity, price? }] }`. */
function createQuote(org: Org, who: Who, body: Source): string {
  const accountId = readText(body, 'account');
  const lines = readList(body, 'lines', linesMax).map((line) => readLine(org, line));
  const name = maybeText(body, 'name') ?? `Quote of ${org.now().toISOString().slice(0, 10)}`;
  const priceBook = maybeText(body, 'priceBook') ?? lines[0]?.priceBook ?? '';
  const more = readObject(body.fields['fields'] ?? {}, 'fields').fields as Row; // the org checks them
  return org.transact(who, (work) => {
    const closeDate = new Date(org.now().getTime() + closesInMs).toISOString().slice(0, 10);
    const opportunity = work.create('Opportunity', {
      Name: name,
      AccountId: accountId,
      StageName: 'Proposal/Price Quote',
      CloseDate: closeDate,
      Pricebook2Id: priceBook,
    });
    const quote = work.create('Quote', { Name: name, OpportunityId: opportunity.id, Pricebook2Id: priceBook, ...more });
    for (const { fields } of lines) work.create('QuoteLineItem', { QuoteId: quote.id, ...fields });
    return quote.id;
  });
}

function readLine(org: Org, line: Source): { readonly priceBook: string; readonly fields: Row } {
  const entry = org.read('PricebookEntry', readText(line, 'priceBookEntry'));
  if (entry === undefined) throw new Malformed(pathOf(line, 'priceBookEntry'), 'is no price book entry');
  const fields = {
    PricebookEntryId: entry['Id'] ?? null,
    Quantity: maybeNumber(line, 'quantity', 0, quantityMax) ?? 1,
    UnitPrice: maybeNumber(line, 'price', 0, priceMax) ?? entry['UnitPrice'] ?? 0,
  };
  return { priceBook: String(entry['Pricebook2Id']), fields };
}

/** `{ line, quantity }`: the line is one of this quote. */
function changeLine(org: Org, work: Work, quoteId: string, body: Source): void {
  const line = org.read('QuoteLineItem', readText(body, 'line'));
  if (line === undefined || line['QuoteId'] !== quoteId) throw new Malformed('line', 'is no line of this quote');
  const quantity = maybeNumber(body, 'quantity', 0, quantityMax);
  if (quantity === undefined) throw new Malformed('quantity', 'must be given');
  work.update('QuoteLineItem', String(line['Id']), { Quantity: quantity });
}
