import { type Static, Type } from 'typebox';
import { feedLimits, positionBefore, readFeed, typePatternsProblem } from '../events/index.ts';
import type { Resource } from './app.ts';
import { operation } from './operation.ts';
import { pageRowsUsual } from './paging.ts';
import { Refused } from './problem.ts';
import { named } from './schemas.ts';

const Query = Type.Object(
  {
    after: Type.Optional(Type.Integer({ minimum: 0, description: 'Events after this position of the feed; 0 is the beginning.' })),
    since: Type.Optional(Type.String({ format: 'date-time', description: 'Instead of `after`: from a point in time, a little before rather than after.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: feedLimits.pageEventsMax })),
    types: Type.Optional(Type.String({ maxLength: 2_000, description: 'Event types or families, separated by commas: `order.shipped,exception.*`.' })),
    order: Type.Optional(Type.String({ format: 'uuid' })),
  },
  { additionalProperties: false },
);

/** The feed: all committed events in one gapless sequence, for replay and for readers that pull. */
export const events: Resource = (app, deps) => {
  const { pool } = deps.database;
  app.get<{ Querystring: Static<typeof Query> }>('/v1/events', readOperation, async (request) => {
    const { after, since, limit = pageRowsUsual, types, order } = request.query;
    const patterns = types?.split(',').map((type) => type.trim());
    const problem = patterns && typePatternsProblem(patterns);
    if (problem !== undefined) throw new Refused({ code: 'invalid-parameter', field: 'types', detail: problem });
    const from = after ?? (since === undefined ? 0 : await positionBefore({ at: new Date(since) }, { pool }));
    return readFeed({ after: from, limit, ...(patterns && { types: patterns }), ...(order !== undefined && { subject: order }) }, { ...deps.events, pool });
  });
};

const readOperation = operation({
  id: 'readEvents',
  summary: 'Read the feed from a position',
  description: 'CloudEvents 1.0, in order of position. Read on at `next`; a page without events is no sign of the end, `next` equal to `last` is.',
  tag: 'events',
  access: 'events:read',
  query: Query,
  answers: {
    200: { when: 'A page of the feed.', schema: Type.Object({ events: Type.Array(named('CloudEvent')), next: Type.Integer(), last: Type.Integer() }) },
  },
  refuses: ['invalid-parameter'],
});
