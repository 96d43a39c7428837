import { standardPricebookId, users } from './found-org.ts';
import type { Org, Who, Work } from './types.ts';

/** Accounts by number, name and the cities they are shipped to, each with the person to ask for. */
const accounts: readonly (readonly [string, string, string, readonly (readonly [string, string, string, string])[]])[] = [
  [
    'C-ACME',
    'ACME Plumbing LLC',
    'NJ',
    [
      ['Elizabeth', '07201', 'Maria', 'Alvarez'],
      ['Long Beach', '90802', 'Tom', 'Baker'],
    ],
  ],
  ['C-BRIGHT', 'Brighton Retail Group', 'IL', [['Naperville', '60540', 'Hannah', 'Cole']]],
  ['C-CEDAR', 'Cedar Home Services', 'TX', [['Austin', '78701', 'Victor', 'Diaz']]],
  ['C-EAST', 'Eastside Builders', 'NY', [['New York', '10001', 'Irene', 'Evans']]],
];

/** Products by code, name and list price. */
const products: readonly (readonly [string, string, number])[] = [
  ['HS-1001', 'Ball valve 1/2in brass', 12.5],
  ['HS-1002', 'Ball valve 3/4in brass', 16.75],
  ['HS-1003', 'Pipe wrench 14in', 29.9],
  ['HS-1004', 'PTFE tape 12m', 1.2],
  ['HS-1005', 'Circulation pump 25-60', 189],
  ['HS-1006', 'Pressure gauge 0-10 bar', 14.1],
  ['HS-1007', 'Expansion tank 18L', 54],
  ['HS-1008', 'Copper pipe 15mm 3m', 22.4],
  ['HS-1009', 'Water heater 50gal', 649],
  ['HS-1010', 'Boiler control unit', 320],
];

/** Quotes by account, name, status and lines of product and quantity. */
const quotes: readonly (readonly [string, string, string, readonly (readonly [string, number])[]])[] = [
  [
    'C-ACME',
    'Spring restock',
    'Presented',
    [
      ['HS-1001', 40],
      ['HS-1004', 100],
    ],
  ],
  ['C-BRIGHT', 'Store opening Naperville', 'Draft', [['HS-1003', 12]]],
  [
    'C-CEDAR',
    'Pump replacement',
    'Approved',
    [
      ['HS-1005', 2],
      ['HS-1006', 2],
    ],
  ],
  [
    'C-EAST',
    'Riverside tower, lot 3',
    'In Review',
    [
      ['HS-1008', 200],
      ['HS-1002', 80],
      ['HS-1009', 3],
    ],
  ],
  ['C-EAST', 'Riverside tower, lot 2', 'Rejected', [['HS-1007', 10]]],
];

/** The custom price book takes this much off. */
const dealerPart = 0.9;
const dayMs = 86_400_000;
const quoteDaysMax = 30;

/** Fills an org with customers, products, quotes in several statuses and one activated order; ids are the same in every run. */
export function seedBusiness(org: Org): void {
  const admin: Who = { userId: users.administrator.id, apiVersion: '65.0', api: 'ui' };
  const rep: Who = { ...admin, userId: users.salesRep.id };
  const day = (days: number) => new Date(org.now().getTime() + days * dayMs).toISOString().slice(0, 10);
  const prices = org.transact(admin, seedProducts);
  const customers = org.transact(rep, seedAccounts);
  org.transact(rep, (work) => {
    for (const [account, name, status, lines] of quotes)
      seedQuote(work, { ...pick(customers, account), pricebook: prices.dealer, name, status, until: day(quoteDaysMax) }, lines, prices.entries);
  });
  const order = org.transact(rep, (work) => {
    const { account, contact, address } = pick(customers, 'C-ACME');
    const head = {
      AccountId: account,
      EffectiveDate: day(0),
      Status: 'Draft',
      Pricebook2Id: prices.dealer,
      ShipToContactId: contact,
      PoNumber: 'PO-7001',
      ...address,
    };
    const { id } = work.create('Order', head);
    for (const [code, quantity] of [
      ['HS-1001', 20],
      ['HS-1005', 1],
    ] as const) {
      const { entry, price } = pick(prices.entries, code);
      work.create('OrderItem', { OrderId: id, PricebookEntryId: entry, Quantity: quantity, UnitPrice: price });
    }
    return id;
  });
  const activated = [...org.rows('OrderStatus')].findLast((row) => row['StatusCode'] === 'Activated');
  if (activated !== undefined) org.transact(rep, (work) => work.update('Order', order, { Status: activated['ApiName'] ?? null }));
}

type Entries = ReadonlyMap<string, { readonly entry: string; readonly price: number }>;

function seedProducts(work: Work): { readonly dealer: string; readonly entries: Entries } {
  const dealer = work.create('Pricebook2', { Name: 'Dealers', IsActive: true, Description: 'Prices for the trade' }).id;
  const entries = products.map(([code, name, list]) => {
    const product = work.create('Product2', { Name: name, ProductCode: code, StockKeepingUnit: code, IsActive: true, QuantityUnitOfMeasure: 'Each' }).id;
    const price = Math.round(list * dealerPart * 100) / 100;
    work.create('PricebookEntry', { Pricebook2Id: standardPricebookId, Product2Id: product, UnitPrice: list, IsActive: true });
    const entry = work.create('PricebookEntry', { Pricebook2Id: dealer, Product2Id: product, UnitPrice: price, IsActive: true }).id;
    return [code, { entry, price }] as const;
  });
  return { dealer, entries: new Map(entries) };
}

type Customer = { readonly account: string; readonly contact: string; readonly address: Readonly<Record<string, string>> };

function seedAccounts(work: Work): ReadonlyMap<string, Customer> {
  const seeded = accounts.map(([number, name, state, places]) => {
    const [main] = places;
    const at = (prefix: string, [city, zip]: readonly string[]) => ({
      [`${prefix}Street`]: '1 Dock Street',
      [`${prefix}City`]: city ?? '',
      [`${prefix}State`]: state,
      [`${prefix}PostalCode`]: zip ?? '',
      [`${prefix}Country`]: 'USA',
    });
    const address = at('Shipping', main ?? []);
    const account = work.create('Account', { Name: name, AccountNumber: number, Type: 'Customer - Direct', ...at('Billing', main ?? []), ...address }).id;
    const contacts = places.map(([city, zip, first, last]) => {
      const email = `${first}.${last}@${number.slice(2)}.example`.toLowerCase();
      return work.create('Contact', { AccountId: account, FirstName: first, LastName: last, Email: email, ...at('Mailing', [city, zip]) }).id;
    });
    return [number, { account, contact: contacts[0] ?? '', address }] as const;
  });
  return new Map(seeded);
}

type QuoteHead = Customer & { readonly pricebook: string; readonly name: string; readonly status: string; readonly until: string };

function seedQuote(work: Work, head: QuoteHead, lines: readonly (readonly [string, number])[], entries: Entries): void {
  const { account, contact, address, pricebook, name, status, until } = head;
  const deal = { AccountId: account, Name: name, StageName: 'Proposal/Price Quote', CloseDate: until, Pricebook2Id: pricebook };
  const opportunity = work.create('Opportunity', deal).id;
  const quote = work.create('Quote', {
    OpportunityId: opportunity,
    Name: name,
    Pricebook2Id: pricebook,
    ContactId: contact,
    ExpirationDate: until,
    ...address,
  }).id;
  for (const [code, quantity] of lines) {
    const { entry, price } = pick(entries, code);
    work.create('QuoteLineItem', { QuoteId: quote, PricebookEntryId: entry, Quantity: quantity, UnitPrice: price });
  }
  if (status !== 'Draft') work.update('Quote', quote, { Status: status });
}

function pick<T>(from: ReadonlyMap<string, T>, key: string): T {
  const found = from.get(key);
  if (found === undefined) throw new Error(`${key}: not among the seeds`);
  return found;
}
