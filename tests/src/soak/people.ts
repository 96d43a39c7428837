import { must } from '../stories/telling.ts';
import type { OrgRecord, Rest } from './rest.ts';

/** A quote as its sales representative knows it. `since`: the stretch of the day in which it came to that. */
type Quote = { readonly id: string; readonly number: number; readonly lines: string[]; state: 'open' | 'accepted' | 'withdrawn'; since: number };

/** What the people and programs of an org do to its quotes. Stretches of the day count from 0. */
export type People = {
  readonly make: (count: number, stretch: number) => Promise<void>;
  /** Accepts what was made in an earlier stretch, but for some that nobody ever accepts. */
  readonly accept: (stretch: number) => Promise<void>;
  /** Some of those that were accepted in an earlier stretch: another quantity, a line more, a line less. */
  readonly change: (stretch: number) => Promise<void>;
  /** Some of those that were accepted well before: denied or deleted. */
  readonly withdraw: (stretch: number) => Promise<void>;
  /** Touches up to so many records in one transaction: mostly nothing that an order is made of. */
  readonly touch: (recordsMax: number) => Promise<void>;
  readonly count: () => number;
};

const day = '2026-12-31';
const accounts = ['C-ACME', 'C-BRIGHT', 'C-EAST'] as const;
const products = ['HS-1001', 'HS-1004', 'HS-1006', 'HS-1008'] as const;
/** How many of the quotes, one in so many. `quiet` ones are touched by nobody after they were accepted, so that no later event makes up for a lost one. */
const oneIn = { open: 4, quiet: 5, changed: 12, withdrawn: 150 } as const;

type Prices = { readonly book: string; readonly entryOf: ReadonlyMap<string, OrgRecord>; readonly accountOf: ReadonlyMap<string, string> };

/** Opens the org to them. */
export async function openPeople(rest: Rest): Promise<People> {
  const prices = await pricesOf(rest);
  const quotes: Quote[] = [];
  let [turn, round] = [0, 0];
  const busy = (): readonly Quote[] => quotes.filter(({ number, state }) => state !== 'withdrawn' && number % oneIn.quiet !== 0);
  const acceptedBefore = (stretch: number): readonly Quote[] => busy().filter(({ state, since }) => state === 'accepted' && since < stretch);
  const isOneIn = (many: number, stretch: number) => (quote: Quote) => (quote.number + stretch) % many === 0;
  return {
    count: () => quotes.length,
    make: async (count, stretch) => {
      quotes.push(...(await makeQuotes(rest, prices, { count, from: quotes.length, stretch })));
    },
    accept: async (stretch) => {
      const some = quotes.filter(({ number, state, since }) => state === 'open' && since < stretch && number % oneIn.open !== 1);
      await rest.update(some.map(({ id }) => ({ ...quote, id, Status: 'Accepted' })));
      for (const one of some) [one.state, one.since] = ['accepted', stretch];
    },
    change: async (stretch) => {
      const some = acceptedBefore(stretch).filter(isOneIn(oneIn.changed, stretch));
      const [more, added, less] = [0, 1, 2].map((way) => some.filter((_, index) => index % 3 === way)) as [Quote[], Quote[], Quote[]]; // three ways
      await rest.update(more.flatMap(({ lines }) => lines.slice(0, 1).map((id) => ({ ...line, id, Quantity: 3 + (stretch % 5) }))));
      const ids = await rest.create(added.map(({ id, number }) => lineOf(id, number + 1 + stretch, prices)));
      for (const [index, one] of added.entries()) one.lines.push(must(ids[index], 'line'));
      const gone = less.filter(({ lines }) => lines.length > 1);
      await rest.remove(gone.map(({ lines }) => must(lines.pop(), 'line')));
    },
    withdraw: async (stretch) => {
      const some = acceptedBefore(stretch - 1).filter(isOneIn(oneIn.withdrawn, stretch));
      const [denied, deleted] = [some.filter((_, index) => index % 2 === 0), some.filter((_, index) => index % 2 === 1)];
      await rest.update(denied.map(({ id }) => ({ ...quote, id, Status: 'Denied' })));
      await rest.remove(deleted.map(({ id }) => id));
      for (const one of some) one.state = 'withdrawn';
    },
    touch: async (recordsMax) => {
      round += 1;
      const all = busy();
      const some = Array.from({ length: Math.min(recordsMax, all.length) }, (_, index) => must(all[(turn + index) % all.length], 'quote'));
      turn = (turn + some.length) % all.length;
      await rest.update(some.map((one) => touched(one, round)));
    },
  };
}

const quote = { attributes: { type: 'Quote' } } as const;
const line = { attributes: { type: 'QuoteLineItem' } } as const;
const nameOf = (number: number, more = ''): string => `Soak ${number}${more}`;

/** Two in five are of no interest to an order, two change nothing of it, one is the quantity of a quote that is not accepted yet. */
function touched({ id, number, lines, state }: Quote, round: number): OrgRecord {
  const way = round % 5;
  if (way < 2) return { ...quote, id, Name: nameOf(number, `, seen ${round}`) };
  if (way === 4 && state === 'open') return { ...line, id: must(lines[0], 'line'), Quantity: 1 + (round % 50) };
  return { ...quote, id, Description: `Looked at in round ${round} for quote ${number}` };
}

const pick = <T>(from: readonly T[], index: number): T => must(from[index % from.length], 'choice');

function lineOf(id: string, number: number, { entryOf }: Prices): OrgRecord {
  const entry = must(entryOf.get(pick(products, number)), 'price');
  return { ...line, QuoteId: id, PricebookEntryId: entry['Id'], Quantity: 1 + (number % 7), UnitPrice: entry['UnitPrice'] };
}

type Made = { readonly count: number; readonly from: number; readonly stretch: number };

async function makeQuotes(rest: Rest, prices: Prices, { count, from, stretch }: Made): Promise<readonly Quote[]> {
  const numbers = Array.from({ length: count }, (_, index) => from + index);
  const deals = await rest.create(
    numbers.map((number) => ({
      ...{ attributes: { type: 'Opportunity' }, AccountId: prices.accountOf.get(pick(accounts, number)), Name: nameOf(number) },
      ...{ StageName: 'Proposal/Price Quote', CloseDate: day, Pricebook2Id: prices.book },
    })),
  );
  const ids = await rest.create(
    numbers.map((number, index) => ({
      ...{ ...quote, OpportunityId: deals[index], Name: nameOf(number), Pricebook2Id: prices.book },
      ...{ Purchase_Order_Number__c: `PO-SOAK-${number}` },
    })),
  );
  const lines = numbers.flatMap((number, index) =>
    Array.from({ length: 1 + (number % 3) }, (_, nth) => lineOf(must(ids[index], 'quote'), number + nth, prices)),
  );
  const lineIds = await rest.create(lines);
  const linesOf = Map.groupBy(lines.entries(), ([, { QuoteId }]) => String(QuoteId));
  return numbers.map((number, index) => {
    const id = must(ids[index], 'quote');
    return { id, number, lines: (linesOf.get(id) ?? []).map(([place]) => must(lineIds[place], 'line')), state: 'open', since: stretch };
  });
}

async function pricesOf({ queryAll }: Rest): Promise<Prices> {
  const entries = await queryAll("SELECT Id, Pricebook2Id, Product2.ProductCode, UnitPrice FROM PricebookEntry WHERE Pricebook2.Name = 'Dealers'");
  const owners = await queryAll('SELECT Id, AccountNumber FROM Account');
  return {
    book: String(must(entries[0], 'dealers’ price book')['Pricebook2Id']),
    entryOf: new Map(entries.map((row) => [String((row['Product2'] as OrgRecord)['ProductCode']), row])), // selected above
    accountOf: new Map(owners.map((row) => [String(row['AccountNumber']), String(row['Id'])])),
  };
}
