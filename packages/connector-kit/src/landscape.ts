import type { Operation } from '@crossdock/canonical';
import type { AddressPolicy } from './address-guard.ts';

/** A value as it is, one that comes from the environment when the hub starts (its name there, and what to use when it is not set), or a table. */
export type Setting = string | { readonly env: string; readonly or?: string } | { readonly map: Readonly<Record<string, string>> };

/** Concurrency and rate of one limiter of a system, kept over all nodes together. */
export type LimiterSettings = { readonly concurrency: number; readonly perSecond?: number };

/** One outside system of this installation. */
export type SystemDeclaration = {
  readonly id: string;
  /** For people, e.g. "ERP of the US company". */
  readonly name: string;
  readonly connector: string;
  readonly settings: Readonly<Record<string, Setting>>;
  /** By limiter name; `default` must be there. */
  readonly limiters: Readonly<Record<string, LimiterSettings>>;
  /** Who is asked when the system itself is the trouble. */
  readonly owner: string;
};

/** Which system, warehouse and fulfiller take a schedule; the first rule that fits wins. */
export type RouteRule = {
  readonly when?: { readonly customer?: string; readonly item?: string; readonly warehouse?: string; readonly channel?: string };
  readonly system: string;
  readonly warehouse: string;
  /** The system that picks, packs and ships; absent: the ERP itself. */
  readonly fulfilment?: string;
};

/** Who must act, by kind of trouble. */
export type Owner = 'finance' | 'customer-service' | 'planning' | 'warehouse' | 'master-data' | 'integration';

/** Working hours, in which deadlines count. Times are HH:MM in `timeZone` (IANA), weekdays 1 = Monday … 7 = Sunday. */
export type Calendar = {
  readonly timeZone: string;
  readonly weekdays: readonly number[];
  readonly from: string;
  readonly to: string;
  /** Days without work, YYYY-MM-DD. */
  readonly holidays: readonly string[];
};

/** One warehouse's own working hours; `handlingMinutes`: the working minutes that it needs from an order to the lorry. */
export type WarehouseDeclaration = { readonly id: string; readonly calendar: Calendar; readonly handlingMinutes: number };

/** What happens when a system shows another value than ours. */
export type FieldRule = 'accept' | 'restore' | 'ask';

/** What this installation decides differently from another. Times in minutes are working minutes of the calendar. */
export type Policy = {
  /**
   * What becomes of a customer that no cross-reference leads to, because it is new in the ERP. `hold`, the usual: the order waits for a
   * person who creates it there and loads the cross-reference. `create`: the hub creates it in every system whose connector can, or
   * only in those named.
   */
  readonly createCustomer?: 'hold' | 'create' | { readonly in: readonly string[] };
  /** Ask the ERP for customer, credit, price and stock before anything is written. */
  readonly validation: 'ask' | 'none';
  /** The most that a stated price may differ from the ERP's, in percent of the ERP's, as a decimal. */
  readonly priceTolerancePercent: string;
  /** What short stock does: go on and be backordered, or hold the line. */
  readonly shortStock: 'backorder' | 'hold';
  /** Whether nothing goes on while a line is held, where the order does not say. */
  readonly shipComplete: boolean;
  /** What a second order of the same customer with the same PO number is. */
  readonly duplicatePo: 'warn' | 'hold' | 'refuse';
  /** How long an ERP's answer counts, in real minutes. */
  readonly answerValidMinutes: number;
  /** How often the cause of a hold is looked at again, in real minutes. */
  readonly holdRecheckMinutes: number;
  /** Working minutes until a person is called: from acceptance to the ERP's number, from release to shipped, from shipped to invoiced. */
  readonly deadlineMinutes: { readonly confirm: number; readonly ship: number; readonly invoice: number };
  /** Real days after shipping after which delivery is assumed where nobody reports it; null: never. */
  readonly assumedDeliveredDays: number | null;
  /** Who has the last word when a person changes this in the ERP: accept it, write ours again, or ask. */
  readonly erpChanges: {
    readonly quantityDown: FieldRule;
    readonly quantityUp: FieldRule;
    readonly price: FieldRule;
    readonly date: FieldRule;
    readonly cancel: FieldRule;
  };
  /** Working minutes that a person has for an exception, by severity. */
  readonly exceptionMinutes: { readonly high: number; readonly normal: number; readonly low: number };
};

/** A client of the API: a program or a person with a bearer key, of which only the SHA-256 is kept. */
export type ClientDeclaration = {
  readonly id: string;
  readonly name: string;
  readonly keySha256: Exclude<Setting, { readonly map: unknown }>;
  readonly scopes: readonly Scope[];
};

/** What a client may do. */
export type Scope =
  | 'orders:write'
  | 'orders:read'
  | 'quotes:read'
  | 'exceptions:write'
  | 'systems:write'
  | 'subscriptions:write'
  | 'events:read'
  | 'references:read'
  | 'references:write';

/** A way by which orders come in: by webhook or poll of the system `system`, or by the API, where `id` is the client's id. */
export type ChannelDeclaration = {
  readonly id: string;
  /** The system that is the channel, or whose names its orders bear. */
  readonly system: string;
  /** The customer that its guests buy as. */
  readonly customer?: string;
  /**
   * Which names in its orders are the channel's own; each goes through the cross-references to the name in the system that carries the
   * order out. What is not named here is taken to be those systems' name already.
   */
  readonly resolves?: readonly ('customer' | 'contact' | 'ship-to' | 'item')[];
  /**
   * For a channel whose sales a system brings: the most of them that may become an order, change or cancel one within so many minutes.
   * What is beyond, a mass change for example, is held as one exception until a person releases or discards it. Left out: no cap.
   */
  readonly burst?: { readonly salesMax: number; readonly withinMinutes: number };
};

/** The set of channels and systems that one installation connects, with routes and policies; versioned, compared, reviewed as code. */
export type Landscape = {
  readonly version: string;
  readonly calendar: Calendar;
  readonly policy: Policy;
  readonly systems: readonly SystemDeclaration[];
  readonly routes: readonly RouteRule[];
  /** Warehouses whose hours are known, for promise dates; the others are promised by the installation's calendar. */
  readonly warehouses?: readonly WarehouseDeclaration[];
  readonly clients: readonly ClientDeclaration[];
  /** Where webhooks of subscribers may go beside public https addresses (checkAddress). */
  readonly subscribers?: AddressPolicy;
  readonly channels: readonly ChannelDeclaration[];
};

/** An operation that a route needs but its connector lacks, found at start. */
export type MissingOperation = { readonly system: string; readonly op: Operation };
