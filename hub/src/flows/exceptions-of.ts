import { compare, isPositive, isZero } from '@crossdock/canonical';
import { deadlineOf, type Hold, isOverdue, ledgerOf, type Order, type Owner, ownerOfHold, readKey, type ScheduleLedger, type Step } from '../orders/index.ts';
import type { RemedyName, WantedException } from './wants.ts';

/** Who is needed for this order, and why. */
export function exceptionsOf(order: Order, blocked: readonly string[]): readonly WantedException[] {
  return [
    ...order.holds.map((hold) => ofHold(hold)),
    ...blocked.map((key) => ofBlocked(order, key)),
    ...order.differences.map(
      (difference): WantedException => ({
        key: `difference:${difference.slot}`,
        class: 'difference',
        severity: 'high',
        owner: 'customer-service',
        summary: `${systemOf(difference.slot)} shows another order than we wrote: ${difference.text}.`,
        cause: `difference:${order.id}:${difference.slot}`,
        evidence: [`Document version ${difference.version || 'unknown'}: ${difference.text}`],
        remedies: ['accept-difference', 'restore', 'cancel'],
        verdict: 'Nothing is sent again by itself: the document exists.',
        target: { slot: difference.slot },
      }),
    ),
    ...ledgerOf(order).flatMap((entry) => ofQuantities(order, entry)),
    ...(['confirm', 'ship', 'invoice', 'pay'] as const).flatMap((step) => ofDeadline(order, step)),
    ...ofDuplicate(order),
    ...ofTroubledDocuments(order),
  ];
}

function systemOf(slot: string): string {
  return slot.slice(0, slot.indexOf('/'));
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
};

function ofHold(hold: Hold): WantedException {
  return {
    key: `hold:${hold.id}`,
    class: hold.kind,
    severity: hold.line === undefined ? 'high' : 'normal',
    owner: ownerOfHold(hold.kind),
    summary: hold.reason,
    cause: hold.cause,
    evidence: [hold.reason],
    remedies: remediesOfHold[hold.kind],
    verdict: 'Safe: the step that waits has not been sent, or was refused by the system.',
    target: { holdId: hold.id, ...(hold.line !== undefined && { line: hold.line }), ...(hold.system !== undefined && { system: hold.system }) },
  };
}

function ofBlocked(order: Order, key: string): WantedException {
  const result = order.results[key];
  const { op, place } = readKey(key);
  const system = systemOf(place) || place;
  const message = result && 'message' in result ? result.message : '';
  const target = { effectKey: key, slot: place, system };
  if (result?.status === 'refused') {
    return {
      key: `refused:${key}`,
      class: 'refused',
      severity: 'high',
      owner: 'customer-service',
      summary: `${system} refused to ${op}: ${message}`,
      cause: `${system}:refused:${result.code}`,
      evidence: [`${op}: ${result.code}: ${message}`],
      remedies: ['resend', 'fix-value', 'cancel'],
      verdict: 'Safe to send again: the system has answered that it did nothing.',
      target,
    };
  }
  const isDoubt = result?.status === 'stopped' && result.why === 'undecidable';
  return {
    key: `${isDoubt ? 'in-doubt' : 'failed'}:${key}`,
    class: isDoubt ? 'in-doubt' : 'failed',
    severity: 'high',
    owner: 'integration',
    summary: isDoubt ? `Nobody can tell whether ${system} did "${op}": ${message}` : `${system} could not do "${op}": ${message}`,
    cause: isDoubt ? `in-doubt:${order.id}:${key}` : `${system}:failed:${op}`,
    evidence: [message],
    remedies: isDoubt ? ['probe-again', 'confirm-by-hand', 'resend', 'cancel'] : ['resend', 'cancel'],
    verdict: isDoubt ? 'Not safe to send again before somebody has looked in the system.' : 'Safe to send again: nothing was done.',
    target,
  };
}

function ofQuantities(order: Order, entry: ScheduleLedger): readonly WantedException[] {
  const { own } = entry;
  const shown = (what: string, text: string): WantedException => ({
    key: `quantities:${what}:${entry.lineKey}`,
    class: 'quantities',
    severity: 'normal',
    owner: 'warehouse',
    summary: `Line ${entry.line}: ${text}`,
    cause: `quantities:${order.id}:${entry.lineKey}`,
    evidence: [text, `own counts: ${JSON.stringify(own)}`],
    remedies: ['accept-difference', 'cancel'],
    verdict: 'Nothing is sent again by itself.',
    target: { pin: `${what}:${entry.lineKey}:${JSON.stringify(own)}`, line: entry.line },
  });
  const found: WantedException[] = [];
  if (isPositive(entry.excess)) found.push(shown('excess', `${entry.excess} ${entry.unit} more were moved than are ordered.`));
  if (compare(own.invoiced, entry.shipped) > 0) found.push(shown('over-invoiced', `${own.invoiced} ${entry.unit} are invoiced, ${entry.shipped} are shipped.`));
  if (compare(own.returned, entry.delivered) > 0)
    found.push(shown('over-returned', `${own.returned} ${entry.unit} are returned, ${entry.delivered} are delivered.`));
  if (compare(own.credited, own.invoiced) > 0) found.push(shown('over-credited', `${own.credited} ${entry.unit} are credited, ${own.invoiced} are invoiced.`));
  const gap = gapIn(own);
  if (gap) found.push(shown('gap', `${gap.later} ${own[gap.later]} but ${gap.earlier} only ${own[gap.earlier]}.`));
  return found.filter((exception) => !order.pins.includes(exception.target.pin ?? ''));
}

const chain = ['picked', 'packed', 'shipped', 'delivered'] as const;

/** A milestone that was reported, but less of it than of a later one. What a system never reports is no gap. */
function gapIn(own: ScheduleLedger['own']): { readonly earlier: (typeof chain)[number]; readonly later: (typeof chain)[number] } | undefined {
  for (const [index, earlier] of chain.entries()) {
    if (isZero(own[earlier])) continue;
    const later = chain.slice(index + 1).find((milestone) => compare(own[milestone], own[earlier]) > 0);
    if (later) return { earlier, later };
  }
  return undefined;
}

const deadlines: Readonly<Record<Step, { readonly owner: Owner; readonly what: string }>> = {
  confirm: { owner: 'integration', what: 'The ERP has not confirmed the order' },
  ship: { owner: 'warehouse', what: 'The order is not shipped' },
  invoice: { owner: 'finance', what: 'What was shipped is not invoiced' },
  pay: { owner: 'finance', what: 'The invoice is not paid' },
};

function ofDeadline(order: Order, step: Step): readonly WantedException[] {
  if (!order.passed.includes(step) || !isOverdue(order, step)) return [];
  const { owner, what } = deadlines[step];
  return [
    {
      key: `overdue:${step}`,
      class: 'overdue',
      severity: step === 'confirm' ? 'high' : 'normal',
      owner,
      summary: `${what} by ${deadlineOf(order, step) ?? 'its deadline'}.`,
      cause: `overdue:${step}:${order.routes[0]?.system ?? ''}`,
      evidence: [`Deadline ${deadlineOf(order, step) ?? 'unknown'}`],
      remedies: ['cancel'],
      verdict: 'Nothing has to be sent again: the step goes on by itself when its system answers.',
      target: {},
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

/** Documents that their own system calls exceptional. */
function ofTroubledDocuments(order: Order): readonly WantedException[] {
  return Object.values(order.documents).flatMap((document): readonly WantedException[] => {
    if (document.type === 'invoice' || document.state !== 'exception') return [];
    const pin = `exception:${document.system}:${document.id}:${document.version ?? ''}`;
    if (order.pins.includes(pin)) return [];
    const name = document.number ?? document.id;
    return [
      {
        key: `document:${document.system}:${document.type}:${document.id}`,
        class: 'document',
        severity: 'normal',
        owner: document.type === 'shipment' ? 'warehouse' : 'customer-service',
        summary: `${document.system} says that ${document.type} ${name} needs a person there.`,
        cause: `${document.system}:${document.type}:exception`,
        evidence: [`${document.type} ${name}, version ${document.version ?? 'unknown'}`],
        remedies: ['accept-difference', 'cancel'],
        verdict: 'Nothing is sent again by itself.',
        target: { pin },
      },
    ];
  });
}
