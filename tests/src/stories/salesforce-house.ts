import type { SystemDeclaration } from '@crossdock/connector-kit';
import { type SimulatedSalesforce, startSimulatedSalesforce } from '@crossdock/simulators';
import { openDesk } from './desk.ts';
import { type OrgRecord, type OrgRest, openRest } from './salesforce-rest.ts';
import { must } from './telling.ts';

/** What makes a sale an order: a setting of the connector. */
export const triggers = ['quote-accepted', 'order-activated', 'platform-event'] as const;
/** One of them. */
export type Trigger = (typeof triggers)[number];

/** A line of a quote as the sales representative writes it. */
export type QuoteLine = { readonly product: string; readonly quantity: number };

/** A line that was made; `wanted`: how much of it the customer wants in the end. */
export type MadeLine = QuoteLine & { readonly id: string; readonly entry: string; readonly price: number; readonly wanted: number };

/** A quote that was made. */
export type MadeQuote = { readonly id: string; readonly purchaseOrder: string; readonly lines: readonly MadeLine[] };

/** What is to be quoted; `account` by its number. */
export type QuoteWish = { readonly account: string; readonly shipTo: string; readonly purchaseOrder: string; readonly lines: readonly QuoteLine[] };

/** A Salesforce org and the people who sell with it: what they do goes over the REST API, as from their browser. */
export type SalesforceHouse = {
  readonly stand: SimulatedSalesforce;
  readonly declaration: SystemDeclaration;
  readonly query: OrgRest['query'];
  readonly makeQuotes: (wishes: readonly QuoteWish[]) => Promise<readonly MadeQuote[]>;
  /** The customer has accepted. */
  readonly accept: (ids: readonly string[]) => Promise<void>;
  /** The customer wants none of it any more. */
  readonly deny: (quote: MadeQuote) => Promise<MadeQuote>;
  /** Another quantity of the line at this place; 0 takes the line off the quote. */
  readonly changeLine: (quote: MadeQuote, place: number, quantity: number) => Promise<MadeQuote>;
  readonly addLine: (quote: MadeQuote, line: QuoteLine) => Promise<MadeQuote>;
  /** The button: `Order_Submit__e`. */
  readonly pressSubmit: (id: string, request: string) => Promise<void>;
  /** Somebody makes an order of a quote, and activates it. Answers its id. */
  readonly activateOrder: (quote: MadeQuote) => Promise<string>;
  /** That by which a sale becomes an order in this org. */
  readonly order: (quote: MadeQuote) => Promise<void>;
  /** As `accept`, at the door for people, which no fault reaches. */
  readonly acceptAtDesk: (id: string) => Promise<void>;
  /** Calls that others than these people made, and those that the org allows within 24 hours. */
  readonly calls: () => { readonly used: number; readonly max: number };
  readonly close: () => Promise<void>;
};

/** Starts the simulated org with the objects of salesforce-app. Names of accounts and products are the org's own ids. */
export async function openSalesforce(trigger: Trigger): Promise<SalesforceHouse> {
  const stand = await startSimulatedSalesforce();
  const rest = openRest(stand);
  const { query, create, update } = rest;
  const desk = openDesk(stand);
  const accept: SalesforceHouse['accept'] = (ids) => update(ids.map((id) => ({ attributes: { type: 'Quote' }, id, Status: 'Accepted' })));
  const pressSubmit: SalesforceHouse['pressSubmit'] = async (id, request) => {
    await rest.ask('POST', '/sobjects/Order_Submit__e', { Record_Id__c: id, Kind__c: 'submit', Request_Id__c: request });
  };
  const activate: SalesforceHouse['activateOrder'] = (quote) => activateOrder(quote, rest);
  return {
    stand,
    declaration: declarationOf(stand, trigger),
    query,
    makeQuotes: async (wishes) => makeQuotes(wishes, await tariffOf(query), create),
    accept,
    deny: async (quote) => {
      await update([{ attributes: { type: 'Quote' }, id: quote.id, Status: 'Denied' }]);
      return { ...quote, lines: quote.lines.map((line) => ({ ...line, wanted: 0 })) };
    },
    changeLine: async (quote, place, quantity) => {
      const { id } = must(quote.lines[place], 'line');
      await (quantity === 0
        ? rest.ask('DELETE', `/sobjects/QuoteLineItem/${id}`)
        : update([{ attributes: { type: 'QuoteLineItem' }, id, Quantity: quantity }]));
      return { ...quote, lines: quote.lines.map((line) => (line.id === id ? { ...line, wanted: quantity } : line)) };
    },
    addLine: async (quote, line) => {
      const [made] = await makeLines([{ ...line, quote: quote.id }], await tariffOf(query), create);
      return { ...quote, lines: [...quote.lines, must(made, 'line')] };
    },
    pressSubmit,
    activateOrder: activate,
    order: async (quote) => {
      if (trigger === 'quote-accepted') await accept([quote.id]);
      else if (trigger === 'platform-event') await pressSubmit(quote.id, `order-${quote.id}`);
      else await activate(quote);
    },
    acceptAtDesk: (id) => desk(`quotes/${id}/accept`, {}),
    calls: () => {
      const { used, max } = usageOf(stand);
      return { used: used - rest.calls(), max };
    },
    close: stand.close,
  };
}

/** The org's own count of calls. */
export function usageOf(stand: Pick<SimulatedSalesforce, 'book'>): { readonly used: number; readonly max: number } {
  const { apiUsage } = stand.book().figures as { readonly apiUsage: { readonly used: number; readonly max: number } }; // what the stand-in says of itself
  return apiUsage;
}

const today = (): string => new Date().toISOString().slice(0, 10);

function declarationOf({ access }: SimulatedSalesforce, trigger: Trigger): SystemDeclaration {
  const { loginUrl, clientId, username, privateKeyFile, caFile, pubSubEndpoint } = access;
  return {
    id: 'crm',
    name: 'Salesforce',
    connector: 'salesforce',
    settings: {
      ...{ loginUrl, auth: 'jwt', clientId, username, privateKeyFile, pubSubEndpoint, pubSubCaFile: caFile, trigger, currency: 'USD' },
      // Accounts and products go by Salesforce's own ids, and through the cross-references.
      fields: { map: { 'account.number': '', 'product.code': '' } },
    },
    limiters: { default: { concurrency: 2 } },
    owner: 'integration',
  };
}

async function activateOrder(quote: MadeQuote, { query, create, update }: OrgRest): Promise<string> {
  const [head] = await query(`SELECT AccountId, Pricebook2Id FROM Quote WHERE Id = '${quote.id}'`);
  const { AccountId, Pricebook2Id } = must(head, `quote ${quote.id}`);
  const order = {
    ...{ attributes: { type: 'Order' }, AccountId, Pricebook2Id, QuoteId: quote.id, PoNumber: quote.purchaseOrder },
    ...{ EffectiveDate: today(), Status: 'Draft' },
  };
  const [id = ''] = await create([order]);
  await create(
    quote.lines.map(({ id: line, entry, quantity, price }) => ({
      ...{ attributes: { type: 'OrderItem' }, OrderId: id, QuoteLineItemId: line },
      ...{ PricebookEntryId: entry, Quantity: quantity, UnitPrice: price },
    })),
  );
  await update([{ attributes: { type: 'Order' }, id, Status: 'Activated' }]);
  return id;
}

type Tariff = {
  readonly priceBook: string;
  readonly entries: ReadonlyMap<string, { readonly entry: string; readonly price: number }>;
  readonly accounts: ReadonlyMap<string, string>;
};

/** The dealers' price book, by product code, and the accounts by number. */
async function tariffOf(query: OrgRest['query']): Promise<Tariff> {
  const rows = await query("SELECT Id, Pricebook2Id, Product2.ProductCode, UnitPrice FROM PricebookEntry WHERE Pricebook2.Name = 'Dealers'");
  const accounts = await query('SELECT Id, AccountNumber FROM Account');
  return {
    priceBook: String(must(rows[0], 'dealers’ price book')['Pricebook2Id']),
    entries: new Map(
      rows.map((row) => [String((row['Product2'] as OrgRecord)['ProductCode']), { entry: String(row['Id']), price: Number(row['UnitPrice']) }] as const), // selected above
    ),
    accounts: new Map(accounts.map((row) => [String(row['AccountNumber']), String(row['Id'])] as const)),
  };
}

async function makeQuotes(wishes: readonly QuoteWish[], tariff: Tariff, create: OrgRest['create']): Promise<readonly MadeQuote[]> {
  const { priceBook, accounts } = tariff;
  const deals = await create(
    wishes.map(({ account, purchaseOrder }) => ({
      ...{ attributes: { type: 'Opportunity' }, AccountId: must(accounts.get(account), account), Name: `Deal ${purchaseOrder}` },
      ...{ StageName: 'Proposal/Price Quote', CloseDate: today(), Pricebook2Id: priceBook },
    })),
  );
  const ids = await create(
    wishes.map(({ purchaseOrder, shipTo }, index) => ({
      ...{ attributes: { type: 'Quote' }, OpportunityId: deals[index], Name: `Quote ${purchaseOrder}`, Pricebook2Id: priceBook },
      ...{ Purchase_Order_Number__c: purchaseOrder, Ship_To_Reference__c: shipTo },
    })),
  );
  const lines = wishes.flatMap((wish, index) => wish.lines.map((line) => ({ ...line, quote: must(ids[index], 'quote') })));
  const made = await makeLines(lines, tariff, create);
  return wishes.map(({ purchaseOrder }, index) => ({ id: must(ids[index], 'quote'), purchaseOrder, lines: made.filter(({ quote }) => quote === ids[index]) }));
}

type LineOf = QuoteLine & { readonly quote: string };

async function makeLines(lines: readonly LineOf[], { entries }: Tariff, create: OrgRest['create']): Promise<readonly (LineOf & MadeLine)[]> {
  const priced = lines.map((line) => ({ ...line, ...must(entries.get(line.product), line.product), wanted: line.quantity }));
  const ids = await create(
    priced.map(({ quote, entry, quantity, price }) => ({
      attributes: { type: 'QuoteLineItem' },
      ...{ QuoteId: quote, PricebookEntryId: entry, Quantity: quantity, UnitPrice: price },
    })),
  );
  return priced.map((line, index) => ({ ...line, id: must(ids[index], 'line') }));
}
