import type { SystemDeclaration } from '@crossdock/connector-kit';
import { type SimulatedSalesforce, startSimulatedSalesforce } from '@crossdock/simulators';
import { openDesk } from './desk.ts';
import { must, StoryBroken } from './telling.ts';

/** A record as the REST API shows it. */
export type OrgRecord = Readonly<Record<string, unknown>>;

/** A line of a quote as the sales representative writes it. */
export type QuoteLine = { readonly product: string; readonly quantity: number };

/** A quote that was made. */
export type MadeQuote = {
  readonly id: string;
  readonly purchaseOrder: string;
  readonly lines: readonly (QuoteLine & { readonly id: string; readonly entry: string; readonly price: number })[];
};

/** What is to be quoted; `account` by its number. */
export type QuoteWish = { readonly account: string; readonly shipTo: string; readonly purchaseOrder: string; readonly lines: readonly QuoteLine[] };

/** A Salesforce org and the people who sell with it: what they do goes over the REST API, as from their browser. */
export type SalesforceHouse = {
  readonly stand: SimulatedSalesforce;
  readonly declaration: SystemDeclaration;
  readonly query: (soql: string) => Promise<readonly OrgRecord[]>;
  readonly makeQuotes: (wishes: readonly QuoteWish[]) => Promise<readonly MadeQuote[]>;
  /** The customer has accepted. */
  readonly accept: (ids: readonly string[]) => Promise<void>;
  /** The button: `Order_Submit__e`. */
  readonly pressSubmit: (id: string, request: string) => Promise<void>;
  /** Somebody makes an order of a quote, and activates it. Answers its id. */
  readonly activateOrder: (quote: MadeQuote) => Promise<string>;
  /** As `accept`, at the door for people, which no fault reaches. */
  readonly acceptAtDesk: (id: string) => Promise<void>;
  /** Calls that others than these people made, and those that the org allows within 24 hours. */
  readonly calls: () => Promise<{ readonly used: number; readonly max: number }>;
  readonly close: () => Promise<void>;
};

const recordsMax = 200;

/** Starts the simulated org with the objects of salesforce-app. Names of accounts and products are the org's own ids. */
export async function openSalesforce(): Promise<SalesforceHouse> {
  const stand = await startSimulatedSalesforce();
  const { ask, ownCalls, usage } = openRest(stand);
  const query: SalesforceHouse['query'] = async (soql) => {
    const records: OrgRecord[] = [];
    for (let path: string | undefined = `/query?q=${encodeURIComponent(soql)}`; path !== undefined; ) {
      const page = (await ask('GET', path)) as { readonly records: readonly OrgRecord[]; readonly nextRecordsUrl?: string };
      records.push(...page.records);
      path = page.nextRecordsUrl?.replace(/^.*?\/v[\d.]+/, '');
    }
    return records;
  };
  const create = async (records: readonly OrgRecord[]): Promise<readonly string[]> => sent(await inParts(records, (part) => ask('POST', collections, part)));
  const update = async (records: readonly OrgRecord[]): Promise<void> => void sent(await inParts(records, (part) => ask('PATCH', collections, part)));
  const desk = openDesk(stand);
  return {
    stand,
    declaration: declarationOf(stand),
    query,
    makeQuotes: async (wishes) => makeQuotes(wishes, await tariffOf(query), create),
    accept: (ids) => update(ids.map((id) => ({ attributes: { type: 'Quote' }, id, Status: 'Accepted' }))),
    pressSubmit: async (id, request) => {
      await ask('POST', '/sobjects/Order_Submit__e', { Record_Id__c: id, Kind__c: 'submit', Request_Id__c: request });
    },
    activateOrder: async (quote) => {
      const [head] = await query(`SELECT AccountId, Pricebook2Id FROM Quote WHERE Id = '${quote.id}'`);
      const { AccountId, Pricebook2Id } = must(head, `quote ${quote.id}`);
      const order = { attributes: { type: 'Order' }, AccountId, Pricebook2Id, QuoteId: quote.id, EffectiveDate: today(), Status: 'Draft' };
      const [id = ''] = await create([order]);
      await create(
        quote.lines.map(({ id: line, entry, quantity, price }) => ({
          ...{ attributes: { type: 'OrderItem' }, OrderId: id, QuoteLineItemId: line },
          ...{ PricebookEntryId: entry, Quantity: quantity, UnitPrice: price },
        })),
      );
      await update([{ attributes: { type: 'Order' }, id, Status: 'Activated' }]);
      return id;
    },
    acceptAtDesk: (id) => desk(`quotes/${id}/accept`, {}),
    calls: async () => {
      await query('SELECT Id FROM Organization');
      const { used, max } = usage();
      return { used: used - ownCalls(), max };
    },
    close: stand.close,
  };
}

const collections = '/composite/sobjects';
const today = (): string => new Date().toISOString().slice(0, 10);

function declarationOf({ access }: SimulatedSalesforce): SystemDeclaration {
  const { loginUrl, clientId, username, privateKeyFile, caFile, pubSubEndpoint } = access;
  return {
    id: 'crm',
    name: 'Salesforce',
    connector: 'salesforce',
    settings: {
      ...{ loginUrl, auth: 'jwt', clientId, username, privateKeyFile, pubSubEndpoint, pubSubCaFile: caFile, trigger: 'quote-accepted', currency: 'USD' },
      // Accounts and products go by Salesforce's own ids, and through the cross-references.
      fields: { map: { 'account.number': '', 'product.code': '' } },
    },
    limiters: { default: { concurrency: 2 } },
    owner: 'integration',
  };
}

type Ask = (method: string, path: string, body?: unknown) => Promise<unknown>;

/** The REST API with a session of the people's own, as often as it ends. */
function openRest({ access, url }: SimulatedSalesforce): {
  readonly ask: Ask;
  readonly ownCalls: () => number;
  readonly usage: () => { readonly used: number; readonly max: number };
} {
  let token: string | undefined;
  let calls = 0;
  let last = { used: 0, max: 0 };
  const logIn = async (): Promise<string> => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: access.clientId, client_secret: access.clientSecret });
    const answer = (await (await fetch(`${url}/services/oauth2/token`, { method: 'POST', body })).json()) as { readonly access_token?: string };
    return must(answer.access_token, 'session');
  };
  const send = async (method: string, path: string, body: unknown) => {
    token ??= await logIn();
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${url}/services/data/v${access.version}${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const [, used, max] = /api-usage=(\d+)\/(\d+)/.exec(answer.headers.get('sforce-limit-info') ?? '') ?? [];
    if (used !== undefined) {
      calls += 1;
      last = { used: Number(used), max: Number(max) };
    }
    return answer;
  };
  return {
    ask: async (method, path, body) => {
      let answer = await send(method, path, body);
      if (answer.status === 401) {
        token = undefined;
        answer = await send(method, path, body);
      }
      const text = await answer.text();
      if (!answer.ok) throw new StoryBroken(`${method} ${path}: ${answer.status} ${text}`);
      return text === '' ? undefined : JSON.parse(text);
    },
    ownCalls: () => calls,
    usage: () => last,
  };
}

type Result = { readonly id?: string; readonly success: boolean; readonly errors: readonly unknown[] };

async function inParts(records: readonly OrgRecord[], send: (body: object) => Promise<unknown>): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < records.length; from += recordsMax)
    results.push(...((await send({ allOrNone: true, records: records.slice(from, from + recordsMax) })) as readonly Result[]));
  return results;
}

function sent(results: readonly Result[]): readonly string[] {
  return results.map(({ id, success, errors }) => {
    if (!success || id === undefined) throw new StoryBroken(`Salesforce refuses a record: ${JSON.stringify(errors)}`);
    return id;
  });
}

type Tariff = {
  readonly priceBook: string;
  readonly entries: ReadonlyMap<string, { readonly entry: string; readonly price: number }>;
  readonly accounts: ReadonlyMap<string, string>;
};

/** The dealers' price book, by product code, and the accounts by number. */
async function tariffOf(query: SalesforceHouse['query']): Promise<Tariff> {
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

async function makeQuotes(
  wishes: readonly QuoteWish[],
  { priceBook, entries, accounts }: Tariff,
  create: (records: readonly OrgRecord[]) => Promise<readonly string[]>,
): Promise<readonly MadeQuote[]> {
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
  const lines = wishes.flatMap((wish, index) =>
    wish.lines.map((line) => ({ ...line, ...must(entries.get(line.product), line.product), quote: must(ids[index], 'quote') })),
  );
  const lineIds = await create(
    lines.map(({ quote, entry, quantity, price }) => ({
      attributes: { type: 'QuoteLineItem' },
      ...{ QuoteId: quote, PricebookEntryId: entry, Quantity: quantity, UnitPrice: price },
    })),
  );
  const made = lines.map((line, index) => ({ ...line, id: must(lineIds[index], 'line') }));
  return wishes.map(({ purchaseOrder }, index) => ({ id: must(ids[index], 'quote'), purchaseOrder, lines: made.filter(({ quote }) => quote === ids[index]) }));
}
