import { isPositive, type ShipmentNotice } from '@crossdock/canonical';
import {
  lineKeysOf,
  type Move,
  nextMove,
  type Order,
  type Post,
  postsOf,
  routeOf,
  type Slot,
  shippedOf,
  slotReference,
  wantedContent,
} from '../../orders/index.ts';
import type { Need, WantedEffect } from '../wants.ts';
import { instructionFor } from './instruction-for.ts';

/**
 * What one slot needs now: the next step of its documents, one thing after the other, and each shipment posted where it has
 * to be known. While a difference waits for a person, nothing at all.
 */
export function needsOfSlot(order: Order, slot: Slot): readonly Need[] {
  if (order.differences.some((difference) => difference.slot === slot.name)) return [];
  const isComing = slot.acceptedAs === undefined && Object.keys(wantedContent(order, slot)).length > 0;
  const posts = postsOf(order, slot).filter((post) => post.op === 'fulfil' || !isComing); // nothing can be posted to what is not confirmed yet
  const move = nextMove(order, slot);
  return [...posts.map((post) => needOfPost(order, slot, post)), ...(move ? [needOfMove(order, slot, move)] : [])];
}

function needOfMove(order: Order, slot: Slot, move: Move): Need {
  return need(order, { key: move.key, ...instructionFor(order, slot, move) });
}

function needOfPost(order: Order, slot: Slot, post: Post): Need {
  const reference = `${slotReference(order, slot)}/${post.shipment.id}`;
  const head = { key: post.key, system: post.system, reference };
  const shipment = noticeOf(order, slot, post);
  const { tell } = routeOf(order, slot);
  switch (post.op) {
    case 'goods-issue':
    case 'invoice':
      if (!slot.erp) throw new Error(`Order ${order.id} has nothing in the ERP to post ${post.key} to.`);
      return need(order, { ...head, body: { op: post.op, reference, target: slot.erp.document, shipment } });
    case 'fulfil':
      return need(order, { ...head, body: { op: 'fulfil', reference, orderId: tell?.orderId ?? '', shipment } });
    default:
      return post.op satisfies never;
  }
}

function noticeOf(order: Order, slot: Slot, { shipment }: Post): ShipmentNotice {
  const mine = lineKeysOf(order, slot);
  const lines = shipment.lines.flatMap((line) =>
    mine.has(line.lineKey) && isPositive(shippedOf(line)) ? [{ lineKey: line.lineKey, quantity: shippedOf(line) }] : [],
  );
  return {
    id: shipment.id,
    ...(shipment.number !== undefined && { number: shipment.number }),
    warehouse: shipment.warehouse ?? routeOf(order, slot).warehouse,
    lines,
    packages: shipment.packages,
  };
}

/** The effect, unless it was refused or stopped and nobody has had it sent again. */
function need(order: Order, effect: Omit<WantedEffect, 'reopened'>): Need {
  const result = order.results[effect.key];
  if (result?.status === 'refused' || result?.status === 'stopped') return { kind: 'blocked', key: effect.key };
  return { kind: 'effect', effect: { ...effect, reopened: result?.reopened ?? 0 } };
}
