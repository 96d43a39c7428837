import type { LineRequest } from '@crossdock/canonical';
import fc from 'fast-check';
import type { Route } from '../../orders/index.ts';
import { lineRequest, route } from './random-order.ts';

/** One random turn: `kind` says what is tried, the numbers choose among what is possible just then. */
export type Turn = {
  readonly kind:
    | 'progress'
    | 'claim'
    | 'settle'
    | 'late'
    | 'shipment'
    | 'invoice'
    | 'sales-order'
    | 'change'
    | 'cancel'
    | 'remedy'
    | 'tick'
    | 'master-data'
    | 'load'
    | 'again';
  readonly n: number;
  readonly m: number;
  readonly k: number;
  readonly line: LineRequest;
  readonly routes: readonly Route[];
};

/** Turns in the proportions in which a busy order sees them. */
export const turn: fc.Arbitrary<Turn> = fc.record({
  kind: fc.oneof(
    ...(
      [
        ['progress', 14],
        ['claim', 4],
        ['settle', 7],
        ['late', 1],
        ['shipment', 3],
        ['invoice', 1],
        ['sales-order', 2],
        ['change', 3],
        ['cancel', 1],
        ['remedy', 5],
        ['tick', 2],
        ['master-data', 1],
        ['load', 1],
        ['again', 1],
      ] as const
    ).map(([kind, weight]) => ({ weight, arbitrary: fc.constant<Turn['kind']>(kind) })),
  ),
  n: fc.nat(9_999),
  m: fc.nat(9_999),
  k: fc.nat(9_999),
  line: lineRequest,
  routes: fc.array(route, { minLength: 3, maxLength: 3 }),
});

/** The n-th of a list, round and round; undefined where there is none. */
export function pick<T>(list: readonly T[], n: number): T | undefined {
  return list.length === 0 ? undefined : list[n % list.length];
}
