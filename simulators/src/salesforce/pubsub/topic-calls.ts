import { randomUUID } from 'node:crypto';
import { type handleUnaryCall, type Metadata, status } from '@grpc/grpc-js';
import type { Who } from '../org/types.ts';
import type { Bus } from './bus.ts';
import type { SchemaInfo, SchemaRequest, TopicInfo, TopicRequest } from './messages.ts';
import { Refusal, sentRefusal } from './refusal.ts';
import { authenticate } from './session.ts';
import type { Topic } from './topics.ts';

/** Makes a call with one answer: whoever calls is known, and what is thrown becomes a refusal. */
export function unary<Request, Response>(
  { checkSession }: Pick<Bus, 'checkSession'>,
  answer: (request: Request, call: { readonly rpcId: string; readonly who: Who }) => Response,
): handleUnaryCall<Request, Response> {
  return ({ request, metadata }: { readonly request: Request; readonly metadata: Metadata }, callback) => {
    const rpcId = randomUUID();
    try {
      callback(null, answer(request, { rpcId, who: authenticate(metadata, checkSession) }));
    } catch (error) {
      callback(sentRefusal(error, rpcId));
    }
  };
}

/** The topic of this name. Throws Refusal. */
export function findTopic({ topics, org }: Pick<Bus, 'topics' | 'org'>, name: string): Topic {
  if (name === '') throw new Refusal(status.INVALID_ARGUMENT, 'topic.validation.empty', "The topic name can't be blank.");
  const topic = topics.find(name);
  if (topic !== undefined) return topic;
  throw new Refusal(
    status.NOT_FOUND,
    'topic.not.found',
    `The topic information for org CORE/prod/${org.orgId} and topic ${name} not found. Ensure the topic name is correct and that the topic exists.`,
  );
}

/** GetTopic. A topic that carries several events has no schema of its own. */
export function getTopic(bus: Bus, { topicName }: TopicRequest, rpcId: string): TopicInfo {
  const { name, event, canPublish } = findTopic(bus, topicName);
  const schemaId = event === undefined ? '' : (bus.schemas.current(event)?.schema.id ?? '');
  return { topicName: name, tenantGuid: `CORE/prod/${bus.org.orgId}`, canPublish, canSubscribe: true, schemaId, rpcId };
}

/** GetSchema, for old schemas too. */
export function getSchema({ schemas, org }: Bus, { schemaId }: SchemaRequest, rpcId: string): SchemaInfo {
  if (schemaId === '') throw new Refusal(status.INVALID_ARGUMENT, 'schema.validation.failed', "Schema validation failed. The schema ID can't be blank.");
  const schema = schemas.withId(schemaId);
  if (schema !== undefined) return { schemaJson: schema.json, schemaId, rpcId };
  throw new Refusal(
    status.NOT_FOUND,
    'schema.meta.permission',
    `An error occurred while getting the schema ${schemaId} for org CORE/prod/${org.orgId}. Ensure the credentials and schema ID are correct.`,
  );
}
