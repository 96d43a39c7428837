import { minus, plus, times } from '../money.ts';
import { OrgError, type Row } from '../types.ts';
import type { Draft, Ground, ObjectRules } from './object-rules.ts';
import { enterLine, refusePricebookChange } from './price-rules.ts';

/** Orders start as drafts, are activated by their status alone, and refuse edits from then on. */
export const orderRules = (codeOf: (status: string) => string | undefined, editors: ReadonlySet<string>): ObjectRules => ({
  creating: (draft, ground) => {
    requireAccount(draft);
    setStatusCode(draft, codeOf);
    if (draft['StatusCode'] !== 'Draft') throw refusedStatus();
    if (draft['IsReductionOrder'] === true) requireActivatedOriginal(draft, ground);
    draft['TotalAmount'] = 0;
  },
  changing: (draft, ground, before, given) => {
    requireAccount(draft);
    setStatusCode(draft, codeOf);
    if (before['StatusCode'] === 'Draft' && draft['StatusCode'] === 'Activated') activate(draft, ground, given);
    else if (before['StatusCode'] === 'Activated') refuseEdits(draft, before, editors.has(ground.who.userId), ['Status', 'StatusCode']);
    if (before['StatusCode'] === 'Activated' && draft['StatusCode'] === 'Draft') refuseReduced(draft, ground);
    if (draft['StatusCode'] === 'Draft') Object.assign(draft, { ActivatedDate: null, ActivatedById: null });
    refusePricebookChange(draft, before, ground, { object: 'OrderItem', field: 'OrderId' });
  },
  removing: (row) => {
    if (row['StatusCode'] === 'Activated') throw new OrgError('DELETE_FAILED', "You can't delete an activated order.");
  },
});

/** Lines of an order: of its price book, and closed once it is activated. */
export const orderItemRules = (editors: ReadonlySet<string>): ObjectRules => ({
  creating: (draft, ground) => {
    const order = ground.find('Order', draft['OrderId']);
    refuseActivated(order);
    enterLine(draft, order, ground);
    if (draft['UnitPrice'] === null) throw new OrgError('REQUIRED_FIELD_MISSING', 'Required fields are missing: [UnitPrice]', { fields: ['UnitPrice'] });
    refuseWrongSign(draft, order, ground);
    draft['AvailableQuantity'] = draft['Quantity'] ?? null;
    draft['TotalPrice'] = times(draft['Quantity'], draft['UnitPrice']);
  },
  changing: (draft, ground, before) => {
    const order = ground.find('Order', draft['OrderId']);
    if (order?.['StatusCode'] === 'Activated') refuseEdits(draft, before, editors.has(ground.who.userId), []);
    if (draft['Quantity'] !== before['Quantity']) refuseWrongSign(draft, order, ground);
    draft['AvailableQuantity'] = plus(before['AvailableQuantity'], minus(draft['Quantity'], before['Quantity']));
    draft['TotalPrice'] = times(draft['Quantity'], draft['UnitPrice']);
  },
  removing: (row, ground) => refuseActivated(ground.find('Order', row['OrderId'])),
  written: (before, after, ground) => {
    const difference = minus(after?.['TotalPrice'] ?? 0, before?.['TotalPrice'] ?? 0);
    const order = ground.find('Order', (after ?? before)?.['OrderId']);
    if (difference !== 0 && order !== undefined) ground.settle('Order', String(order['Id']), { TotalAmount: plus(order['TotalAmount'], difference) });
  },
});

function requireAccount(draft: Draft): void {
  if (draft['AccountId'] === null) throw new OrgError('REQUIRED_FIELD_MISSING', 'Required fields are missing: [AccountId]', { fields: ['AccountId'] });
}

const refusedStatus = (): OrgError =>
  new OrgError('FAILED_ACTIVATION', 'Choose a valid order status and save your changes. Ask your admin for details.', { fields: ['Status'] });

function setStatusCode(draft: Draft, codeOf: (status: string) => string | undefined): void {
  const code = codeOf(String(draft['Status']));
  if (code === undefined) {
    throw new OrgError('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', `Status: bad value for restricted picklist field: ${draft['Status']}`, {
      fields: ['Status'],
    });
  }
  draft['StatusCode'] = code;
}

function requireActivatedOriginal(draft: Draft, ground: Ground): void {
  const original = ground.find('Order', draft['OriginalOrderId']);
  if (original?.['StatusCode'] === 'Activated') return;
  throw new OrgError('FIELD_INTEGRITY_EXCEPTION', 'A reduction order must name an activated order as its original.', { fields: ['OriginalOrderId'] });
}

function activate(draft: Draft, ground: Ground, given: Row): void {
  const others = Object.keys(given).filter((name) => name !== 'Status' && name !== 'Id');
  if (others.length > 0) throw new OrgError('FAILED_ACTIVATION', 'When you activate an order, Status is the only field you can update.', { fields: others });
  if (ground.by('OrderItem', 'OrderId', String(draft['Id'])).length === 0) throw new OrgError('FAILED_ACTIVATION', 'An order must have at least one product.');
  Object.assign(draft, { ActivatedDate: ground.at, ActivatedById: ground.who.userId });
  if (draft['IsReductionOrder'] === true) reduceOriginal(draft, ground);
}

function reduceOriginal(draft: Draft, ground: Ground): void {
  for (const line of ground.by('OrderItem', 'OrderId', String(draft['Id']))) {
    const original = ground.find('OrderItem', line['OriginalOrderItemId']);
    if (original !== undefined)
      ground.settle('OrderItem', String(original['Id']), { AvailableQuantity: plus(original['AvailableQuantity'], line['Quantity']) });
  }
}

function refuseReduced(draft: Draft, ground: Ground): void {
  if (ground.by('Order', 'OriginalOrderId', String(draft['Id'])).length === 0) return;
  throw new OrgError('FIELD_INTEGRITY_EXCEPTION', "An order that has reduction orders can't become a draft again.", { fields: ['Status'] });
}

/** Custom fields may be changed by who has "Edit Activated Orders", nothing else by anybody. */
function refuseEdits(draft: Draft, before: Row, isAllowed: boolean, free: readonly string[]): void {
  const edited = Object.keys(draft).filter((name) => draft[name] !== before[name] && !free.includes(name) && !(isAllowed && name.endsWith('__c')));
  if (edited.length > 0) throw new OrgError('FIELD_INTEGRITY_EXCEPTION', `An activated order can't be edited: ${edited.join(', ')}`, { fields: edited });
}

function refuseActivated(order: Row | undefined): void {
  if (order?.['StatusCode'] === 'Activated') {
    throw new OrgError('FIELD_INTEGRITY_EXCEPTION', "You can't add products to an activated order or remove them from it.", { fields: ['OrderId'] });
  }
}

/** Lines of a reduction order take away from a line of the original order, all others add. */
function refuseWrongSign(draft: Draft, order: Row | undefined, ground: Ground): void {
  const quantity = Number(draft['Quantity']);
  const wrong = (message: string, field: string) => new OrgError('FIELD_INTEGRITY_EXCEPTION', message, { fields: [field] });
  if (order?.['IsReductionOrder'] !== true) {
    if (quantity < 0) throw wrong('Only a line of a reduction order can have a negative quantity.', 'Quantity');
    return;
  }
  const original = ground.find('OrderItem', draft['OriginalOrderItemId']);
  if (original === undefined) throw wrong('A line of a reduction order must name the line that it reduces.', 'OriginalOrderItemId');
  if (quantity >= 0 || plus(original['AvailableQuantity'], quantity) < 0) {
    throw wrong('A reduction must be negative and no more than the original line has available.', 'Quantity');
  }
}
