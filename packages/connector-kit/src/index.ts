export { type AddressPolicy, type AddressVerdict, type ConnectMeans, checkAddress, guardedConnect, publicPorts } from './address-guard.ts';
export { answerShape, type Read, type Unreadable, unreadableAnswer } from './answer-shape.ts';
export type { Capture } from './capture.ts';
export { type AboutCall, type Accepted, type AnswerRule, type AnswerTable, classify, parseRetryAfter, retryAfterMsMax } from './classify.ts';
export { type ComparedField, compareDocument, earliestRequestedDate, type HeldContent, type SentContent } from './compare-document.ts';
export type { CallLimits, TransportClock } from './exchange.ts';
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
export type { Confirmation, Difference, Failure, FailureClass, ProbeAnswer, Refusal, RefusalCause, ShowAnswer, Shown, WriteAnswer } from './outcome.ts';
export {
  type AnswerPort,
  type BodyOf,
  type CallBudget,
  type ChannelPort,
  type ChannelWish,
  type Connector,
  type CustomerPort,
  type DocumentPort,
  type FactsPort,
  type Finding,
  type FulfilmentPort,
  type InboundMessage,
  operationOf,
  type ShowOperation,
  type WriteOperation,
} from './ports.ts';
export { asFailure, type JsonAnswer, type JsonRequest, requestJson } from './request-json.ts';
export { verifyStandardWebhook, type WebhookVerdict, webhookToleranceSeconds } from './standard-webhook.ts';
export { createPool, createTransport, type Transport, type TransportHooks, type TransportSettings, transportLimits } from './transport.ts';
