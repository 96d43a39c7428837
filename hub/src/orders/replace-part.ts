import type { Line, Order, Result, Schedule, Slot } from './order.ts';

/** The order with another result of one effect. `result` is handed how often a person has had it sent again so far. */
export function withResult(order: Order, key: string, result: (reopened: number) => Result): Order {
  return { ...order, results: { ...order.results, [key]: result(order.results[key]?.reopened ?? 0) } };
}

/** The order with one slot changed. */
export function withSlot(order: Order, name: string, change: (slot: Slot) => Slot): Order {
  return { ...order, slots: order.slots.map((slot) => (slot.name === name ? change(slot) : slot)) };
}

/** The order with every schedule as `change` answers it. */
export function withSchedules(order: Order, change: (schedule: Schedule, line: Line) => Schedule): Order {
  return { ...order, lines: order.lines.map((line) => ({ ...line, schedules: line.schedules.map((schedule) => change(schedule, line)) })) };
}

/** The value without one of its properties. */
export function omit<T extends object, K extends keyof T>(value: T, key: K): Omit<T, K> {
  const { [key]: _, ...rest } = value;
  return rest;
}
