export { answersContract } from './answers.ts';
export { channelContract } from './channel.ts';
export { customersContract } from './customers.ts';
export { documentsContract } from './documents.ts';
export { factsContract } from './facts.ts';
export { type FaultyAnswers, faultyHttp } from './faulty-http.ts';
export { fulfilmentContract } from './fulfilment.ts';
export { healthContract } from './health.ts';
export {
  type ChannelRecord,
  type RecordChannel,
  type RecordChannelSettings,
  type RecordChannelTrouble,
  recordChannelConnector,
  startRecordChannel,
} from './record-channel.ts';
export type {
  AnswerPart,
  AnswersScene,
  ChannelScene,
  CustomersScene,
  DocumentsScene,
  ExpectedRefusal,
  FactsScene,
  Fault,
  Faults,
  FulfilmentScene,
  Scene,
  ShowScene,
  ShowUnderTest,
  SignedMessage,
  SpoiledAnswer,
  WebhookScene,
  WriteScene,
} from './scene.ts';
export { showContract } from './show.ts';
export { inFirst, type Json, jsonObject, noJson, spoilJson, without } from './spoil-json.ts';
export { machineClock, standInCalls } from './stand-in-calls.ts';
