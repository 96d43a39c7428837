import { loadNames } from './names.ts';
import { must } from './telling.ts';
import type { World } from './world.ts';

/** Who buys, and where it goes, as the sales representatives write it. */
export const customers = [
  { account: 'C-EAST', shipTo: 'Riverside dock' },
  { account: 'C-BRIGHT', shipTo: 'Naperville store' },
] as const;

/** A product that the ERP's people have not named at first. */
export const lateProduct = 'HS-1003';

type Names = Parameters<typeof loadNames>[1];

/** The ERP's people load what it calls accounts, products and places of Salesforce. */
export async function loadAtGoLive(world: World): Promise<void> {
  const { query } = must(world.salesforce, 'Salesforce');
  const accounts = await query('SELECT Id, AccountNumber FROM Account');
  const places = await Promise.all(
    customers.map(async ({ account, shipTo }) => ({ kind: 'ship-to' as const, from: shipTo, to: await world.erp.placeOf(account) })),
  );
  const names = [...accounts.map((row) => ({ kind: 'customer' as const, from: String(row['Id']), to: String(row['AccountNumber']) })), ...places];
  await loadNames(world, [...names, ...(await productNames(world, (code) => code !== lateProduct))], 'go-live of Salesforce');
}

/** What the ERP calls products of Salesforce, those whose code is meant. */
export async function productNames(world: World, isMeant: (code: string) => boolean): Promise<Names> {
  const products = await must(world.salesforce, 'Salesforce').query('SELECT Id, ProductCode FROM Product2');
  return products.map((row) => ({ kind: 'item' as const, from: String(row['Id']), to: String(row['ProductCode']) })).filter(({ to }) => isMeant(to));
}
