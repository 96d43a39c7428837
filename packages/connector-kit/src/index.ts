export type { Call, Http, HttpRequest, HttpResult } from './http.ts';
export type {
  Calendar,
  ClientDeclaration,
  FieldRule,
  Landscape,
  LimiterSettings,
  MissingOperation,
  Owner,
  Policy,
  RouteRule,
  Scope,
  Setting,
  SystemDeclaration,
} from './landscape.ts';
export type { Confirmation, Difference, Failure, FailureClass, ProbeAnswer, Refusal, RefusalCause, WriteAnswer } from './outcome.ts';
export {
  type AnswerPort,
  type BodyOf,
  type ChannelPort,
  type ChannelWish,
  type Connector,
  type DocumentPort,
  type FactsPort,
  type FulfilmentPort,
  type InboundMessage,
  operationOf,
  type WriteOperation,
} from './ports.ts';
