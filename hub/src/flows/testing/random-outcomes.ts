import type { Answer, DocumentRef, DocumentSnapshot, Instruction, Question } from '@crossdock/canonical';
import { type Order, slotOfKey } from '../../orders/index.ts';
import type { Due } from '../wants.ts';
import { pick, type Turn } from './random-turn.ts';
import { type Claimed, head, type Said, type Step, type World } from './random-world.ts';

/** The next thing that is wanted goes well. */
export function progressing(world: World, wants: Due, { n, k }: Turn): Step {
  const next = pick(
    [...wants.effects, ...wants.asks].filter(({ key }) => !world.claimed.has(key)),
    n,
  );
  if (!next) return settling(world, { n, m: 9, k: 1 });
  const command = settleWell(world, next);
  return {
    world,
    command: command.kind === 'confirmed' && k % 2 === 0 ? { ...command, snapshots: snapshotsOf(next.system, command.body, command.document) } : command,
  };
}

/** The outcome of an effect or ask that goes as it should. */
export function settleWell(world: World, { key, system, body }: Claimed): Extract<Said, { readonly kind: 'answered' | 'confirmed' }> {
  if (body.op === 'ask') return { ...head(world), kind: 'answered', key, answer: answerTo(body, 1, world.at) };
  return { ...head(world), kind: 'confirmed', key, system, body, document: documentAfter(world.order, key, body), snapshots: [], differences: [] };
}

/** Something that was taken for not done shows up as done, unless it is being done once more right now. */
export function late(world: World, { n }: Turn): Step {
  const shown = pick([...world.lost.values()], n);
  if (!shown || shown.body.op === 'ask' || world.claimed.has(shown.key)) return { world };
  return { world: { ...world, lost: new Map([...world.lost].filter(([key]) => key !== shown.key)) }, command: settleWell(world, shown) };
}

const causes = ['credit', 'price', 'stock', 'item', 'customer', 'ship-to', undefined];

/** Something that is claimed ends, well or not. */
export function settling(world: World, { n, m, k }: Pick<Turn, 'n' | 'm' | 'k'>): Step {
  const claimed = pick([...world.claimed.values()], n);
  if (!claimed) return { world };
  const { key, body, system } = claimed;
  const isKnown = world.order.results[key]?.status === 'stopped';
  if (body.op === 'ask') {
    if (m % 8 === 0) return { world, command: { ...head(world), kind: 'stopped', key, why: 'failed', message: 'No such question.' } };
    return { world, command: { ...head(world), kind: 'answered', key, answer: answerTo(body, k, world.at) } };
  }
  switch (m % 10) {
    case 0: {
      const cause = pick(causes, k);
      const refused = { kind: 'refused', key, body, code: 'no', message: 'No.', field: `lines[${k % 3}].item` } as const;
      return { world, command: { ...head(world), ...refused, ...(cause !== undefined && { cause }) } };
    }
    case 1:
      return isKnown
        ? { world }
        : { world, command: { ...head(world), kind: 'stopped', key, why: k % 2 === 0 ? 'undecidable' : 'failed', message: 'Who knows.' } };
    case 2:
      return { world: { ...world, lost: new Map([...world.lost, [key, claimed]]) }, command: { ...head(world), kind: 'absent', key } };
    case 3: {
      // Certainly nothing was done: ready again, or withdrawn where it is not wanted any more. The order is told at best sometimes.
      if (isKnown) return { world };
      if (world.order.awaited.includes(key) && k % 2 === 0) return { world, command: { ...head(world), kind: 'absent', key } };
      return { world: { ...world, claimed: new Map([...world.claimed].filter(([other]) => other !== key)), lost: new Map([...world.lost, [key, claimed]]) } };
    }
    default: {
      const document = documentAfter(world.order, key, body);
      const snapshots = k % 3 === 0 ? snapshotsOf(system, body, document) : [];
      const differences = k % 17 === 0 ? [{ text: 'shipTo is missing' }] : [];
      return { world, command: { ...head(world), kind: 'confirmed', key, system, body, document, snapshots, differences } };
    }
  }
}

function answerTo(question: Question, k: number, at: string): Answer {
  return {
    asOf: at,
    customer: { status: k % 11 === 0 ? 'inactive' : 'active' },
    credit: { limit: k % 7 === 0 ? '50' : null, exposure: '0' },
    ...(question.shipTo && { shipTo: { status: k % 13 === 0 ? ('unknown' as const) : ('active' as const) } }),
    lines: question.lines.map((line, index) => ({
      lineKey: line.lineKey,
      item: (k + index) % 9 === 0 ? 'discontinued' : 'active',
      isUnitSold: (k + index) % 19 !== 0,
      price: (k + index) % 5 === 0 ? '11' : (line.unitPrice ?? '10'),
      available: (k + index) % 6 === 0 ? '1' : '1000',
    })),
  };
}

/** The record that the outside system names afterwards. */
export function documentAfter(order: Order, key: string, body: Instruction): DocumentRef {
  const slot = slotOfKey(order, key);
  switch (body.op) {
    case 'create':
      return { id: `SO-${body.document.reference}`, version: '1' };
    case 'release':
      return { id: `WO-${body.order.reference}`, version: '1' };
    case 'quote':
    case 'confirm':
    case 'amend':
    case 'cancel':
      return { id: body.target.id, version: nextVersion(slot?.erp?.document) };
    case 'change-release':
    case 'cancel-release':
      return { id: body.target.id, version: nextVersion(slot?.warehouse?.document) };
    case 'goods-issue':
    case 'invoice':
    case 'fulfil':
    case 'create-customer':
      return { id: key };
    default:
      return body satisfies never;
  }
}

/** The version that a write makes of a document. */
export function nextVersion(document: DocumentRef | undefined): string {
  return String(Number(document?.version ?? '0') + 1);
}

/** What a read-back of a new or changed sales order shows: what was sent. */
function snapshotsOf(system: string, body: Instruction, { id, version }: DocumentRef): readonly DocumentSnapshot[] {
  if (body.op !== 'create' && body.op !== 'amend') return [];
  const lines = body.document.lines.map(({ lineKey, item, quantity, unitPrice }) => ({
    lineKey,
    item,
    quantity,
    ...(unitPrice !== undefined && { unitPrice }),
  }));
  return [{ type: 'sales-order', system, id, ...(version !== undefined && { version }), state: 'confirmed', lines }];
}
