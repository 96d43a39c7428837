import {
  type Commit,
  type Disturbance,
  type Org,
  OrgError,
  type OrgOptions,
  openOrg,
  type Row,
  standardPricebookId,
  users,
  type Work,
} from '../salesforce/org/index.ts';

/** An org at a fixed time with short ways to work in it. */
export type OrgDesk = {
  readonly org: Org;
  readonly commits: Commit[];
  /** One transaction of the administrator. */
  readonly work: <T>(run: (work: Work) => T) => T;
  readonly create: (object: string, fields: Row) => string;
  readonly update: (object: string, id: string, fields: Row) => void;
  readonly read: (object: string, id: string) => Row;
  readonly disturb: (disturbance: Disturbance | undefined) => void;
};

/** Opens an org without business data at noon of 21 November 2026. */
export function orgDesk(options: Partial<OrgOptions> = {}, userId: string = users.administrator.id): OrgDesk {
  const org = openOrg({ isSeeded: false, now: () => new Date('2026-11-21T12:00:00.250Z'), ...options });
  const commits: Commit[] = [];
  org.onCommit((commit) => commits.push(commit));
  const work = <T>(run: (work: Work) => T) => org.transact({ userId, apiVersion: '65.0', api: 'rest' }, run);
  return {
    org,
    commits,
    work,
    create: (object, fields) => work((open) => open.create(object, fields).id),
    update: (object, id, fields) => work((open) => open.update(object, id, fields)),
    read: (object, id) => {
      const row = org.read(object, id);
      if (row === undefined) throw new Error(`${object} ${id} is not there`);
      return row;
    },
    disturb: org.disturb,
  };
}

/** A product with its price in the standard and in a custom price book. */
export function seedPrice(
  { create }: OrgDesk,
  code = 'P-1',
  price = 10,
): { readonly product: string; readonly pricebook: string; readonly entry: string; readonly standardEntry: string } {
  const product = create('Product2', { Name: `Product ${code}`, ProductCode: code, IsActive: true });
  const pricebook = create('Pricebook2', { Name: `Book of ${code}`, IsActive: true });
  const standardEntry = create('PricebookEntry', { Pricebook2Id: standardPricebookId, Product2Id: product, UnitPrice: price, IsActive: true });
  return {
    product,
    pricebook,
    standardEntry,
    entry: create('PricebookEntry', { Pricebook2Id: pricebook, Product2Id: product, UnitPrice: price, IsActive: true }),
  };
}

/** A draft order with one line. */
export function seedOrder(
  desk: OrgDesk,
  more: Row = {},
): { readonly account: string; readonly order: string; readonly item: string; readonly entry: string; readonly pricebook: string } {
  const { entry, pricebook } = seedPrice(desk);
  const account = desk.create('Account', { Name: 'ACME' });
  const order = desk.create('Order', { AccountId: account, EffectiveDate: '2026-11-21', Status: 'Draft', Pricebook2Id: pricebook, ...more });
  return { account, order, entry, pricebook, item: desk.create('OrderItem', { OrderId: order, PricebookEntryId: entry, Quantity: 3, UnitPrice: 9.5 }) };
}

/** How the org refuses: its code, its fields and, where it matters, its message. */
export function refusal(
  run: () => unknown,
): { readonly code: string; readonly fields: readonly string[]; readonly message: string; readonly status: number } | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (!(error instanceof OrgError)) throw error;
    return { code: error.errorCode, fields: error.fields, message: error.message, status: error.status };
  }
}
