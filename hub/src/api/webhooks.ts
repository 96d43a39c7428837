import { Type } from 'typebox';
import type { Resource } from './app.ts';
import { takeRawBodies } from './body.ts';
import { operation } from './operation.ts';
import { Refused } from './problem.ts';

const plainHeaders = (headers: Readonly<Record<string, string | readonly string[] | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : String(value)]])),
  );

/** The door for messages of connected systems: raw bytes, whose signature the connector checks. */
export const webhooks: Resource = (app, deps) => {
  app.register(async (door) => {
    takeRawBodies(door);
    door.post<{ Params: { system: string }; Body: Uint8Array | undefined }>('/v1/webhooks/:system', webhookOperation, async (request) => {
      const answer = await deps.receiveWebhook(request.params.system, request.body ?? new Uint8Array(), plainHeaders(request.headers));
      switch (answer.kind) {
        case 'kept':
          return { taken: true };
        case 'refused':
          deps.onError(new Error(answer.why), `webhook of ${request.params.system}`); // the reason is for us: a stranger learns nothing from it
          throw new Refused({ code: 'signature-refused', detail: 'The signature or its time does not fit.' });
        case 'unknown-system':
          throw new Refused({ code: 'system-not-found', detail: `No system ${request.params.system} sends messages here.` });
        default:
          return answer satisfies never;
      }
    });
  });
};

const webhookOperation = operation({
  id: 'receiveWebhook',
  summary: 'Take a message of a connected system',
  description:
    'The body is taken byte for byte in the format of the sender, and its signature is checked by the connector. 200 means committed; the same message again is the same message.',
  tag: 'webhooks',
  access: 'signed',
  takes: { type: '*/*', says: "The sender's own message, byte for byte." },
  params: Type.Object({ system: Type.String() }),
  answers: { 200: { when: 'Taken.', schema: Type.Object({ taken: Type.Boolean() }) } },
  refuses: ['signature-refused', 'system-not-found', 'body-too-large'],
});
