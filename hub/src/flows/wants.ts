import type { Instruction, Question } from '@crossdock/canonical';
import type { Hold, Owner } from '../orders/index.ts';

/** A write to the outside that should exist by now. `reopened` counts how often a person had it sent again. */
export type WantedEffect = { readonly key: string; readonly system: string; readonly reference: string; readonly body: Instruction; readonly reopened: number };

/** A question that should be open by now. */
export type WantedAsk = { readonly key: string; readonly system: string; readonly body: Question };

/** What a person can do about an exception; the API offers these and no others. */
export type RemedyName = 'fix-value' | 'clear-hold' | 'ask-again' | 'probe-again' | 'resend' | 'confirm-by-hand' | 'cancel' | 'accept-difference' | 'restore';

/** Work for a person, derived from the state: when the cause is gone, so is the exception. */
export type WantedException = {
  readonly key: string;
  /** Business word for the list: credit, price, item, … refused, in-doubt, failed, difference, overdue, quantities, duplicate. */
  readonly class: string;
  readonly severity: 'high' | 'normal' | 'low';
  readonly owner: Owner;
  readonly summary: string;
  /** Root cause shared by many orders. */
  readonly cause: string;
  readonly evidence: readonly string[];
  readonly remedies: readonly RemedyName[];
  /** Whether doing the step again is safe, and why. */
  readonly verdict: string;
  /** What the remedies act on. */
  readonly target: {
    readonly holdId?: string;
    readonly effectKey?: string;
    readonly slot?: string;
    readonly pin?: string;
    readonly line?: string;
    readonly system?: string;
    readonly missing?: NonNullable<Hold['missing']>;
  };
};

/** What follows from the state of an order: writes and questions that are not satisfied yet, the people needed, and when to look again. */
export type Due = {
  readonly effects: readonly WantedEffect[];
  readonly asks: readonly WantedAsk[];
  readonly exceptions: readonly WantedException[];
  readonly wakeAt: string | undefined;
};

/** Where the flow stands at a step: it wants an effect, or it waits for a person because the effect was stopped. */
export type Need = { readonly kind: 'effect'; readonly effect: WantedEffect } | { readonly kind: 'blocked'; readonly key: string };
