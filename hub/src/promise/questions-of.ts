import type { Question, QuoteRequest } from '@crossdock/canonical';
import type { Part } from './parts-of.ts';

/** One question per system, with everything that is asked of it: the same that it is asked about an order. */
export function questionsOf({ customer, shipTo, currency }: QuoteRequest, parts: readonly Part[]): ReadonlyMap<string, Question> {
  const lines = new Map<string, Question['lines'][number][]>();
  for (const { lineKey, item, wanted, unit, unitPrice, route } of parts) {
    if (!route) continue;
    const line = { lineKey, item, quantity: wanted, unit, ...(unitPrice !== undefined && { unitPrice }), warehouse: route.warehouse };
    const others = lines.get(route.system);
    if (others) others.push(line);
    else lines.set(route.system, [line]);
  }
  return new Map([...lines].map(([system, asked]) => [system, { op: 'ask', customer: customer.id, ...(shipTo && { shipTo }), currency, lines: asked }]));
}
