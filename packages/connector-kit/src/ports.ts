import type {
  Answer,
  DocumentSnapshot,
  Instruction,
  MasterDataChange,
  Operation,
  OrderProblem,
  OrderRequest,
  OrderStatus,
  Question,
  ShipTo,
} from '@crossdock/canonical';
import type { Call } from './http.ts';
import type { Failure, ProbeAnswer, ShowAnswer, WriteAnswer } from './outcome.ts';

/** The body of one operation. */
export type BodyOf<Op extends Operation> = Extract<Instruction, { readonly op: Op }>;

/**
 * One writing operation with what the hub must know to do it safely (LEDGER.md, section 5). These belong to the operation, not to
 * the connector: in Tryton a create is grade A, an amendment is not.
 */
export type WriteOperation<Op extends Operation> = {
  /** A: the system refuses a second one with our reference. B: it can be searched by it. C: neither. */
  readonly grade: 'A' | 'B' | 'C';
  /** How long after the call's end a late commit may still appear, in ms. */
  readonly settleMs: number;
  /** The longest that one call may take, in ms, all its requests included. */
  readonly callMsMax: number;
  /** What a read-back must show before this counts as done, for people. */
  readonly proof: string;
  /** The operation that takes it back; null when nothing does (then the flow needs a person). */
  readonly undo: Operation | null;
  /** The limiter of the system's lane; `default` unless the system needs a narrower one (Tryton: one confirm at a time). */
  readonly limiter: string;
  readonly send: (body: BodyOf<Op>, call: Call) => Promise<WriteAnswer>;
  /** Looks for what a lost `send` may have left. Absent for grade C. */
  readonly probe?: (body: BodyOf<Op>, call: Call) => Promise<ProbeAnswer>;
};

/** Answers questions about customer, credit, price and stock: reads only. */
export type AnswerPort = {
  readonly callMsMax: number;
  readonly ask: (question: Question, call: Call) => Promise<{ readonly kind: 'answered'; readonly answer: Answer } | Failure>;
};

/** Keeps order documents. `steps` are done in order after each other; the first is always `create`. */
export type DocumentPort = {
  readonly steps: readonly ('create' | 'quote' | 'confirm')[];
  readonly create: WriteOperation<'create'>;
  readonly quote?: WriteOperation<'quote'>;
  readonly confirm?: WriteOperation<'confirm'>;
  readonly amend?: WriteOperation<'amend'>;
  readonly cancel: WriteOperation<'cancel'>;
  readonly 'goods-issue'?: WriteOperation<'goods-issue'>;
  readonly invoice?: WriteOperation<'invoice'>;
  /** All live documents under our reference, for the sweeper: more than one is a duplicate. Absent for grade C. */
  readonly findByReference?: (reference: string, call: Call) => Promise<{ readonly kind: 'listed'; readonly snapshots: readonly DocumentSnapshot[] } | Failure>;
};

/**
 * Makes customers that are new. The document that confirms one is the customer: its `id` is what orders call it there. A customer
 * that is there already under our reference is that customer, whatever a person has changed in it since.
 */
export type CustomerPort = { readonly 'create-customer': WriteOperation<'create-customer'> };

/** Has goods picked, packed and shipped. */
export type FulfilmentPort = {
  readonly release: WriteOperation<'release'>;
  readonly 'change-release'?: WriteOperation<'change-release'>;
  readonly 'cancel-release': WriteOperation<'cancel-release'>;
};

/** What a channel's customer wants; a request, so it may be refused. `channelOrderId` is the channel's own id of the order. */
export type ChannelWish =
  | { readonly kind: 'order-placed'; readonly channelOrderId: string; readonly order: OrderRequest }
  | {
      readonly kind: 'order-changed';
      readonly channelOrderId: string;
      /**
       * The lines as the channel shows them now: current quantity per line id; absent line = removed. `fulfilled`: how much of it
       * the channel shows as sent. An order that the hub never heard of, with something fulfilled, was begun by somebody else.
       */
      readonly lines: readonly { readonly line: string; readonly quantity: string; readonly fulfilled?: string }[];
      readonly shipTo?: ShipTo;
      /** The channel's own sequence or instant of the change, RFC 3339. */
      readonly at?: string;
      /** The channel's own name of the request, where somebody asked under one and looks for the answer. */
      readonly request?: string;
      /** The order in full, in case the hub never heard of it. */
      readonly order: OrderRequest;
    }
  | { readonly kind: 'order-cancelled'; readonly channelOrderId: string; readonly reason: string; readonly at?: string; readonly request?: string };

/** One message from outside. `id` is the sender's own: the same id means the same message, however often it comes. */
export type InboundMessage = { readonly id: string; readonly raw: string } & (
  | { readonly kind: 'document'; readonly snapshot: DocumentSnapshot }
  | { readonly kind: 'master-data'; readonly change: MasterDataChange }
  | { readonly kind: 'wish'; readonly wish: ChannelWish }
  /** Understood and of no interest; kept and counted. */
  | { readonly kind: 'ignored'; readonly why: string }
  /** Authentic but not understood: becomes an exception, blocks nothing. Where it is known which sale it is about, the channel's own record says so too, under the name of the request where there is one. */
  | { readonly kind: 'unreadable'; readonly why: string; readonly field?: string; readonly channelOrderId?: string; readonly request?: string }
);

/** Brings facts. The connector hands messages and the next cursor over, the hub commits both together. */
export type FactsPort = {
  readonly pollEveryMs?: number;
  readonly callMsMax: number;
  /** From the cursor on, oldest first, one page; `more` asks for the next page at once. Cursor undefined: from now or from the beginning, as suits the system. */
  readonly poll?: (
    cursor: string | undefined,
    call: Call,
  ) => Promise<{ readonly kind: 'polled'; readonly messages: readonly InboundMessage[]; readonly cursor: string; readonly more: boolean } | Failure>;
  /** Authentic or not, by the raw bytes; then what it says. Header names are lower case. */
  readonly verifyWebhook?: (
    rawBody: Uint8Array,
    headers: Readonly<Record<string, string>>,
    now: Date,
  ) => { readonly kind: 'authentic'; readonly messages: readonly InboundMessage[] } | { readonly kind: 'refused'; readonly why: string };
};

/**
 * Writes the present state of many records at once. It sets, it adds nothing: the same item again changes nothing, and an item
 * with a lower version of the same order than the record has is answered `shown` without being written. Whatever commits late must be harmless for that
 * reason alone.
 */
export type ShowOperation<Item> = {
  /** The most items of one call. */
  readonly itemsMax: number;
  /** The most schedules that the items of one call have together; a single item may have more. Without it: any number. */
  readonly schedulesMax?: number;
  /** The longest that one call may take, in ms, all its requests included. */
  readonly callMsMax: number;
  /** How long after the call's end a late commit may still appear, in ms; nothing is written again before. */
  readonly settleMs: number;
  readonly limiter: string;
  /** Answers for every item, by its channelOrder, or a failure of all. */
  readonly send: (items: readonly Item[], call: Call) => Promise<ShowAnswer>;
};

/**
 * Tells a channel what happened. `fulfil` creates a record there, so each is an effect. `show` keeps the channel's own records at the
 * order's present state, `report` says why a request did not become an order: both only ever tell the last word.
 */
export type ChannelPort = {
  readonly fulfil?: WriteOperation<'fulfil'>;
  readonly show?: ShowOperation<OrderStatus>;
  readonly report?: ShowOperation<OrderProblem>;
};

/** One outside system as the hub sees it: a port per capability, absent where it has none. */
export type Connector = {
  /** The product, e.g. `tryton`; several systems of one landscape may use one connector. */
  readonly vendor: string;
  readonly answers?: AnswerPort;
  readonly documents?: DocumentPort;
  readonly customers?: CustomerPort;
  readonly fulfilment?: FulfilmentPort;
  readonly facts?: FactsPort;
  readonly channel?: ChannelPort;
  /** A cheap read that proves the connection and the credentials; used by the half-open breaker and `crossdock doctor`. */
  readonly health: (call: Call) => Promise<{ readonly kind: 'healthy'; readonly says: string } | Failure>;
  /** Looks whether the system has what this installation needs of it, before it goes live: reads only, for `crossdock doctor`. */
  readonly inspect?: (call: Call) => Promise<{ readonly kind: 'inspected'; readonly findings: readonly Finding[] } | Failure>;
  /** What the system last said of its own limit of calls; undefined before it has said anything. */
  readonly calls?: (now: Date) => CallBudget | undefined;
};

/** One thing that was looked at; what is bad has to be mended before go-live. */
export type Finding = { readonly name: string; readonly kind: 'ok' | 'warning' | 'bad'; readonly says: string };

/** Calls made and allowed within the system's own period, by whomever; `stopped`: what waits until there are more, by the connector's words. */
export type CallBudget = { readonly used: number; readonly max: number; readonly at: Date; readonly stopped: readonly string[] };

/** The operation of a connector by its name, whichever port has it. */
export function operationOf<Op extends Operation>(connector: Connector, op: Op): WriteOperation<Op> | undefined {
  const ports = { ...connector.documents, ...connector.customers, ...connector.fulfilment, ...connector.channel };
  return (ports as { readonly [K in Operation]?: WriteOperation<K> })[op] as WriteOperation<Op> | undefined;
}
