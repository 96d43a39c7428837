import type { QuoteRequest } from '@crossdock/canonical';
import { quoteLimits } from '@crossdock/canonical';
import type { Landscape } from '@crossdock/connector-kit';
import type { Origin } from '../intake/index.ts';
import type { Clock } from '../platform/index.ts';
import type { AskNow, QuickAnswer } from '../systems/index.ts';
import { composeAnswer } from './compose-answer.ts';
import { partsOf } from './parts-of.ts';
import type { LeavingDays } from './promise-dates.ts';
import { questionsOf } from './questions-of.ts';
import type { QuoteValidation } from './quote-validation.ts';

/** How long systems get when nobody says, at least and at most, in seconds; how many quotes are under way at once on one node. */
export const quoteWaits = { secondsUsual: 2, secondsMin: 1, secondsMax: 10, atOnceMax: 64 } as const;

/** A quote as a client hands it in; its shape has been checked at the door. `waitSeconds`: how long its systems get. */
export type ValidateQuote = { readonly quote: QuoteRequest; readonly origin: Origin; readonly correlation: string; readonly waitSeconds: number };

/** The answer, or why there is none: it has more parts than are asked about at once, or too many quotes are under way. */
export type QuoteResult =
  | { readonly kind: 'validated'; readonly validation: QuoteValidation }
  | { readonly kind: 'too-many-parts'; readonly partsMax: number }
  | { readonly kind: 'busy' };

type Deps = {
  readonly ask: AskNow;
  readonly landscape: Pick<Landscape, 'routes' | 'policy'>;
  readonly leavingDays: LeavingDays;
  readonly clock: Clock;
};

/** Validates quotes on this node: every system that an order would go to is asked, all at the same time. Stores nothing, reserves nothing. */
export function createQuoteDesk({ ask, landscape, leavingDays, clock }: Deps): (what: ValidateQuote) => Promise<QuoteResult> {
  let underWay = 0;
  return async ({ quote, origin, correlation, waitSeconds }) => {
    const deadlineAt = clock.monotonicMs() + waitSeconds * 1_000;
    if (countParts(quote) > quoteLimits.partsMax) return { kind: 'too-many-parts', partsMax: quoteLimits.partsMax };
    if (underWay >= quoteWaits.atOnceMax) return { kind: 'busy' };
    underWay += 1;
    try {
      const { parts, faults } = partsOf(quote, origin, landscape);
      const questions = [...questionsOf(quote, parts)];
      const answers = await Promise.all(
        questions.map(async ([system, question]): Promise<[string, QuickAnswer]> => [system, await ask({ system, question, correlation, deadlineAt })]),
      );
      const { priceTolerancePercent, shortStock, shipComplete } = landscape.policy;
      const means = { rules: { priceTolerancePercent, shortStock, shipComplete }, leavingDays, at: clock.now() };
      return { kind: 'validated', validation: composeAnswer({ quote, parts, faults, answers: new Map(answers) }, means) };
    } finally {
      underWay -= 1;
    }
  };
}

function countParts({ lines }: QuoteRequest): number {
  return lines.reduce((count, line) => count + (line.schedules?.length ?? 1), 0);
}
