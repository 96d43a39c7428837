import type { ChangeItem } from '@crossdock/canonical';
import { readKey, slotOfKey } from '../../orders/index.ts';
import type { WantedException } from '../wants.ts';
import { documentAfter, nextVersion } from './random-outcomes.ts';
import { pick, type Turn } from './random-turn.ts';
import { head, type Said, type World } from './random-world.ts';

/** A change request, sensible or not. */
export function changing(world: World, { n, m, k, line, routes }: Turn): Said {
  const { order } = world;
  const items = [n, m, k].slice(0, 1 + (n % 3)).flatMap((seed): ChangeItem[] => {
    const named = pick(order.lines, seed);
    const schedule = pick(named?.schedules ?? [], m);
    const where = { line: seed % 23 === 0 ? 'nowhere' : (named?.id ?? '1'), ...(schedule && { schedule: schedule.id }) };
    switch ((seed >> 2) % 6) {
      case 0:
      case 1:
        return [{ kind: 'quantity', ...where, quantity: { value: String(1 + (seed % 14)), unit: 'EA' } }];
      case 2:
        return [{ kind: 'date', ...where, requestedDate: seed % 2 === 0 ? '2026-03-12' : '2026-03-13' }];
      case 3:
        return [{ kind: 'cancel-line', line: where.line }];
      case 4:
        return [{ kind: 'ship-to', shipTo: { id: `C-ACME-${seed % 4}` } }];
      default:
        return order.lines.length < 6 ? [{ kind: 'add-line', add: line }] : [];
    }
  });
  const added = items.filter((item) => item.kind === 'add-line').length;
  const newRoutes = Array.from({ length: added }, () => routes.slice(0, line.schedules?.length ?? 1)).flat();
  const changes = items.length > 0 ? items : [{ kind: 'ship-to' as const, shipTo: { id: 'C-ACME-3' } }];
  const asked = { ...head(world), kind: 'change', changeId: `change-${world.turns}`, reason: 'as asked', changes, newRoutes } as const;
  return k % 2 === 0 ? asked : { ...asked, actor: 'channel:shop', channel: { notTaken: [] } };
}

/** A cancellation, asked for by a client or shown by a channel. */
export function cancelling(world: World, { k }: Pick<Turn, 'k'>): Said {
  const asked = { ...head(world), kind: 'cancel', changeId: `cancel-${world.turns}`, reason: 'not needed' } as const;
  return k % 2 === 0 ? asked : { ...asked, actor: 'channel:shop', channel: k % 3 === 0 ? { request: `ask-${world.turns}` } : {} };
}

/** A remedy that the exception offers, filled in. */
export function remedyOf(world: World, exception: WantedException, { n, m, k }: Pick<Turn, 'n' | 'm' | 'k'>): Said | undefined {
  const { target } = exception;
  const reason = 'somebody has looked';
  const by = { ...head(world), reason };
  const remedy = pick(exception.remedies, m);
  switch (remedy) {
    case 'clear-hold':
      return target.holdId === undefined ? undefined : { ...by, kind: 'clear-hold', holdId: target.holdId };
    case 'ask-again':
      return target.system === undefined ? undefined : { ...by, kind: 'ask-again', system: target.system };
    case 'fix-value': {
      const field = pick(['customer', 'contact.id', 'shipTo.id', 'item', 'unit', 'unitPrice', 'purchaseOrder'] as const, k) ?? 'item';
      const value = field === 'unitPrice' ? '11' : field === 'unit' ? 'CS' : `fixed-${n % 3}`;
      return { ...by, kind: 'fix-value', field, value, ...(target.line !== undefined && { line: target.line }) };
    }
    case 'resend':
      return target.effectKey === undefined ? undefined : { ...by, kind: 'resend', key: target.effectKey };
    case 'confirm-by-hand':
      return confirmationByHand(world, target.effectKey, by);
    case 'accept-difference':
      return {
        ...by,
        kind: 'accept-difference',
        ...(target.pin !== undefined ? { pin: target.pin } : target.slot !== undefined && { slot: target.slot }),
      };
    case 'restore':
      return target.slot === undefined ? undefined : { ...by, kind: 'restore', slot: target.slot };
    case 'cancel':
      return { ...head(world), kind: 'cancel', changeId: `remedy-${world.turns}`, reason };
    case 'probe-again':
      return target.effectKey === undefined || !world.claimed.has(target.effectKey) ? undefined : { ...head(world), kind: 'absent', key: target.effectKey };
    case undefined:
      return undefined;
    default:
      return remedy satisfies never;
  }
}

/** A person has seen the document, or has done by hand what could not be sent. */
export function confirmationByHand(
  world: World,
  key: string | undefined,
  by: { readonly at: string; readonly actor: string; readonly causation: string; readonly reason: string },
): Said | undefined {
  if (key === undefined) return undefined;
  const claimed = world.claimed.get(key);
  const slot = slotOfKey(world.order, key);
  if (claimed && claimed.body.op !== 'ask') {
    const { body, system } = claimed;
    return { ...by, kind: 'confirm-by-hand', key, system, body, document: documentAfter(world.order, key, body) };
  }
  const place = readKey(key).op.includes('release') ? 'warehouse' : 'erp';
  const held = slot?.[place]?.document;
  return { ...by, kind: 'confirm-by-hand', key, system: 'erp', document: { id: held?.id ?? key, version: nextVersion(held) } };
}
