import type { ObjectRules } from './object-rules.ts';
import { orderItemRules, orderRules } from './order-rules.ts';
import { accountRules, caseRules, contractRules, personRules } from './other-rules.ts';
import { pricebookEntryRules, productRules } from './price-rules.ts';
import { opportunityLineRules, opportunityRules, quoteLineRules, quoteRules } from './quote-rules.ts';

export type { Draft, Ground, ObjectRules } from './object-rules.ts';

/** The rules of the standard objects. `codeOf` gives the category of an order's status, `editors` have "Edit Activated Orders". */
export const standardRules = (codeOf: (status: string) => string | undefined, editors: ReadonlySet<string>): ReadonlyMap<string, ObjectRules> =>
  new Map([
    ['Account', accountRules],
    ['Contact', personRules],
    ['User', personRules],
    ['Case', caseRules],
    ['Contract', contractRules],
    ['Opportunity', opportunityRules],
    ['OpportunityLineItem', opportunityLineRules],
    ['Quote', quoteRules],
    ['QuoteLineItem', quoteLineRules],
    ['Product2', productRules],
    ['PricebookEntry', pricebookEntryRules],
    ['Order', orderRules(codeOf, editors)],
    ['OrderItem', orderItemRules(editors)],
  ]);
