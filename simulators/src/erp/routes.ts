import { decimal } from '../decimal.ts';
import {
  type Answer,
  answered,
  type Call,
  type Decision,
  type Grade,
  type Ground,
  maybeBoolean,
  maybeDecimal,
  type Route,
  readObject,
  readPoll,
  refused,
  refuseStale,
  search,
  shown,
} from '../stand-in/index.ts';
import { cancelSalesOrder, changeSalesOrder, readChange } from './change-sales-order.ts';
import { createCustomer, readCustomer } from './create-customer.ts';
import { confirmSalesOrder, createSalesOrder } from './create-sales-order.ts';
import { editCustomer, editItem } from './desk.ts';
import { disputeInvoice } from './dispute-invoice.ts';
import type { ErpDocument, Invoice, SalesOrder } from './documents.ts';
import { issueGoods, readGoodsIssue } from './issue-goods.ts';
import type { ErpLedger } from './ledger.ts';
import { payInvoice, readPayment } from './pay-invoice.ts';
import { answerQuestions, readQuestions } from './questions.ts';
import { readSalesOrder, thinned } from './read-sales-order.ts';

/** Kinds that `GET /changes` tells of. */
const polledKinds = ['sales-order', 'invoice', 'customer', 'item'];

/** All routes of the ERP. */
export function erpRoutes(ledger: ErpLedger, { grade, now }: Ground, isTwoStep: boolean): readonly Route[] {
  const { book } = ledger;
  const at = () => now().toISOString();
  const settle = (status: number, decision: Decision<ErpDocument, ErpDocument>): Answer => {
    if (decision.outcome === 'refused') return decision;
    book.commit(decision.commit);
    return answered(decision.commit.length === 0 ? 200 : status, shown(decision.answer, grade));
  };
  const one = <K extends ErpDocument['kind']>(kind: K, { param }: Call, use: (document: Extract<ErpDocument, { readonly kind: K }>) => Answer): Answer => {
    const document = book.find(kind, param('id'));
    return document === undefined ? refused('not-found', `there is no ${kind} ${param('id')}`) : use(document);
  };
  const read = (kind: ErpDocument['kind']) => (call: Call) => one(kind, call, (document) => answered(200, shown(document, grade)));
  const searched = (kind: ErpDocument['kind']) => (call: Call) => search(call, grade, (reference) => book.withReference(kind, reference));

  const documents: readonly Route[] = [
    {
      method: 'POST',
      path: '/questions',
      access: 'system',
      effect: 'reads',
      answer: ({ body }) => answered(200, answerQuestions(ledger, readQuestions(body), at())),
    },
    {
      method: 'POST',
      path: '/sales-orders',
      access: 'system',
      effect: 'commits',
      answer: ({ body, dropped }) => settle(201, createSalesOrder(ledger, thinned(readSalesOrder(body), dropped), { grade, isTwoStep, at: at() })),
    },
    { method: 'GET', path: '/sales-orders', access: 'system', effect: 'reads', answer: searched('sales-order') },
    { method: 'GET', path: '/sales-orders/{id}', access: 'system', effect: 'reads', answer: read('sales-order') },
    {
      method: 'PUT',
      path: '/sales-orders/{id}',
      access: 'system',
      effect: 'commits',
      answer: (call) => {
        const change = readChange(call.body);
        return one(
          'sales-order',
          call,
          (order) => refuseStale(order, call, 'needed') ?? settle(200, changeSalesOrder(ledger, order, change, { by: 'integration', at: at() })),
        );
      },
    },
    {
      method: 'POST',
      path: '/sales-orders/{id}/confirm',
      access: 'system',
      effect: 'commits',
      answer: (call) => one('sales-order', call, (order) => settle(200, confirmSalesOrder(ledger, order, at()))),
    },
    {
      method: 'POST',
      path: '/sales-orders/{id}/cancel',
      access: 'system',
      effect: 'commits',
      answer: (call) => one('sales-order', call, (order) => settle(200, cancelSalesOrder(order, { by: 'integration', at: at() }))),
    },
    {
      method: 'POST',
      path: '/sales-orders/{id}/goods-issue',
      access: 'system',
      effect: 'commits',
      answer: (call) => {
        const asked = readGoodsIssue(call.body, call.dropped);
        return one('sales-order', call, (order) => settle(201, issueGoods(ledger, order, asked, { grade, at: at() })));
      },
    },
    { method: 'GET', path: '/goods-issues', access: 'system', effect: 'reads', answer: searched('goods-issue') },
    { method: 'GET', path: '/goods-issues/{id}', access: 'system', effect: 'reads', answer: read('goods-issue') },
    { method: 'GET', path: '/invoices/{id}', access: 'system', effect: 'reads', answer: read('invoice') },
    {
      method: 'POST',
      path: '/invoices/{id}/payments',
      access: 'system',
      effect: 'commits',
      answer: (call) => {
        const asked = readPayment(call.body);
        return one('invoice', call, (invoice) => settle(201, payInvoice(ledger, invoice, asked, { grade, at: at() })));
      },
    },
    { method: 'GET', path: '/payments', access: 'system', effect: 'reads', answer: searched('payment') },
    {
      method: 'GET',
      path: '/changes',
      access: 'system',
      effect: 'reads',
      answer: ({ query }) => {
        const { since, limit } = readPoll(query);
        const page = book.changes(polledKinds, since, limit);
        return answered(200, { ...page, changes: page.changes.map((change) => ({ ...change, document: shown(change.document, grade) })) });
      },
    },
    {
      method: 'POST',
      path: '/customers',
      access: 'system',
      effect: 'commits',
      answer: ({ body }) => settle(201, createCustomer(ledger, readCustomer(body), { grade, at: at() })),
    },
    { method: 'GET', path: '/customers', access: 'system', effect: 'reads', answer: searched('customer') },
    {
      method: 'GET',
      path: '/customers/{id}',
      access: 'system',
      effect: 'reads',
      answer: ({ param }) => found(ledger.customer(param('id')), grade),
    },
    { method: 'GET', path: '/items/{id}', access: 'system', effect: 'reads', answer: ({ param }) => found(ledger.item(param('id')), grade) },
  ];

  const payOpen = (invoice: Invoice, body: unknown) => {
    const amount = maybeDecimal(readObject(body, ''), 'amount') ?? decimal(invoice.open);
    if (amount === 0n) return refused('nothing-to-do', `nothing of ${invoice.number} is open`);
    return settle(200, payInvoice(ledger, invoice, { reference: undefined, amount }, { grade, at: at() }));
  };
  const deskOrder = (order: SalesOrder, body: unknown) => {
    if (maybeBoolean(readObject(body, ''), 'cancel') === true) return settle(200, cancelSalesOrder(order, { by: 'desk', at: at() }));
    return settle(200, changeSalesOrder(ledger, order, readChange(body), { by: 'desk', at: at() }));
  };
  const desk: readonly Route[] = [
    { method: 'POST', path: '/desk/sales-orders/{id}', access: 'control', answer: (call) => one('sales-order', call, (order) => deskOrder(order, call.body)) },
    {
      method: 'POST',
      path: '/desk/customers/{id}',
      access: 'control',
      answer: ({ param, body }) => settle(200, editCustomer(ledger, param('id'), body, at())),
    },
    {
      method: 'POST',
      path: '/desk/items/{id}',
      access: 'control',
      answer: ({ param, body }) => settle(200, editItem(ledger, param('id'), body, at())),
    },
    { method: 'POST', path: '/desk/invoices/{id}/pay', access: 'control', answer: (call) => one('invoice', call, (invoice) => payOpen(invoice, call.body)) },
    {
      method: 'POST',
      path: '/desk/invoices/{id}/dispute',
      access: 'control',
      answer: (call) => one('invoice', call, (invoice) => settle(200, disputeInvoice(invoice, call.body, at()))),
    },
  ];
  return [...documents, ...desk];
}

const found = (document: ErpDocument | undefined, grade: Grade): Answer =>
  document === undefined ? refused('not-found', 'there is no such record') : answered(200, shown(document, grade));
