import type { DocumentRef, Instruction } from '@crossdock/canonical';
import type { AwaitedName, Declined, OrderCommand, PlaceOrder } from '../orders/index.ts';
import { type Clock, type Queryable, recordAction, type Transact } from '../platform/index.ts';
import { targetOf } from './assign-exception.ts';
import { type DecideHeldDeps, decideHeld, type HeldChoice } from './decide-held.ts';
import type { OpenOrClosedException, Target } from './list-exceptions.ts';
import { closeExceptions, noOrder } from './write-exceptions.ts';

/** What a person can do about an exception. */
export const remedyNames = [
  'fix-value',
  'clear-hold',
  'ask-again',
  'probe-again',
  'resend',
  'confirm-by-hand',
  'cancel',
  'accept-difference',
  'restore',
  'release',
  'discard',
] as const;
type RemedyName = (typeof remedyNames)[number];

/** What a person chose, with the values that the remedy needs. */
export type RemedyChoice =
  | { readonly remedy: 'fix-value'; readonly field: FixableField; readonly line?: string; readonly value: string }
  | { readonly remedy: 'confirm-by-hand'; readonly document: DocumentRef }
  | HeldChoice
  | { readonly remedy: Exclude<RemedyName, 'fix-value' | 'confirm-by-hand' | HeldChoice['remedy']> };

/** Fields that fix-value can correct. */
export const fixableFields = ['customer', 'contact.id', 'shipTo.id', 'purchaseOrder', 'item', 'unit', 'unitPrice'] as const;
type FixableField = (typeof fixableFields)[number];

type Command = Exclude<OrderCommand, PlaceOrder>;
type Submitted = { readonly kind: 'decided' } | Declined | { readonly kind: 'unknown-order' };

/** What applying needs; the engine and the systems module hand in the verbs. */
export type RemedyDeps = {
  readonly submit: (submission: { readonly subjectId: string; readonly command: Command }) => Promise<Submitted>;
  /** Has the probe of an effect in doubt done at once. */
  readonly probeNow: (subjectId: string, key: string) => Promise<void>;
  /** Has a customer created again that its system did not take; answers whether that had stopped. */
  readonly createAgain: (missing: AwaitedName) => Promise<boolean>;
  /** An effect as the ledger holds it. */
  readonly effectOf: (subjectId: string, key: string) => Promise<{ readonly system: string; readonly body: Instruction } | undefined>;
  /** Leaves a channel's own record as it is, within the transaction. */
  readonly leaveRecordAlone: (client: Queryable, record: { readonly system: string; readonly channelOrder: string }) => Promise<void>;
  readonly transact: Transact;
  readonly clock: Clock;
  /** Writes the verdict on held sales down. */
  readonly decideLot: DecideHeldDeps['decideLot'];
};

type By = { readonly actor: string; readonly causation: string; readonly reason: string };

/** Does what a person chose, once it is audited. A remedy that the exception does not offer, or whose cause is gone, is declined. */
export async function applyRemedy(exception: OpenOrClosedException, choice: RemedyChoice, by: By, deps: RemedyDeps): Promise<Submitted> {
  if (exception.closedAt) return declined('nothing-to-remedy', `The exception was closed by ${exception.closedBy ?? 'the hub'}.`);
  if (!exception.remedies.includes(choice.remedy)) return declined('remedy-not-offered', `This exception offers ${exception.remedies.join(', ')}.`);
  if (isHeldChoice(choice)) return decideHeld({ exception, choice, by }, deps);
  const { transact, clock } = deps;
  if (choice.remedy === 'accept-difference' && (exception.order === noOrder || exception.target.record !== undefined)) return leaveAlone(exception, by, deps);
  await transact('exceptions.remedy', (client) => record(client, exception, choice, by, clock));
  if (choice.remedy === 'probe-again') {
    const key = exception.target.effectKey;
    if (key === undefined) return declined('nothing-to-remedy', 'Nothing is in doubt here.');
    await deps.probeNow(exception.order, key);
    return { kind: 'decided' };
  }
  if (choice.remedy === 'resend' && exception.target.missing) {
    const isAgain = await deps.createAgain(exception.target.missing);
    return isAgain ? { kind: 'decided' } : declined('nothing-to-remedy', 'The customer is being created already, or is there.');
  }
  const command = await commandFor(exception, choice, by, deps);
  return command.kind === 'declined' ? command : deps.submit({ subjectId: exception.order, command });
}

function record(client: Queryable, { id }: OpenOrClosedException, { remedy }: RemedyChoice, { actor, reason }: By, clock: Clock): Promise<void> {
  return recordAction(client, { at: clock.now(), actor, action: `remedy:${remedy}`, target: targetOf(id), reason });
}

/** What no order's state can hold is done with the exception itself; a channel's record that cannot be written stays as it is. */
async function leaveAlone(exception: OpenOrClosedException, by: By, { transact, clock, leaveRecordAlone }: RemedyDeps): Promise<Submitted> {
  const { system, record: channelOrder } = exception.target;
  await transact('exceptions.remedy', async (client) => {
    await record(client, exception, { remedy: 'accept-difference' }, by, clock);
    if (system !== undefined && channelOrder !== undefined) await leaveRecordAlone(client, { system, channelOrder });
    await closeExceptions(client, [{ subjectId: exception.order, key: exception.key }], { at: clock.now().toISOString(), actor: by.actor });
  });
  return { kind: 'decided' };
}

function isHeldChoice(choice: RemedyChoice): choice is HeldChoice {
  return choice.remedy === 'release' || choice.remedy === 'discard';
}

async function commandFor(exception: OpenOrClosedException, choice: Exclude<RemedyChoice, HeldChoice>, by: By, deps: RemedyDeps): Promise<Command | Declined> {
  const { target } = exception;
  const head = { at: deps.clock.now().toISOString(), actor: by.actor, causation: by.causation, reason: by.reason };
  switch (choice.remedy) {
    case 'clear-hold':
      return given(target, 'holdId', (holdId) => ({ ...head, kind: 'clear-hold', holdId }));
    case 'fix-value': {
      const line = choice.line ?? target.line;
      return { ...head, kind: 'fix-value', field: choice.field, value: choice.value, ...(line !== undefined && { line }) };
    }
    case 'ask-again':
      return given(target, 'system', (system) => ({ ...head, kind: 'ask-again', system }));
    case 'resend':
      return given(target, 'effectKey', (key) => ({ ...head, kind: 'resend', key }));
    case 'confirm-by-hand': {
      const key = target.effectKey;
      const effect = key === undefined ? undefined : await deps.effectOf(exception.order, key);
      if (key === undefined || !effect) return declined('nothing-to-remedy', 'Nothing is in doubt here.');
      return { ...head, kind: 'confirm-by-hand', key, system: effect.system, body: effect.body, document: choice.document };
    }
    case 'cancel':
      return { ...head, kind: 'cancel', changeId: `remedy-${exception.id}` };
    case 'accept-difference':
      return {
        ...head,
        kind: 'accept-difference',
        ...(target.slot !== undefined && { slot: target.slot }),
        ...(target.pin !== undefined && { pin: target.pin }),
      };
    case 'restore':
      return given(target, 'slot', (slot) => ({ ...head, kind: 'restore', slot }));
    case 'probe-again':
      return declined('nothing-to-remedy', 'Nothing is in doubt here.');
    default:
      return choice satisfies never;
  }
}

function given(target: Target, name: Exclude<keyof Target, 'request' | 'missing'>, make: (value: string) => Command): Command | Declined {
  const value = target[name];
  return value === undefined ? declined('nothing-to-remedy', `The exception names no ${name}.`) : make(value);
}

function declined(code: string, detail: string): Declined {
  return { kind: 'declined', code, detail };
}
