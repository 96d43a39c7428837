import { openCustomer } from '../stories/customer.ts';
import { accountFor, type Span } from './account-for.ts';
import { compareSales, type SeenOrder, type ShownSale } from './compare-sales.ts';
import { idleMsMax } from './day.ts';
import type { House } from './house.ts';
import { type Look, replayOf, untilSteady } from './look.ts';
import type { OrgRecord, Rest } from './rest.ts';
import { bySale, type ToldEvents } from './told-events.ts';

/** What was counted at the end. `missed`: events that nothing tells of and sales that are no order; `expiries`: how often the bus had forgotten where the hub was. */
export type Closed = Readonly<Record<'events' | 'sales' | 'orders' | 'missed' | 'wrong' | 'expiries', number>>;

type Needs = { readonly house: House; readonly look: Look; readonly rest: Rest; readonly told: ToldEvents };
/** `seeded`: events that were there before; `forgotten`: up to this replay id the bus had forgotten all. */
type Begun = { readonly seeded: number; readonly forgotten: number };

const linesShownMax = 20;
const ordersAtOnce = 6;

/** Waits until all has come to rest, and holds the hub's books against the org's. */
export async function closeBooks(needs: Needs, { seeded, forgotten }: Begun, print: (line: string) => void): Promise<Closed> {
  const { look, told, rest, house } = needs;
  await untilSteady('at rest', idleMsMax, () => isAtRest(needs));
  const { ids, byStatus } = await look.messages();
  const expired = spansIn(ids, forgotten);
  const account = accountFor(bySale(told.all().slice(seeded), await quotesOfLines(rest)), { messages: ids, expired, pageEnds: await look.pageEnds() });
  const { missed, unexplained, ...fates } = account;
  print(`\nOf the events: ${listed(fates)}, missed ${missed.length}.`);
  print(`Of the messages: ${listed(byStatus)}.`);
  for (const complaint of await look.complaints()) print(`  ${complaint}`);
  const shown = await shownSales(rest);
  const orders = await ordersOf(house, shown);
  const { missing, wrong } = compareSales(shown, orders);
  const counted = await look.orders();
  const found = [...orders.values()].flat().length;
  const [book, documents] = [await erpBook(house), await look.documents()];
  const problems = [
    ...wrong,
    ...unexplained.map((id) => `message ${id} is of no event`),
    ...(counted === found ? [] : [`the hub has ${counted} orders, of which ${found} are of quotes of the org`]),
    ...(book.documents === documents ? [] : [`the ERP has ${book.documents} documents, by the hub’s account ${documents}`]),
    ...book.doubled.map((reference) => `the ERP has ${reference} twice`),
  ];
  for (const line of [...missed, ...missing].slice(0, linesShownMax)) print(`MISSED: ${line}`);
  for (const line of problems.slice(0, linesShownMax)) print(`WRONG: ${line}`);
  print(`The ERP has ${book.documents} documents of ${counted} orders.`);
  const sales = shown.filter(({ state }) => state !== 'open').length;
  return { events: account.events, sales, orders: counted, missed: missed.length + missing.length, wrong: problems.length, expiries: expired.length };
}

const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

/** The message about an expiry names the place where the hub was. */
const expiry = /^expired:\/data\/Crossdock__chn:(.+)$/;

const spansIn = (messages: ReadonlySet<string>, upTo: number): readonly Span[] =>
  [...messages].flatMap((id) => {
    const [, replay] = expiry.exec(id) ?? [];
    return replay === undefined ? [] : [{ after: replayOf(replay), upTo }];
  });

async function isAtRest({ look, told }: Needs): Promise<{ readonly found: true | undefined; readonly mark: string }> {
  told.read();
  const tip = told.tip();
  const { replay, pending, unsettled, unshown } = await look.standing();
  const isThere = replay !== undefined && replay >= tip && pending + unsettled + unshown === 0;
  return { found: isThere || undefined, mark: `${replay} of ${tip}, pending ${pending}, unsettled ${unsettled}, unshown ${unshown}` };
}

async function quotesOfLines({ queryAll }: Rest): Promise<ReadonlyMap<string, string>> {
  const rows = await queryAll('SELECT Id, QuoteId FROM QuoteLineItem');
  return new Map(rows.map((row) => [String(row['Id']), String(row['QuoteId'])] as const));
}

/** The quotes of the soak as the org has them, those too that were deleted. */
async function shownSales({ queryAll }: Rest): Promise<readonly ShownSale[]> {
  const heads = await queryAll("SELECT Id, Status, IsDeleted FROM Quote WHERE Name LIKE 'Soak %'");
  const lines = await queryAll('SELECT Id, QuoteId, Quantity, Product2.ProductCode FROM QuoteLineItem WHERE IsDeleted = false');
  const linesOf = Map.groupBy(lines, (row) => String(row['QuoteId']));
  return heads.map((row): ShownSale => {
    const id = String(row['Id']);
    const isWithdrawn = row['IsDeleted'] === true || row['Status'] === 'Denied';
    const state = isWithdrawn ? 'withdrawn' : row['Status'] === 'Accepted' ? 'accepted' : 'open';
    const entries = (linesOf.get(id) ?? []).map((line) => [`${String(line['Id'])} ${codeOf(line)}`, Number(line['Quantity'])] as const);
    return { id, state, quantities: Object.fromEntries(entries) };
  });
}

const codeOf = (line: OrgRecord): string => String((line['Product2'] as OrgRecord)['ProductCode']); // selected above

/** Every order by the quote that it is of, looked for at the hub's API. */
async function ordersOf({ hub }: House, sales: readonly ShownSale[]): Promise<ReadonlyMap<string, readonly SeenOrder[]>> {
  const customer = openCustomer(hub);
  const found = new Map<string, readonly SeenOrder[]>();
  for (let from = 0; from < sales.length; from += ordersAtOnce) {
    const some = sales.slice(from, from + ordersAtOnce).map(async ({ id }) => {
      const views = await Promise.all((await customer.find(id)).map((order) => customer.order(order)));
      if (views.length > 0) found.set(id, views.map(seenOrder));
    });
    await Promise.all(some);
  }
  return found;
}

function seenOrder({ id, lines }: Awaited<ReturnType<ReturnType<typeof openCustomer>['order']>>): SeenOrder {
  const left = lines.map(({ id: line, item, schedules }) => {
    const pieces = schedules.reduce((sum, { quantities: { ordered, cancelled } }) => sum + Number(ordered) - Number(cancelled), 0);
    return [`${line} ${item}`, pieces] as const;
  });
  return { id, quantities: Object.fromEntries(left.filter(([, pieces]) => pieces !== 0)) };
}

const bookMsMax = 60_000;

async function erpBook({ erp: { control, token } }: House): Promise<{ readonly documents: number; readonly doubled: readonly string[] }> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${control}/book?documents=none`, { headers, signal: AbortSignal.timeout(bookMsMax) });
  const { counts, duplicates } = (await answer.json()) as {
    readonly counts: Readonly<Record<string, number>>;
    readonly duplicates: readonly { readonly reference: string }[];
  };
  return { documents: counts['sales-order'] ?? 0, doubled: duplicates.map(({ reference }) => reference) };
}
