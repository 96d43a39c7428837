import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evolve, type Order, type PlaceOrder, type Rules } from '../orders/index.ts';
import { bringHome } from './testing/bring-home.ts';
import { brokenClock, brokenLaws, brokenSteps, leftAlive } from './testing/laws.ts';
import { placeOrder, rules } from './testing/random-order.ts';
import { stepOf } from './testing/random-step.ts';
import { type Turn, turn } from './testing/random-turn.ts';
import { placedIn, sayIn, type World } from './testing/random-world.ts';

const turns = fc.array(turn, { minLength: 1, maxLength: 50, size: 'max' });
const bounded = { numRuns: 60 } as const;

/** Lives a random story; `look` sees the order before and after each command. */
function live(place: PlaceOrder, law: Rules, told: readonly Turn[], look: (before: World, after: World, turn: Turn) => void): World {
  return told.reduce<World>(
    (world, next) => {
      const { world: ready, command } = stepOf(world, next);
      const after = command && sayIn(ready, command);
      if (!after) return ready;
      look(ready, after, next);
      return after;
    },
    placedIn(place, law),
  );
}

describe('an order, whatever happens to it', () => {
  it('keeps the laws after every command: quantities, wants, no limbo, status, clock', () => {
    fc.assert(
      fc.property(placeOrder, rules, turns, (place, law, told) => {
        live(place, law, told, (before, after, { kind }) => {
          expect([...brokenLaws(after), ...brokenSteps(before, after), ...leftAlive(after)]).toEqual([]);
          if (kind === 'tick') expect(brokenClock(after)).toEqual([]);
        });
      }),
      { numRuns: 120 },
    );
  });

  it('is what its events say, from the first one on', () => {
    fc.assert(
      fc.property(placeOrder, rules, turns, (place, law, told) => {
        const { order, history } = live(place, law, told, () => undefined);
        expect(history.reduce<Order | undefined>(evolve, undefined)).toEqual(order);
      }),
      { numRuns: 40 },
    );
  });

  it('takes the same message twice as once', () => {
    fc.assert(
      fc.property(placeOrder, rules, turns, (place, law, told) => {
        live(place, law, told, (_, after) => {
          const command = after.said.at(-1);
          if (command && 'key' in command && after.order.results[command.key]?.status === 'again') return; // the ledger's fence keeps these out
          const again = command && sayIn(after, command);
          expect(again?.history.slice(after.history.length).map((event) => [command?.kind, event.type]) ?? []).toEqual([]);
        });
      }),
      bounded,
    );
  });

  it('comes to its end once everybody does what they are asked', () => {
    fc.assert(
      fc.property(placeOrder, rules, turns, (place, law, told) => {
        const { world } = bringHome(live(place, law, told, () => undefined));
        expect(world.order.closed).toBeDefined();
        expect([...brokenLaws(world), ...leftAlive(world)]).toEqual([]);
      }),
      bounded,
    );
  });
});
