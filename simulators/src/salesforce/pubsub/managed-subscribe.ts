import { randomUUID } from 'node:crypto';
import { type ServerDuplexStream, status } from '@grpc/grpc-js';
import type { Bus } from './bus.ts';
import { type Delivery, startDelivery } from './delivery.ts';
import type { ManagedSubscription } from './managed-subscriptions.ts';
import type { CommitReplayRequest, CommitReplayResponse, ManagedFetchRequest, ManagedFetchResponse } from './messages.ts';
import { Refusal } from './refusal.ts';
import { replayNumber } from './replay-id.ts';
import { serveStream } from './stream.ts';
import { fetchResponse } from './subscribe.ts';
import { findTopic } from './topic-calls.ts';

/** ManagedSubscribe: a subscription that the bus knows, and whose place it keeps. */
export function managedSubscribe(bus: Bus, call: ServerDuplexStream<ManagedFetchRequest, ManagedFetchResponse>): void {
  const rpcId = randomUUID();
  let open: { readonly delivery: Delivery; readonly subscription: ManagedSubscription } | undefined;
  const begin = (request: ManagedFetchRequest) => {
    if (request.commitReplayIdRequest !== null) refuse('fetch.request.commit.request.restricted', 'The first request must not commit a replay ID.');
    const subscription = findSubscription(bus, request);
    if (bus.active.has(subscription.id))
      refuse('already.active', `An active subscription with the ID ${subscription.id} exists already.`, status.ALREADY_EXISTS);
    const send = (response: ManagedFetchResponse) => call.write({ ...response, rpcId });
    const { admits } = findTopic(bus, subscription.topicName);
    const delivery = startDelivery({ ...bus, admits, start: startOf(bus, subscription), send: (...sent) => send(fetchResponse(...sent)) });
    bus.active.add(subscription.id);
    return { delivery, subscription };
  };
  serveStream(bus, call, rpcId, {
    onRequest: (request) => {
      const { numRequested, commitReplayIdRequest } = request;
      if (numRequested < 0) refuse('fetch.request.events.invalid', 'The number of requested events must not be less than 0.');
      open ??= begin(request);
      const { delivery, subscription } = open;
      if (commitReplayIdRequest !== null)
        call.write({ rpcId, commitResponse: commitReplay(bus, subscription, { ...commitReplayIdRequest, reached: delivery.reached() }) });
      if (numRequested > 0) delivery.request(numRequested);
    },
    onClose: () => {
      open?.delivery.close();
      if (open !== undefined) bus.active.delete(open.subscription.id);
    },
    wake: () => open?.delivery.wake(),
  });
}

function findSubscription({ managed }: Bus, { subscriptionId, developerName }: ManagedFetchRequest): ManagedSubscription {
  if ((subscriptionId === '') === (developerName === ''))
    refuse('id.or.developer.name.empty', 'Provide either the subscription ID or the developer name of the managed subscription.');
  if (subscriptionId !== '' && subscriptionId.length !== 15 && subscriptionId.length !== 18)
    refuse('subscription.id.invalid', `The subscription ID ${subscriptionId} must have 15 or 18 characters.`);
  const found = managed.find(({ id, developerName: name }) =>
    subscriptionId === '' ? name === developerName : id.slice(0, 15) === subscriptionId.slice(0, 15),
  );
  if (found === undefined) {
    const [code, words] =
      subscriptionId === ''
        ? ['developer.name.not.found', `developer name ${developerName}`]
        : ['subscription.id.not.found', `subscription ID ${subscriptionId}`];
    return refuse(code, `No managed subscription with the ${words} exists.`, status.NOT_FOUND);
  }
  if (found.state === 'STOP') refuse('config.stopped', `The managed subscription ${found.developerName} is in the state STOP.`, status.FAILED_PRECONDITION);
  return found;
}

function refuse(code: string, message: string, grpcStatus: status = status.INVALID_ARGUMENT): never {
  throw new Refusal(grpcStatus, `managed.subscription.${code}`, message);
}

function startOf({ log }: Bus, { id, defaultReplay, errorRecoveryReplay }: ManagedSubscription): number {
  const committed = log.committed(id);
  if (committed !== undefined && log.isKept(committed)) return committed;
  const preset = committed === undefined ? defaultReplay : errorRecoveryReplay;
  return preset === 'EARLIEST' ? log.floor() : log.tip();
}

/** A commit that fails is answered, and the stream goes on. */
function commitReplay(
  { log, org }: Bus,
  { id }: ManagedSubscription,
  { commitRequestId, replayId, reached }: CommitReplayRequest & { readonly reached: number },
): CommitReplayResponse {
  const replay = replayNumber(replayId);
  const answer = { commitRequestId, replayId, processTime: String(org.now().getTime()) };
  const failed = (msg: string): CommitReplayResponse => ({ ...answer, error: { code: 'COMMIT', msg } });
  if (replayId.length === 0) return failed('The replay ID to commit is missing.');
  if (replay === undefined || !log.isKept(replay)) return failed('The replay ID is invalid or outside the retention window.');
  if (replay > reached) return failed('The replay ID is that of an event that was not delivered yet.');
  if (replay < (log.committed(id) ?? 0)) return failed('The replay ID is older than the committed one.');
  log.commit(id, replay);
  return answer;
}
