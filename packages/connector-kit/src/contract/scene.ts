import type {
  Instruction,
  NewCustomer,
  Operation,
  OrderDocument,
  OrderProblem,
  OrderStatus,
  Question,
  ShipmentNotice,
  WarehouseOrder,
} from '@crossdock/canonical';
import type { Call } from '../http.ts';
import type { Refusal } from '../outcome.ts';
import type { ChannelWish, Connector, InboundMessage } from '../ports.ts';

/**
 * What a contract suite stands on: a connector, its stand-in (a simulator, or the real system on this machine), and the
 * means to trouble it. A test file starts the stand-in at its top (`await`), calls the suites of the connector's ports with
 * the scene, and stops it in `afterAll`. Times are milliseconds.
 */
export type Scene = {
  readonly connector: Connector;
  /** A call to the stand-in, faults included, whose deadline is that far away. */
  readonly callWithin: (ms: number) => Call;
  readonly faults: Faults;
};

/** Trouble on the way or in the stand-in; in force for every call until cleared. */
export type Faults = { readonly cause: (fault: Fault) => Promise<void>; readonly clear: () => Promise<void> };

/**
 * Every scene can show all of these: a stand-in by itself, a real system through `faultyHttp`. `drop-after-commit`: done, and
 * the connection dies unanswered. `late-commit`: the connection dies, and it is done `ms` later. `error-after-commit`: done,
 * and the answer is the system's 500. `slow`: the answer comes `ms` late. `unauthorized`: refused though the credentials are right.
 */
export type Fault =
  | { readonly kind: 'drop-after-commit' }
  | { readonly kind: 'late-commit'; readonly ms: number }
  | { readonly kind: 'error-after-commit' }
  | { readonly kind: 'throttle'; readonly retryAfter: 'seconds' | 'date' | 'none' }
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'refuse-connections' };

/**
 * A true answer, made wrong as real partners do: a field gone, a word that nobody knows, no JSON at all. The connector must
 * name `field` in what it says. `alter` is given each successful answer's body of the operation.
 */
export type SpoiledAnswer = { readonly title: string; readonly alter: (body: string) => string; readonly field: string };

/** A scene with operations that write. */
export type WriteScene = Scene & {
  /** A business key that was never used before; at most 35 characters. */
  readonly nextReference: () => string;
  /**
   * How often the stand-in's own book, read beside the connector, shows that this is done: live documents under the
   * reference for a create, 1 or 0 for an amendment, a confirmation, a cancellation, goods issues under the reference.
   */
  readonly countDone: (body: Instruction) => Promise<number>;
  readonly spoiled: { readonly [Op in Operation]?: readonly SpoiledAnswer[] };
};

/** A "no" that the stand-in gives. */
export type ExpectedRefusal<Body> = {
  readonly title: string;
  readonly body: (reference: string) => Body;
  readonly expected: Pick<Refusal, 'class' | 'code'> & Partial<Pick<Refusal, 'cause' | 'field'>>;
};

/** For the suite of `DocumentPort`. */
export type DocumentsScene = WriteScene & {
  /** An order of two lines or more, quantities above 1, with prices, that the stand-in accepts as it is. */
  readonly order: (reference: string) => OrderDocument;
  /** The same order after a change that this connector can carry out. */
  readonly changed: (document: OrderDocument) => OrderDocument;
  readonly refusals: readonly ExpectedRefusal<OrderDocument>[];
  /** Makes the stand-in drop a field of the next create in silence; `field` is the name that the difference must carry. */
  readonly silentFieldDrops: readonly { readonly field: string; readonly cause: () => Promise<void> }[];
  /** The goods that leave for this order, all of them; under its own id. */
  readonly shipment: (document: OrderDocument) => ShipmentNotice;
};

/** For the suite of `CustomerPort`. */
export type CustomersScene = WriteScene & {
  /** A customer with name, address and all else that the system keeps, which it accepts as it is. */
  readonly customer: (reference: string) => NewCustomer;
  /** Whether an order of the customer, by the name that the system gave it, would find it. */
  readonly isKnown: (customer: string) => Promise<boolean>;
  readonly customerRefusals: readonly ExpectedRefusal<NewCustomer>[];
};

/** For the suite of `FulfilmentPort`. */
export type FulfilmentScene = WriteScene & {
  readonly order: (reference: string) => WarehouseOrder;
  readonly changed: (order: WarehouseOrder) => WarehouseOrder;
  readonly refusals: readonly ExpectedRefusal<WarehouseOrder>[];
  /** Has the released order picked or shipped so far that it cannot be taken back any more. */
  readonly passPointOfNoReturn: (reference: string) => Promise<void>;
};

/** For the suite of `AnswerPort`. */
export type AnswersScene = Scene & {
  /** A question to which all is well: active customer, active items, enough stock. */
  readonly question: Question;
  /** Every "no" that the stand-in can be asked into. */
  readonly noes: readonly { readonly title: string; readonly question: Question; readonly expected: AnswerPart }[];
  readonly spoiled: readonly SpoiledAnswer[];
};

/** Where in an answer the "no" must stand. */
export type AnswerPart =
  | { readonly customer: 'inactive' | 'unknown' }
  | { readonly shipTo: 'inactive' | 'unknown' }
  | { readonly line: string; readonly item: 'unknown' | 'discontinued' }
  | { readonly line: string; readonly isUnitSold: false }
  | { readonly exposureAboveLimit: true };

/** For the suite of `FactsPort`. */
export type FactsScene = Scene & {
  /** Makes at least that many things happen in the stand-in that a poll must bring. */
  readonly happen?: (count: number) => Promise<void>;
  /** One changed record whose answer the suite alters: a page of a poll with one message that nobody understands. */
  readonly spoiledMessages: readonly SpoiledAnswer[];
  /** A page that is no page at all. */
  readonly spoiledPages: readonly SpoiledAnswer[];
  readonly webhook?: WebhookScene;
};

/** A webhook as the system sends it. */
export type WebhookScene = {
  readonly now: Date;
  readonly authentic: SignedMessage;
  /** What `authentic` must be read as. */
  readonly expected: { readonly id: string; readonly kind: InboundMessage['kind']; readonly wish?: ChannelWish['kind'] };
  readonly signatureHeader: string;
  /** The signed time's tolerance in seconds; null where the signature carries no time. */
  readonly toleranceSeconds: number | null;
  /** Rightly signed, but not to be understood. */
  readonly unreadable: readonly { readonly title: string; readonly message: SignedMessage; readonly field?: string }[];
};

/** Raw bytes and headers (names in lower case). */
export type SignedMessage = { readonly rawBody: Uint8Array; readonly headers: Readonly<Record<string, string>> };

/** For the suite of `ChannelPort`. */
export type ChannelScene = WriteScene & {
  /** An order that is there in the channel and still unfulfilled, and the goods that leave for it. Each time another one. */
  readonly orderToFulfil: () => Promise<{ readonly orderId: string; readonly shipment: ShipmentNotice }>;
};

/** For the suite of what a channel's own records show. */
export type ShowScene = Scene & {
  /** Ids of that many records which are there in the channel and of which we have not written anything. Each time others. */
  readonly records: (count: number) => Promise<readonly string[]>;
  /** One that a rule of the channel's own will not have written. */
  readonly refusedRecord: () => Promise<string>;
  readonly spoiled: readonly SpoiledAnswer[];
  readonly show?: ShowUnderTest<OrderStatus>;
  readonly report?: ShowUnderTest<OrderProblem>;
};

/** What is shown, and what the stand-in's own book, read beside the connector, holds of it; `copies`: how often, which must be once. */
export type ShowUnderTest<Item> = {
  /** The content differs from version to version. */
  readonly item: (channelOrder: string, version: number) => Item;
  /** The same version with another content: an order's exceptions change without an event. Absent where that cannot be. */
  readonly altered?: (channelOrder: string, version: number) => Item;
  /** `text`: whatever of the content the book holds. */
  readonly held: (channelOrder: string) => Promise<{ readonly version: number; readonly copies: number; readonly text: string } | undefined>;
};
