import type { DocumentSnapshot } from '@crossdock/canonical';
import { due } from '../due.ts';
import { invoiceOf, salesOrderOf, shipmentOf } from './random-facts.ts';
import { late, progressing, settling } from './random-outcomes.ts';
import { pick, type Turn } from './random-turn.ts';
import { cancelling, changing, remedyOf } from './random-wishes.ts';
import { head, minutesAfter, type Said, type Step, type World } from './random-world.ts';

/** Chooses what the turn means now. */
export function stepOf(world: World, turn: Turn): Step {
  const { order } = world;
  const wants = due(order);
  switch (turn.kind) {
    case 'claim': {
      const claimed = pick(
        [...wants.effects, ...wants.asks].filter(({ key }) => !world.claimed.has(key)),
        turn.n,
      );
      return { world: claimed ? { ...world, claimed: new Map([...world.claimed, [claimed.key, claimed]]) } : world };
    }
    case 'settle':
      return settling(world, turn);
    case 'late':
      return late(world, turn);
    case 'progress':
      return progressing(world, wants, turn);
    case 'shipment':
      return { world, command: fact(world, shipmentOf(order, turn)) };
    case 'invoice':
      return { world, command: fact(world, invoiceOf(order, turn)) };
    case 'sales-order': {
      const snapshot = salesOrderOf(order, turn);
      return snapshot ? { world, command: fact(world, snapshot) } : { world };
    }
    case 'change':
      return { world, command: changing(world, turn) };
    case 'cancel':
      if (turn.n % 3 !== 0) return { world };
      return { world, command: cancelling(world, turn) };
    case 'remedy': {
      const exception = pick(wants.exceptions, turn.n);
      const command = exception && remedyOf(world, exception, turn);
      return command ? { world, command } : { world };
    }
    case 'tick': {
      const jumps = [1, 31, 61, 700, 3_000, 50_000];
      const at = minutesAfter(world.at, jumps[turn.n % jumps.length] ?? 1);
      const wake = wants.wakeAt !== undefined && turn.m % 2 === 0 && wants.wakeAt > world.at ? wants.wakeAt : at;
      const later = { ...world, at: wake };
      return { world: later, command: { ...head(later), kind: 'tick' } };
    }
    case 'master-data':
      return {
        world,
        command: { ...head(world), kind: 'master-data', change: { system: turn.n % 2 === 0 ? 'erp' : 'old', kind: 'customer', id: 'C-ACME' } },
      };
    case 'load':
      return { world, command: { ...head(world), kind: 'look-up-names' } };
    case 'again': {
      const command = pick(world.said, turn.n);
      return command ? { world, command: { ...command, at: world.at } } : { world };
    }
    default:
      return turn.kind satisfies never;
  }
}

function fact(world: World, snapshot: DocumentSnapshot): Said {
  return { ...head(world), kind: 'document', snapshot };
}
