import { canMove, type Move, type Order, readKey, routeOf, skipPin, slotOfKey } from '../orders/index.ts';
import type { RemedyName, WantedException } from './wants.ts';

/** Why a wanted effect or ask does not go on, and what a person can do. Nothing where a hold says it already. */
export function ofBlocked(order: Order, key: string): readonly WantedException[] {
  const result = order.results[key];
  if (result?.status === 'refused') {
    return order.holds.some((hold) => hold.id === result.holdId) ? [] : [ofRefused(order, key, result)];
  }
  if (result?.status !== 'stopped') return [];
  return [result.why === 'undecidable' ? ofDoubt(order, key, result.message) : ofFailure(order, key, result.message)];
}

function ofRefused(order: Order, key: string, { code, message }: { readonly code: string; readonly message: string }): WantedException {
  const { op, target } = about(order, key);
  return {
    key: `refused:${key}`,
    class: 'refused',
    severity: 'high',
    owner: 'customer-service',
    summary: `${target.system} refused to ${op}: ${message}`,
    cause: `${target.system}:refused:${code}`,
    evidence: [`${op}: ${code}: ${message}`],
    remedies: isPost(op) ? ['resend', 'accept-difference'] : op === 'create' ? ['resend', 'fix-value', 'cancel'] : ['resend', 'cancel'],
    verdict: 'Safe to send again: the system has answered that it did nothing.',
    target,
  };
}

function ofDoubt(order: Order, key: string, message: string): WantedException {
  const { op, target } = about(order, key);
  return {
    key: `in-doubt:${key}`,
    class: 'in-doubt',
    severity: 'high',
    owner: 'integration',
    summary: `Nobody can tell whether ${target.system} did "${op}": ${message}`,
    cause: `in-doubt:${order.id}:${key}`,
    evidence: [message],
    remedies: ['probe-again', 'confirm-by-hand', 'resend', isPost(op) ? 'accept-difference' : 'cancel'],
    verdict: 'Not safe to send again before somebody has looked in the system.',
    target,
  };
}

function ofFailure(order: Order, key: string, message: string): WantedException {
  const { op, target } = about(order, key);
  return {
    key: `failed:${key}`,
    class: 'failed',
    severity: 'high',
    owner: 'integration',
    summary: `${target.system} could not do "${op}": ${message}`,
    cause: `${target.system}:failed:${op}`,
    evidence: [message],
    remedies: remediesOfFailure(order, key, op),
    verdict: 'Safe to send again: nothing was done.',
    target,
  };
}

function remediesOfFailure(order: Order, key: string, op: string): readonly RemedyName[] {
  if (op === 'ask') return ['ask-again', 'cancel'];
  if (isPost(op)) return ['resend', 'accept-difference'];
  const slot = slotOfKey(order, key);
  // Where the system has no way to do it, sending it again is no remedy.
  return slot && !canMove(routeOf(order, slot), { op: op as Move['op'], key }) ? ['confirm-by-hand', 'cancel'] : ['resend', 'cancel'];
}

/** Telling an ERP or a channel about a shipment; a person may say that it is not needed. */
function isPost(op: string): boolean {
  return op === 'goods-issue' || op === 'invoice' || op === 'fulfil';
}

/** The operation in words, and what the remedies act on. */
function about(order: Order, key: string): { readonly op: string; readonly target: WantedException['target'] & { readonly system: string } } {
  const { op, place } = readKey(key);
  const slot = slotOfKey(order, key);
  const pin = isPost(op) && { pin: skipPin(key) };
  if (!slot) return { op, target: { effectKey: key, system: place, ...pin } };
  const route = routeOf(order, slot);
  const system = op.includes('release') ? (route.fulfilment ?? route.system) : route.system;
  return { op, target: { effectKey: key, slot: place, system, ...pin } };
}
