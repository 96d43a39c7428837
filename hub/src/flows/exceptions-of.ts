import { deadlineOf, deliveryPin, type Hold, isOverdue, type Order, type Owner, ownerOfHold, type Step } from '../orders/index.ts';
import { exceptionsOfChanges } from './exceptions-of-changes.ts';
import { ofBlocked } from './exceptions-of-effects.ts';
import { exceptionsOfFacts } from './exceptions-of-facts.ts';
import type { RemedyName, WantedException } from './wants.ts';

/** Who is needed for this order, and why. `blocked`: the effects and asks that are wanted and do not go on by themselves. */
export function exceptionsOf(order: Order, blocked: readonly string[]): readonly WantedException[] {
  return [
    ...order.holds.flatMap((hold) => (hold.missing?.creation === 'on-its-way' ? [] : [ofHold(order, hold)])),
    ...blocked.flatMap((key) => ofBlocked(order, key)),
    ...exceptionsOfFacts(order),
    ...exceptionsOfChanges(order),
    ...steps.flatMap((step) => ofDeadline(order, step)),
    ...ofDuplicate(order),
  ];
}

/** What is left to say of a closed order: what its systems reported, or its channel wished too late, and nobody has accepted. */
export function exceptionsOfClosed(order: Order): readonly WantedException[] {
  return [...exceptionsOfFacts(order), ...exceptionsOfChanges(order)];
}

const remediesOfHold: Readonly<Record<Hold['kind'], readonly RemedyName[]>> = {
  customer: ['ask-again', 'fix-value', 'clear-hold', 'cancel'],
  credit: ['ask-again', 'clear-hold', 'cancel'],
  price: ['fix-value', 'clear-hold', 'ask-again', 'cancel'],
  item: ['fix-value', 'ask-again', 'cancel'],
  unit: ['fix-value', 'ask-again', 'cancel'],
  'ship-to': ['ask-again', 'fix-value', 'clear-hold', 'cancel'],
  stock: ['ask-again', 'clear-hold', 'cancel'],
  duplicate: ['clear-hold', 'cancel'],
  compliance: ['clear-hold', 'cancel'],
  reference: ['fix-value', 'cancel'],
};

/** Only what can work: a system that is never asked takes nothing back by itself, and what the ERP has already is changed, not corrected. */
function remediesFor(order: Order, hold: Hold): readonly RemedyName[] {
  const isAsked = hold.system !== undefined && order.asks[hold.system] !== undefined;
  const lines = order.lines.filter((line) => hold.line === undefined || line.id === hold.line);
  const slots = new Set(lines.flatMap((line) => line.schedules.map((schedule) => schedule.slot)));
  const isSent = order.slots.some((slot) => slots.has(slot.name) && slot.erp);
  const isFixable = !isSent && (hold.line !== undefined || hold.kind === 'customer' || hold.kind === 'ship-to' || hold.kind === 'reference');
  const usual = remediesOfHold[hold.kind].filter((remedy) => (remedy === 'ask-again' ? isAsked : remedy === 'fix-value' ? isFixable : true));
  if (hold.missing?.creation === 'stopped') return ['resend', ...usual];
  if (hold.kind === 'reference') return usual; // without the name nothing can go on, whatever a person says
  return usual.includes('ask-again') || usual.includes('clear-hold') ? usual : ['clear-hold', ...usual];
}

function ofHold(order: Order, hold: Hold): WantedException {
  return {
    key: `hold:${hold.id}`,
    class: hold.kind,
    severity: hold.line === undefined ? 'high' : 'normal',
    owner: ownerOfHold(hold.kind),
    summary: hold.reason,
    cause: hold.cause,
    evidence: [hold.reason],
    remedies: remediesFor(order, hold),
    verdict: hold.missing ? verdictOfMissing(hold.missing) : 'Safe: the step that waits has not been sent, or was refused by the system.',
    target: {
      holdId: hold.id,
      ...(hold.line !== undefined && { line: hold.line }),
      ...(hold.system !== undefined && { system: hold.system }),
      ...(hold.missing && { missing: hold.missing }),
    },
  };
}

function verdictOfMissing({ creation, system }: NonNullable<Hold['missing']>): string {
  return creation === 'stopped'
    ? `Look in ${system} whether the customer is there. Load the cross-reference, or have it created again; every order that waits for it goes on by itself.`
    : 'Safe: nothing was sent. Load the cross-reference, and every order that waits for it goes on by itself.';
}

const steps: readonly Step[] = ['confirm', 'ship', 'deliver', 'invoice', 'pay'];

const deadlines: Readonly<Record<Step, { readonly owner: Owner; readonly what: string }>> = {
  confirm: { owner: 'integration', what: 'The ERP has not confirmed the order' },
  ship: { owner: 'warehouse', what: 'The order is not shipped' },
  deliver: { owner: 'warehouse', what: 'What was shipped is not reported as delivered' },
  invoice: { owner: 'finance', what: 'What was shipped is not invoiced' },
  pay: { owner: 'finance', what: 'The invoice is not paid' },
};

function ofDeadline(order: Order, step: Step): readonly WantedException[] {
  if (!order.passed.includes(step) || !isOverdue(order, step)) return [];
  const { owner, what } = deadlines[step];
  const isDelivery = step === 'deliver';
  return [
    {
      key: `overdue:${step}`,
      class: 'overdue',
      severity: step === 'confirm' ? 'high' : 'normal',
      owner,
      summary: `${what} by ${deadlineOf(order, step) ?? 'its deadline'}.`,
      cause: `overdue:${step}:${order.routes[0]?.system ?? ''}`,
      evidence: [`Deadline ${deadlineOf(order, step) ?? 'unknown'}`],
      remedies: isDelivery ? ['accept-difference'] : ['cancel'],
      verdict: isDelivery
        ? 'Nothing has to be sent again: accept that it has arrived, or wait for the carrier.'
        : 'Nothing has to be sent again: the step goes on by itself when its system answers.',
      target: isDelivery ? { pin: deliveryPin } : {},
    },
  ];
}

function ofDuplicate(order: Order): readonly WantedException[] {
  if (
    order.duplicateOf === undefined ||
    order.pins.includes('duplicate') ||
    order.holds.some((hold) => hold.kind === 'duplicate') ||
    order.overrides.includes('duplicate:*')
  )
    return [];
  return [
    {
      key: 'duplicate',
      class: 'duplicate',
      severity: 'low',
      owner: 'customer-service',
      summary: `Customer ${order.customer} has sent PO ${order.purchaseOrder ?? ''} before: order ${order.duplicateOf}.`,
      cause: `duplicate:${order.customer}:${order.purchaseOrder ?? ''}`,
      evidence: [`First order with this number: ${order.duplicateOf}`],
      remedies: ['accept-difference', 'cancel'],
      verdict: 'The order goes on; the policy says warn.',
      target: { pin: 'duplicate' },
    },
  ];
}
