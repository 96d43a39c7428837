import type { SalesforceHouse } from './salesforce-house.ts';
import type { OrgRecord } from './salesforce-rest.ts';
import { must } from './telling.ts';

/** What a sales representative sees of a quote's order. */
export type Shown = {
  readonly status: string;
  readonly erpNumber: string;
  readonly lines: readonly {
    /** `line/schedule`. */
    readonly key: string;
    readonly line: string;
    readonly status: string;
    readonly ordered: number;
    readonly cancelled: number;
    readonly shipped: number;
    readonly delivered: number;
    readonly invoiced: number;
  }[];
  readonly shipments: readonly { readonly status: string; readonly tracking: string }[];
  readonly invoices: readonly { readonly status: string; readonly total: number; readonly balance: number }[];
};

type Query = Pick<SalesforceHouse, 'query'>;

const text = (row: OrgRecord, field: string): string => String(row[field] ?? '');
const amount = (row: OrgRecord, field: string): number => Number(row[field] ?? 0);

/** The quote and its child records. */
export async function shownOf({ query }: Query, quote: string): Promise<Shown> {
  const where = `WHERE Quote__c = '${quote}'`;
  const quantities = ['Ordered', 'Cancelled', 'Shipped', 'Delivered', 'Invoiced'].map((name) => `${name}_Quantity__c`).join(', ');
  const [head] = await query(`SELECT Hub_Status__c, ERP_Order_Number__c FROM Quote WHERE Id = '${quote}'`);
  const lines = await query(`SELECT Line__c, Schedule__c, Status__c, ${quantities} FROM Order_Line_Status__c ${where}`);
  const shipments = await query(`SELECT Status__c, Tracking_Number__c FROM Order_Shipment__c ${where}`);
  const invoices = await query(`SELECT Status__c, Total_Amount__c, Open_Balance__c FROM Order_Invoice__c ${where}`);
  const quoteRow = must(head, `quote ${quote}`);
  return {
    status: text(quoteRow, 'Hub_Status__c'),
    erpNumber: text(quoteRow, 'ERP_Order_Number__c'),
    lines: lines.map((row) => ({
      key: `${text(row, 'Line__c')}/${text(row, 'Schedule__c')}`,
      line: text(row, 'Line__c'),
      status: text(row, 'Status__c'),
      ordered: amount(row, 'Ordered_Quantity__c'),
      cancelled: amount(row, 'Cancelled_Quantity__c'),
      shipped: amount(row, 'Shipped_Quantity__c'),
      delivered: amount(row, 'Delivered_Quantity__c'),
      invoiced: amount(row, 'Invoiced_Quantity__c'),
    })),
    shipments: shipments.map((row) => ({ status: text(row, 'Status__c'), tracking: text(row, 'Tracking_Number__c') })),
    invoices: invoices.map((row) => ({ status: text(row, 'Status__c'), total: amount(row, 'Total_Amount__c'), balance: amount(row, 'Open_Balance__c') })),
  };
}

/** The trouble that a quote shows, and the open records of it. */
export async function problemOf(
  { query }: Query,
  quote: string,
): Promise<{ readonly problem: string; readonly open: readonly { readonly summary: string; readonly hasCase: boolean }[] }> {
  const [head] = await query(`SELECT Hub_Problem__c FROM Quote WHERE Id = '${quote}'`);
  const open = await query(`SELECT Summary__c, Case__c FROM Order_Exception__c WHERE Quote__c = '${quote}' AND Status__c = 'open'`);
  return {
    problem: text(must(head, `quote ${quote}`), 'Hub_Problem__c'),
    open: open.map((row) => ({ summary: text(row, 'Summary__c'), hasCase: text(row, 'Case__c') !== '' })),
  };
}
