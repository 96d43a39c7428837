export { type Currency, currencies } from './currencies.ts';
export { add, atLeastZero, compare, type Decimal, divide, isDecimal, isPositive, isZero, max, min, multiply, normalize, subtract, sum } from './decimal.ts';
export type {
  DocumentSnapshot,
  InvoiceSnapshot,
  MasterDataChange,
  MilestoneCounts,
  Package,
  SalesOrderSnapshot,
  ShipmentSnapshot,
} from './documents.ts';
export type {
  Answer,
  AnswerLine,
  DocumentLine,
  DocumentRef,
  Instruction,
  NewCustomer,
  Operation,
  OrderDocument,
  Question,
  ShipmentNotice,
  WarehouseOrder,
} from './instructions.ts';
export {
  Address,
  ChangeItem,
  ChangeRequest,
  Contact,
  Customer,
  Instant,
  IsoDate,
  LineRequest,
  Money,
  OrderRequest,
  orderLimits,
  PositiveDecimal,
  partyCharsMax,
  Quantity,
  Reference,
  ScheduleRequest,
  ShipTo,
} from './order.ts';
export type {
  ExceptionStatus,
  HoldStatus,
  InvoiceStatus,
  LineProgress,
  LineStatus,
  OrderProblem,
  OrderProgress,
  OrderStatus,
  RequestStatus,
  ShipmentStatus,
  StatusDocument,
  Wish,
} from './order-status.ts';
export { wishes } from './order-status.ts';
export { QuoteRequest, quoteLimits } from './quote.ts';
export { type Unit, units } from './units.ts';
