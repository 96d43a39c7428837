import { OrgError, type Row } from '../types.ts';
import type { Draft, Ground, ObjectRules } from './object-rules.ts';

/**
 * Takes product and list price of a line from its price book entry, which must be active and of the document's price book.
 * Throws FIELD_INTEGRITY_EXCEPTION, REQUIRED_FIELD_MISSING.
 */
export function enterLine(draft: Draft, document: Row | undefined, ground: Ground): void {
  const entry = ground.find('PricebookEntry', draft['PricebookEntryId']);
  if (entry === undefined) {
    throw new OrgError('REQUIRED_FIELD_MISSING', 'Required fields are missing: [PricebookEntryId]', { fields: ['PricebookEntryId'] });
  }
  const wrong = (why: string) =>
    new OrgError('FIELD_INTEGRITY_EXCEPTION', `field integrity exception: PricebookEntryId (${why})`, { fields: ['PricebookEntryId'] });
  if (document?.['Pricebook2Id'] !== entry['Pricebook2Id']) throw wrong('pricebook entry is in a different pricebook than the one assigned to its parent');
  if (entry['IsActive'] !== true) throw wrong('pricebook entry has been inactivated');
  draft['Product2Id'] = entry['Product2Id'] ?? null;
  draft['ListPrice'] = entry['UnitPrice'] ?? null;
}

/** The price book of a document with lines stays. Throws FIELD_INTEGRITY_EXCEPTION. */
export function refusePricebookChange(draft: Draft, before: Row, ground: Ground, lines: { readonly object: string; readonly field: string }): void {
  if (draft['Pricebook2Id'] === before['Pricebook2Id'] || ground.by(lines.object, lines.field, String(draft['Id'])).length === 0) return;
  throw new OrgError('FIELD_INTEGRITY_EXCEPTION', "field integrity exception: Pricebook2Id (can't change the price book of a record that has products)", {
    fields: ['Pricebook2Id'],
  });
}

/** A product has one price in a price book, and a standard price before any other. */
export const pricebookEntryRules: ObjectRules = {
  creating: (draft, ground) => {
    const entries = ground.by('PricebookEntry', 'Product2Id', String(draft['Product2Id']));
    if (entries.some((entry) => entry['Pricebook2Id'] === draft['Pricebook2Id'])) {
      throw new OrgError('DUPLICATE_VALUE', 'This price definition already exists in this price book');
    }
    const standard = entries.find((entry) => ground.find('Pricebook2', entry['Pricebook2Id'])?.['IsStandard'] === true);
    if (ground.find('Pricebook2', draft['Pricebook2Id'])?.['IsStandard'] !== true && standard === undefined) {
      throw new OrgError('STANDARD_PRICE_NOT_DEFINED', 'Before creating a custom price, create a standard price.');
    }
    if (draft['UseStandardPrice'] === true && standard !== undefined) draft['UnitPrice'] = standard['UnitPrice'] ?? null;
    const product = ground.find('Product2', draft['Product2Id']);
    Object.assign(draft, { Name: product?.['Name'] ?? null, ProductCode: product?.['ProductCode'] ?? null });
  },
};

/** Price book entries show the name and code of their product. */
export const productRules: ObjectRules = {
  written: (before, after, ground) => {
    if (before === undefined || after === undefined || (before['Name'] === after['Name'] && before['ProductCode'] === after['ProductCode'])) return;
    for (const entry of ground.by('PricebookEntry', 'Product2Id', String(after['Id']))) {
      ground.settle('PricebookEntry', String(entry['Id']), { Name: after['Name'] ?? null, ProductCode: after['ProductCode'] ?? null });
    }
  },
};
