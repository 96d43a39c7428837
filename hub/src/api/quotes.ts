import type { QuoteRequest } from '@crossdock/canonical';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type QuoteValidation, quoteWaits } from '../promise/index.ts';
import { clientOf } from './access.ts';
import type { Resource, ResourceDeps } from './app.ts';
import { contentProblems } from './content-problems.ts';
import { preferredSecondsOf } from './headers.ts';
import { operation } from './operation.ts';
import { type Problem, Refused } from './problem.ts';
import { createQuoteShape } from './quote-shape.ts';
import { named } from './schemas.ts';

const retrySeconds = 1;

/** Validates quotes: prices, stock, dates, credit and eligibility in one answer. */
export const quotes: Resource = (app, deps) => {
  const shapeFaults = createQuoteShape(deps.compiler);
  app.post<{ Body: QuoteRequest }>('/v1/quotes/validation', { ...validateOperation, attachValidation: true }, (request, reply) => {
    if (request.validationError) throw malformed(request.validationError, shapeFaults(request.body));
    return validate(request, reply, deps);
  });
};

/** Everything that is malformed at once, as everything that is wrong with the content. */
function malformed(error: Error, faults: readonly Problem[]): Error {
  const [first] = faults;
  return first ? new Refused({ ...first, all: faults }) : error;
}

async function validate(request: FastifyRequest<{ Body: QuoteRequest }>, reply: FastifyReply, deps: ResourceDeps): Promise<QuoteValidation> {
  const client = clientOf(request);
  const preferred = preferredSecondsOf(request);
  const waitSeconds = Math.min(quoteWaits.secondsMax, Math.max(quoteWaits.secondsMin, preferred ?? quoteWaits.secondsUsual));
  const quote = request.body;
  const origin = { customer: quote.customer.id, channel: client.id };
  const result = await deps.validateQuote({ quote, origin, correlation: `quote/${request.id}`, waitSeconds });
  switch (result.kind) {
    case 'validated':
      break;
    case 'too-many-parts':
      throw new Refused({ code: 'too-many-lines', field: 'lines', detail: `A quote has at most ${result.partsMax} schedules, those of all lines together.` });
    case 'busy':
      throw new Refused({ code: 'overloaded', detail: `${quoteWaits.atOnceMax} quotes are under way here already.`, retryAfterSeconds: retrySeconds });
    default:
      return result satisfies never;
  }
  deps.tally.quote(client.id, result.validation.verdict);
  for (const said of result.validation.systems) deps.tally.quoteAsk(said.system, 'why' in said ? said.why : said.status);
  if (preferred !== undefined) reply.header('preference-applied', `wait=${waitSeconds}`);
  return result.validation;
}

const ValidateHeaders = Type.Object({
  prefer: Type.Optional(
    Type.String({
      description: `RFC 7240: \`wait=N\` gives the systems N seconds, ${quoteWaits.secondsMin} to ${quoteWaits.secondsMax}; ${quoteWaits.secondsUsual} where nothing is said.`,
    }),
  ),
});

const validateOperation = operation({
  id: 'validateQuote',
  summary: 'What the systems would say of an order that nobody has placed yet',
  description:
    'Asks every system that an order like this would go to, all at the same time, and answers in one piece: price with its rule, source and age, available quantity and promise date per line and warehouse, credit, eligibility, and all faults at once. A system that is slow, stopped or failing makes the answer partial, never late: `systems` says why, `lacks` what is missing where. Nothing is stored, reserved or ordered.',
  tag: 'quotes',
  access: 'quotes:read',
  headers: ValidateHeaders,
  body: named<QuoteRequest>('QuoteRequest'),
  answers: { 200: { when: 'Whatever the verdict: a quote with faults is an answer too.', schema: named('QuoteValidation') } },
  refuses: [...contentProblems, 'body-too-large', 'unsupported-media-type'],
  keepsNothing: true,
});
