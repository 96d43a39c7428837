import type { OrderView } from '@crossdock/client';
import { type Command, exitCodes } from './deps.ts';
import { ask, clientFor, problemText } from './hub-client.ts';

/** `crossdock where REFERENCE`. */
export const where: Command = {
  name: 'where',
  usage: 'crossdock where REFERENCE [--json]',
  summary: 'Where an order is, what is next, who must act, by when',
  help: "REFERENCE is any name of the order: PO number, ERP document, tracking number, invoice, the channel's own number, or the hub's id or code.\nExit code 1 when no order bears it.",
  options: {},
  positionals: { min: 1, max: 1 },
  run: async ({ positionals, isJson }, deps) => {
    const client = clientFor(deps);
    const reference = positionals[0] ?? '';
    const { data, error } = await ask(deps, (signal) => client.GET('/v1/orders', { params: { query: { reference } }, signal }));
    if (error) {
      deps.err(isJson ? JSON.stringify(error) : problemText(error));
      return exitCodes.found;
    }
    if (isJson) deps.out(JSON.stringify(data.orders, null, 2));
    else if (data.orders.length === 0) deps.err(`No order is known by ${reference}.`);
    else for (const order of data.orders) deps.out(whereText(order, deps.now()));
    return data.orders.length === 0 ? exitCodes.found : exitCodes.done;
  },
};

/** The one answer in lines. */
export function whereText(order: OrderView, now: Date): string {
  const name = order.purchaseOrder === undefined ? order.customer : `${order.purchaseOrder} of ${order.customer}`;
  const { next } = order;
  const by = next.by === null ? 'no time is set' : `${next.by} (${distance(next.by, now)})`;
  return `${name}: ${order.status}\n  order  ${order.id}\n  where  ${next.where}\n  next   ${next.what}\n  who    ${next.who}\n  by     ${by}`;
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** How far away an instant is, in the largest unit that fits: `in 2 hours`, `3 minutes ago`. */
export function distance(instant: string, now: Date): string {
  const ms = Date.parse(instant) - now.getTime();
  const [unit, size] = units.find(([, unitMs]) => Math.abs(ms) >= unitMs) ?? units[3];
  const count = Math.round(Math.abs(ms) / size);
  const text = `${count} ${unit}${count === 1 ? '' : 's'}`;
  return ms >= 0 ? `in ${text}` : `${text} ago`;
}
