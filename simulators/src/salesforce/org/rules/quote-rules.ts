import { discounted, minus, plus, times } from '../money.ts';
import type { FieldValue, Row } from '../types.ts';
import type { Draft, Ground, ObjectRules } from './object-rules.ts';
import { enterLine, refusePricebookChange } from './price-rules.ts';

const lines = { object: 'QuoteLineItem', field: 'QuoteId' };

/** A quote takes its account from its opportunity and its totals from its lines. */
export const quoteRules: ObjectRules = {
  creating: (draft, ground) => {
    const opportunity = ground.find('Opportunity', draft['OpportunityId']);
    draft['AccountId'] = opportunity?.['AccountId'] ?? null;
    draft['Pricebook2Id'] = draft['Pricebook2Id'] ?? opportunity?.['Pricebook2Id'] ?? null;
    Object.assign(draft, { Subtotal: 0, TotalPrice: 0, LineItemCount: 0, CanCreateQuoteLineItems: draft['Pricebook2Id'] !== null });
    total(draft);
  },
  changing: (draft, ground, before) => {
    refusePricebookChange(draft, before, ground, lines);
    draft['CanCreateQuoteLineItems'] = draft['Pricebook2Id'] !== null;
    total(draft);
  },
};

/** A line of a quote and what it adds to the quote. */
export const quoteLineRules: ObjectRules = {
  creating: (draft, ground) => {
    const quote = ground.find('Quote', draft['QuoteId']);
    enterLine(draft, quote, ground);
    price(draft);
  },
  changing: price,
  written: (before, after, ground) => {
    const quote = ground.find('Quote', (after ?? before)?.['QuoteId']);
    if (quote === undefined) return;
    const changed = {
      Subtotal: moved(quote, before, after, 'Subtotal'),
      TotalPrice: moved(quote, before, after, 'TotalPrice'),
      LineItemCount: Number(quote['LineItemCount']) + (after === undefined ? -1 : 0) + (before === undefined ? 1 : 0),
    };
    const draft: Draft = { ...quote, ...changed };
    total(draft);
    ground.settle('Quote', String(quote['Id']), { ...changed, Discount: draft['Discount'] ?? null, GrandTotal: draft['GrandTotal'] ?? null });
  },
};

/** An opportunity knows by its stage whether it is won, and which of its quotes is in step with it. */
export const opportunityRules: ObjectRules = {
  creating: (draft) => enterStage(draft, undefined),
  changing: (draft, ground, before) => {
    enterStage(draft, before);
    refusePricebookChange(draft, before, ground, { object: 'OpportunityLineItem', field: 'OpportunityId' });
  },
  written: (before, after, ground) => {
    if (before === undefined || after === undefined) return;
    syncQuote(before['SyncedQuoteId'], after['SyncedQuoteId'], ground);
    if (before['AccountId'] === after['AccountId']) return;
    for (const quote of ground.by('Quote', 'OpportunityId', String(after['Id'])))
      ground.settle('Quote', String(quote['Id']), { AccountId: after['AccountId'] ?? null });
  },
};

/** A product of an opportunity; their sum is the opportunity's amount. */
export const opportunityLineRules: ObjectRules = {
  creating: (draft, ground) => {
    const opportunity = ground.find('Opportunity', draft['OpportunityId']);
    enterLine(draft, opportunity, ground);
    const product = ground.find('Product2', draft['Product2Id']);
    draft['ProductCode'] = product?.['ProductCode'] ?? null;
    draft['Name'] = `${opportunity?.['Name']} ${product?.['Name']}`;
    draft['UnitPrice'] = draft['UnitPrice'] ?? draft['ListPrice'] ?? 0;
    price(draft);
  },
  changing: price,
  written: (before, after, ground) => {
    const opportunity = ground.find('Opportunity', (after ?? before)?.['OpportunityId']);
    if (opportunity === undefined) return;
    const others = ground.by('OpportunityLineItem', 'OpportunityId', String(opportunity['Id'])).length;
    const amount = before === undefined && others === 1 ? (after?.['TotalPrice'] ?? 0) : moved(opportunity, before, after, 'TotalPrice', 'Amount');
    ground.settle('Opportunity', String(opportunity['Id']), { Amount: amount, HasOpportunityLineItem: others > 0 });
  },
};

function price(draft: Draft): void {
  draft['Subtotal'] = times(draft['Quantity'], draft['UnitPrice']);
  draft['TotalPrice'] = discounted(draft['Subtotal'], draft['Discount'] ?? 0);
}

function total(draft: Draft): void {
  const { Subtotal: subtotal = 0, TotalPrice: price = 0 } = draft;
  draft['Discount'] = Number(subtotal) === 0 ? 0 : times(100, 1 - Number(price) / Number(subtotal));
  draft['GrandTotal'] = plus(plus(price, draft['Tax']), draft['ShippingHandling']);
}

const moved = (parent: Row, before: Row | undefined, after: Row | undefined, name: string, on = name): number =>
  plus(parent[on], minus(after?.[name] ?? 0, before?.[name] ?? 0));

/** Stage → probability and forecast category. */
const stages: Readonly<Record<string, readonly [number, string]>> = {
  Prospecting: [10, 'Pipeline'],
  Qualification: [10, 'Pipeline'],
  'Needs Analysis': [20, 'Pipeline'],
  'Value Proposition': [50, 'Pipeline'],
  'Id. Decision Makers': [60, 'Pipeline'],
  'Perception Analysis': [70, 'Pipeline'],
  'Proposal/Price Quote': [75, 'Best Case'],
  'Negotiation/Review': [90, 'Commit'],
  'Closed Won': [100, 'Closed'],
  'Closed Lost': [0, 'Omitted'],
};

function enterStage(draft: Draft, before: Row | undefined): void {
  const stage = String(draft['StageName']);
  const [probability, forecast] = stages[stage] ?? [0, 'Pipeline'];
  if (before?.['StageName'] !== draft['StageName']) {
    if (draft['Probability'] === null || draft['Probability'] === before?.['Probability']) draft['Probability'] = probability;
    Object.assign(draft, { ForecastCategoryName: forecast, ForecastCategory: forecast === 'Commit' ? 'Forecast' : forecast.replace(' ', '') });
    Object.assign(draft, { IsClosed: stage.startsWith('Closed'), IsWon: stage === 'Closed Won' });
  }
  draft['ExpectedRevenue'] = draft['Amount'] === null ? null : times(draft['Amount'], Number(draft['Probability'] ?? 0) / 100);
}

function syncQuote(before: FieldValue | undefined, after: FieldValue | undefined, ground: Ground): void {
  if (before === after) return;
  for (const [id, isSyncing] of [
    [before, false],
    [after, true],
  ] as const) {
    const quote = ground.find('Quote', id);
    if (quote !== undefined) ground.settle('Quote', String(quote['Id']), { IsSyncing: isSyncing });
  }
}
