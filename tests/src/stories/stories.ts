import { changeAndCancel } from './change-and-cancel.ts';
import { dirtyDay } from './dirty-day.ts';
import { massTouch } from './mass-touch.ts';
import { newAccount } from './new-account.ts';
import { outage } from './outage.ts';
import { salesforce } from './salesforce.ts';
import { secondThoughts } from './second-thoughts.ts';
import { shop } from './shop.ts';
import type { Story } from './story.ts';
import { twoWarehouses } from './two-warehouses.ts';

/** All stories, in the order in which a newcomer may want to see them. */
export const stories: readonly Story[] = [twoWarehouses, changeAndCancel, outage, dirtyDay, shop, salesforce, secondThoughts, newAccount, massTouch];
