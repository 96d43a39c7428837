import { expect } from 'vitest';
import { showMoney } from '../decimal.ts';
import { cancelSalesOrder, changeSalesOrder, readChange } from '../erp/change-sales-order.ts';
import { confirmSalesOrder, createSalesOrder } from '../erp/create-sales-order.ts';
import type { ErpDocument, SalesOrder } from '../erp/documents.ts';
import { issueGoods, readGoodsIssue } from '../erp/issue-goods.ts';
import { openErpLedger } from '../erp/ledger.ts';
import { payInvoice, readPayment } from '../erp/pay-invoice.ts';
import { answerQuestions, readQuestions } from '../erp/questions.ts';
import { readSalesOrder } from '../erp/read-sales-order.ts';
import type { Decision, Grade } from '../stand-in/index.ts';

/** The time of everything in these tests. */
export const at = '2026-11-21T10:00:00.000Z';
/** A line of a request. */
export const line = (key: string, item: string, quantity: string, more: object = {}) => ({ key, item, quantity, unit: 'EA', ...more });
/** An order of C-ACME, 10 pumps at 155.00. */
export const orderBody = (more: object = {}) => ({
  reference: 'R1',
  customer: 'C-ACME',
  shipTo: 'C-ACME-1',
  currency: 'USD',
  lines: [line('1', 'HS-1005', '10', { price: '155.00' })],
  ...more,
});

/** An ERP without its wire: each verb decides and commits. */
export function erp(grade: Grade = 'A', isTwoStep = false) {
  const ledger = openErpLedger(undefined);
  const settle = <D extends ErpDocument>(decision: Decision<ErpDocument, D>) => {
    if (decision.outcome === 'decided') ledger.book.commit(decision.commit);
    return decision;
  };
  const order = (id = 'so-000001'): SalesOrder => {
    const found = ledger.book.find('sales-order', id);
    if (found === undefined) throw new Error(`no order ${id}`);
    return found;
  };
  const invoice = (id: string) => {
    const found = ledger.book.find('invoice', id);
    if (found === undefined) throw new Error(`no invoice ${id}`);
    return found;
  };
  return {
    ledger,
    order,
    create: (more: object = {}) => settle(createSalesOrder(ledger, readSalesOrder(orderBody(more)), { grade, isTwoStep, at })),
    confirm: (id?: string) => settle(confirmSalesOrder(ledger, order(id), at)),
    change: (body: unknown, by: 'integration' | 'desk' = 'integration', id?: string) =>
      settle(changeSalesOrder(ledger, order(id), readChange(body), { by, at })),
    cancel: (id?: string) => settle(cancelSalesOrder(order(id), { by: 'integration', at })),
    issue: (reference: string, lines: readonly object[], id?: string) =>
      settle(issueGoods(ledger, order(id), readGoodsIssue({ reference, shipment: 'S', lines }, undefined), { grade, at })),
    pay: (id: string, reference: string, amount: string) => settle(payInvoice(ledger, invoice(id), readPayment({ reference, amount }), { grade, at })),
    exposure: (customer: string) => showMoney(ledger.exposure(customer)),
    ask: (body: object) => answerQuestions(ledger, readQuestions({ customer: 'C-ACME', currency: 'USD', ...body }), at),
  };
}
/** Matches a refusal. */
export const refusedWith = (code: string, more: object = {}) => expect.objectContaining({ outcome: 'refused', code, ...more });
