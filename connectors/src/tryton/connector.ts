import type { Call, Connector, DocumentPort } from '@crossdock/connector-kit';
import { confirmOperation, quoteOperation } from './advance.ts';
import { amendOperation } from './amend.ts';
import { createAnswers } from './answers.ts';
import { cancelOperation } from './cancel.ts';
import { createOperation } from './create.ts';
import { createCustomerOperation } from './create-customer.ts';
import { createDesk, type Desk } from './desk.ts';
import { createFacts } from './facts.ts';
import { goodsIssueOperation } from './goods-issue.ts';
import { invoiceOperation } from './invoice.ts';
import { saleSnapshot } from './map.ts';
import { saleByReference } from './records.ts';
import type { TrytonSettings } from './settings.ts';
import { reading } from './stop.ts';

/**
 * A Tryton 6.0 as one system of the hub. Needs the modules sale, stock, web_shop (unique references), and those whose capabilities are
 * used: sale_price_list, sale_credit_limit, sale_amendment, stock_package_shipping, account_invoice_stock.
 */
export function createTryton(settings: TrytonSettings): Connector {
  const desk = createDesk(settings);
  return {
    vendor: 'tryton',
    answers: createAnswers(desk),
    documents: createDocuments(desk),
    customers: { 'create-customer': createCustomerOperation(desk) },
    facts: createFacts(desk),
    health: (call) => health(desk, call),
  };
}

function createDocuments(desk: Desk): DocumentPort {
  return {
    steps: ['create', 'quote', 'confirm'],
    create: createOperation(desk),
    quote: quoteOperation(desk),
    confirm: confirmOperation(desk),
    amend: amendOperation(desk),
    cancel: cancelOperation(desk),
    'goods-issue': goodsIssueOperation(desk),
    invoice: invoiceOperation(desk),
    findByReference: (reference, call) => {
      const talk = desk.converse(call);
      return reading(talk, async () => {
        const sale = await saleByReference(talk, reference);
        const snapshots = sale === undefined ? [] : [saleSnapshot(sale, desk.names)];
        return { kind: 'listed' as const, snapshots: snapshots.filter(({ state }) => state !== 'cancelled') };
      });
    },
  };
}

/** The version needs no log-in; the user's own record does. */
async function health(desk: Desk, call: Call) {
  const talk = desk.converse(call);
  return reading(talk, async () => {
    const version = await desk.version(call);
    const { names, settings } = desk;
    const warehouses = await talk.read((value) => ({ kind: 'read', value: Number(value) }), 'model.stock.location.search_count', [
      [['type', '=', 'warehouse']],
    ]);
    return {
      kind: 'healthy' as const,
      says: `Tryton ${version}, database ${settings.database} as ${settings.user}, ${warehouses} warehouses (${names.system})`,
    };
  });
}
