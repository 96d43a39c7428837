import { compare, type DocumentSnapshot, isPositive, isZero, subtract } from '@crossdock/canonical';
import { fulfillerOf, ledgerOf, type Order, routeOf, type ScheduleLedger, schedulesOf } from '../orders/index.ts';
import type { WantedException } from './wants.ts';

/** What systems report that is not as it should be, unless a person has accepted it: the versions and counts stand in the pin. */
export function exceptionsOfFacts(order: Order): readonly WantedException[] {
  return [
    ...ofDifferences(order),
    ...ledgerOf(order).flatMap((entry) => ofQuantities(order, entry)),
    ...ofStrangers(order),
    ...ofTroubledDocuments(order),
  ].filter((exception) => exception.target.pin === undefined || !order.pins.includes(exception.target.pin));
}

function ofDifferences(order: Order): readonly WantedException[] {
  return order.differences.map((difference): WantedException => {
    const slot = order.slots.find((s) => s.name === difference.slot);
    const route = slot && routeOf(order, slot);
    const system = (difference.place === 'warehouse' ? route?.fulfilment : route?.system) ?? difference.slot;
    return {
      key: difference.place === 'warehouse' ? `difference:${difference.slot}:warehouse` : `difference:${difference.slot}`,
      class: 'difference',
      severity: 'high',
      owner: 'customer-service',
      summary: `${system} shows another order than we wrote: ${difference.text}.`,
      cause: `difference:${order.id}:${difference.slot}`,
      evidence: [`Document version ${difference.version || 'unknown'}: ${difference.text}`],
      remedies: ['accept-difference', 'restore', 'cancel'],
      verdict: 'Nothing is sent again by itself: the document exists.',
      target: { slot: difference.slot, system },
    };
  });
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
  if (compare(own.deallocated, own.allocated) > 0)
    found.push(shown('over-deallocated', `${own.deallocated} ${entry.unit} were taken back, ${own.allocated} were allocated.`));
  const gap = gapIn(own);
  if (gap) found.push(shown('gap', `${gap.later[1]} ${gap.later[0]}, but only ${gap.earlier[1]} ${gap.earlier[0]}.`));
  return found;
}

type Count = readonly [milestone: string, quantity: string];

/** A milestone that was reported, but less of it than of a later one. What a system never reports is no gap. */
function gapIn(own: ScheduleLedger['own']): { readonly earlier: Count; readonly later: Count } | undefined {
  const { allocated, deallocated, picked, packed, shipped, delivered } = own;
  const chain: readonly Count[] = [
    ['allocated', isZero(allocated) || compare(deallocated, allocated) > 0 ? '0' : subtract(allocated, deallocated)],
    ['picked', picked],
    ['packed', packed],
    ['shipped', shipped],
    ['delivered', delivered],
  ];
  for (const [index, earlier] of chain.entries()) {
    const isReported = index === 0 ? !isZero(allocated) : !isZero(earlier[1]);
    const later = isReported ? chain.slice(index + 1).find(([, quantity]) => compare(quantity, earlier[1]) > 0) : undefined;
    if (later) return { earlier, later };
  }
  return undefined;
}

/** Goods that a fulfiller moved for this order under a line that the order does not have. */
function ofStrangers(order: Order): readonly WantedException[] {
  const fulfillers = new Map(schedulesOf(order).map(({ lineKey, schedule }) => [lineKey, fulfillerOf(routeOf(order, schedule))]));
  const all = new Set(fulfillers.values());
  return Object.values(order.documents).flatMap((document): readonly WantedException[] => {
    if (document.type !== 'shipment' || !all.has(document.system)) return [];
    const strange = document.lines.filter((line) => !fulfillers.has(line.lineKey) && (isPositive(line.picked ?? '0') || isPositive(line.shipped ?? '0')));
    if (strange.length === 0) return [];
    const names = strange.map((line) => `${line.shipped ?? line.picked ?? '0'} of ${line.item ?? line.lineKey}`).join(', ');
    return [
      {
        key: `quantities:unknown-line:${document.system}:${document.id}`,
        class: 'quantities',
        severity: 'normal',
        owner: 'warehouse',
        summary: `${nameOf(document)} moves what this order does not have: ${names}.`,
        cause: `${document.system}:unknown-line`,
        evidence: [`shipment ${nameOf(document)}, version ${document.version ?? 'unknown'}: ${names}`],
        remedies: ['accept-difference', 'cancel'],
        verdict: 'Nothing is sent again by itself.',
        target: { pin: `unknown-line:${document.system}:${document.id}:${document.version ?? ''}:${names}`, system: document.system },
      },
    ];
  });
}

function nameOf(document: DocumentSnapshot): string {
  return document.number ?? document.id;
}

/** Documents that their own system calls exceptional. */
function ofTroubledDocuments(order: Order): readonly WantedException[] {
  return Object.values(order.documents).flatMap((document): readonly WantedException[] => {
    if (document.type === 'invoice' || document.state !== 'exception') return [];
    const pin = `exception:${document.system}:${document.id}:${document.version ?? ''}`;
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
        target: { pin, system: document.system },
      },
    ];
  });
}
