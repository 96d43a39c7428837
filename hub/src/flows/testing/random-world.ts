import type { Answer, ChangeItem, DocumentRef, DocumentSnapshot, Instruction, LineRequest, Question, SalesOrderSnapshot } from '@crossdock/canonical';
import fc from 'fast-check';
import {
  decide,
  type OpenEffect,
  type Order,
  type OrderCommand,
  type OrderEvent,
  type PlaceOrder,
  type Route,
  type Rules,
  readKey,
  slotOfKey,
} from '../../orders/index.ts';
import { due } from '../due.ts';
import type { Due, WantedException } from '../wants.ts';
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

type Claimed = { readonly key: string; readonly system: string; readonly body: Instruction | Question };
/** What can be said to an order that is there. */
export type Said = Exclude<OrderCommand, PlaceOrder>;

/** The order, and the outside as a careful engine and plain systems would keep it. */
export type World = {
  readonly order: Order;
  readonly rules: Rules;
  readonly at: string;
  /** What may have left us. Stopped as undecidable it stays here, as it stays in doubt in the ledger. */
  readonly claimed: ReadonlyMap<string, Claimed>;
  /** What was taken for not done; it may have been done all the same. */
  readonly lost: ReadonlyMap<string, Claimed>;
  readonly history: readonly OrderEvent[];
  readonly said: readonly Said[];
  /** Documents that our own confirmed writes have left alive, by id. */
  readonly alive: ReadonlySet<string>;
  readonly turns: number;
};

/** What the engine hands to `decide`. */
export function openIn(world: World): readonly OpenEffect[] {
  return [...world.claimed.keys()].map((key) => ({ key, isPossiblySent: true }));
}

/** The world after an order was placed. */
export function placedIn(place: PlaceOrder, rules: Rules): World {
  const decided = decide(undefined, place, { rules, open: [] });
  if (decided.kind === 'declined') throw new Error(decided.detail);
  return { order: decided.order, rules, at: place.at, claimed: new Map(), lost: new Map(), history: decided.events, said: [], alive: new Set(), turns: 0 };
}

/** What a turn comes to: a command, or something between engine and systems that no order hears of. */
export type Step = { readonly world: World; readonly command?: Said };

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
      return { world, command: { ...head(world), kind: 'cancel', changeId: `cancel-${world.turns}`, reason: 'not needed' } };
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
    case 'again': {
      const command = pick(world.said, turn.n);
      return command ? { world, command: { ...command, at: world.at } } : { world };
    }
    default:
      return turn.kind satisfies never;
  }
}

/** The world after the command; `undefined` where a request or remedy was declined. */
export function sayIn(world: World, command: Said): World | undefined {
  const decided = decide(world.order, command, { rules: world.rules, open: openIn(world) });
  if (decided.kind === 'declined') return undefined;
  const claimed = new Map(world.claimed);
  if ('key' in command && command.kind !== 'resend' && !(command.kind === 'stopped' && command.why === 'undecidable')) claimed.delete(command.key);
  if (command.kind === 'resend') claimed.delete(command.key); // a person has looked, and says send it: the doubt is over
  return {
    ...world,
    order: decided.order,
    claimed,
    history: [...world.history, ...decided.events],
    said: [...world.said, command],
    alive: aliveAfter(world, command),
    turns: world.turns + 1,
  };
}

function head({ at, turns }: World): { readonly at: string; readonly actor: string; readonly causation: string } {
  return { at, actor: 'test', causation: `turn:${turns}` };
}

/** So many minutes later, RFC 3339. */
export function minutesAfter(at: string, minutes: number): string {
  return new Date(Date.parse(at) + minutes * 60_000).toISOString();
}

/** The n-th of a list, round and round; undefined where there is none. */
export function pick<T>(list: readonly T[], n: number): T | undefined {
  return list.length === 0 ? undefined : list[n % list.length];
}

/** The next thing that is wanted goes well. */
function progressing(world: World, wants: Due, { n, k }: Turn): Step {
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
function late(world: World, { n }: Turn): Step {
  const shown = pick([...world.lost.values()], n);
  if (!shown || shown.body.op === 'ask' || world.claimed.has(shown.key)) return { world };
  return { world: { ...world, lost: new Map([...world.lost].filter(([key]) => key !== shown.key)) }, command: settleWell(world, shown) };
}

const causes = ['credit', 'price', 'stock', 'item', 'customer', 'ship-to', undefined];

function settling(world: World, { n, m, k }: Pick<Turn, 'n' | 'm' | 'k'>): Step {
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

function documentAfter(order: Order, key: string, body: Instruction): DocumentRef {
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
      return { id: key };
    default:
      return body satisfies never;
  }
}

function nextVersion(document: DocumentRef | undefined): string {
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

/** Which documents live, by id: what writes that were confirmed (by hand as well) made and did not take back, and what nobody has reported as cancelled. */
function aliveAfter(world: World, command: Said): ReadonlySet<string> {
  const alive = new Set(world.alive);
  if (command.kind === 'document' && command.snapshot.type === 'sales-order' && command.snapshot.state === 'cancelled') alive.delete(command.snapshot.id);
  if (command.kind !== 'confirmed' && command.kind !== 'confirm-by-hand') return alive;
  if (world.order.results[command.key]?.status === 'confirmed') return alive;
  const { op } = readKey(command.key);
  if (op === 'create' || op === 'release') alive.add(command.document.id);
  if (op === 'cancel' || op === 'cancel-release') alive.delete(command.document.id);
  return alive;
}

function fact(world: World, snapshot: DocumentSnapshot): Said {
  return { ...head(world), kind: 'document', snapshot };
}

const states = ['planned', 'allocated', 'picked', 'packed', 'shipped', 'delivered', 'cancelled', 'exception'] as const;

/** A shipment of any system, with sound or strange counts; one in four reports what was ordered, as it should be. */
export function shipmentOf(order: Order, { n, m, k }: Pick<Turn, 'n' | 'm' | 'k'>): DocumentSnapshot {
  const system = pick(['wms', 'tpl', 'erp', 'old'], n) ?? 'wms';
  const keys = order.lines.flatMap((line) => line.schedules.map((schedule) => ({ lineKey: `${line.id}/${schedule.id}`, ordered: schedule.ordered })));
  const some = k % 4 === 0 ? keys : keys.filter((_, index) => ((n >> index) & 1) === 0);
  const lines = some.map(({ lineKey, ordered }, index) =>
    k % 4 === 0 ? { lineKey, picked: ordered, shipped: ordered, delivered: ordered } : strange(lineKey, m + index),
  );
  const stranger = n % 29 === 0 ? [{ lineKey: 'X/1', item: 'X', shipped: '1' }] : [];
  return {
    type: 'shipment',
    system,
    id: `SHP-${k % 2}`,
    ...(n % 5 !== 0 && { version: String(m % 12) }),
    state: k % 4 === 0 ? 'delivered' : (states[m % states.length] ?? 'planned'),
    lines: [...lines, ...stranger],
    packages: m % 3 === 0 ? [{ tracking: `1Z${m % 4}` }] : [],
  };
}

function strange(lineKey: string, seed: number) {
  const count = (n: number) => ((seed >> n) % 4 === 0 ? undefined : String((seed >> n) % 13));
  const counts = {
    allocated: count(0),
    deallocated: count(5),
    backordered: count(1),
    picked: count(2),
    packed: count(3),
    shipped: count(4),
    delivered: count(6),
  };
  return { lineKey, ...Object.fromEntries(Object.entries(counts).filter(([, value]) => value !== undefined)) };
}

/** An invoice or a credit of any ERP, open, paid or overpaid. */
export function invoiceOf(order: Order, { n, m, k }: Pick<Turn, 'n' | 'm' | 'k'>): DocumentSnapshot {
  const isWhole = k % 3 === 0;
  const sign = k % 7 === 0 ? '-' : '';
  return {
    type: 'invoice',
    system: n % 2 === 0 ? 'erp' : 'old',
    id: `INV-${k % 2}`,
    version: String(m % 12),
    state: (['draft', 'posted', 'paid', 'cancelled'] as const)[isWhole ? 2 : m % 4] ?? 'posted',
    lines: order.lines.flatMap((line) =>
      line.schedules.map((schedule) => ({ lineKey: `${line.id}/${schedule.id}`, quantity: `${sign}${isWhole ? schedule.ordered : (m % 9) + 1}` })),
    ),
    total: '10',
    balance: isWhole ? '0' : (pick(['0', '10', '-3'], n) ?? '0'),
    ...(m % 2 === 0 && { dueDate: '2026-03-20' }),
  };
}

/** One of the ERPs' documents as it is, or as somebody has changed it there. */
function salesOrderOf(order: Order, { n, m, k }: Turn): SalesOrderSnapshot | undefined {
  const slot = pick(
    order.slots.filter((s) => s.erp),
    n,
  );
  const system = slot && order.routes[slot.route]?.system;
  if (!slot?.erp || system === undefined) return undefined;
  const { document, content } = slot.erp;
  const lines = Object.entries(content).map(([lineKey, line], index) => ({
    lineKey,
    item: 'A',
    quantity: (k + index) % 3 === 0 ? String(m % 15) : line.quantity,
    ...(line.unitPrice !== undefined && { unitPrice: (k + index) % 4 === 0 ? '12' : line.unitPrice }),
  }));
  const added = k % 13 === 0 ? [{ lineKey: 'ERP-9', item: 'Z', quantity: '1' }] : [];
  return {
    type: 'sales-order',
    system,
    id: document.id,
    ...(n % 6 !== 0 && { version: String(Number(document.version ?? '0') + (m % 4) - 1) }),
    state: m % 9 === 0 ? 'cancelled' : 'confirmed',
    ...(k % 5 === 0 && { requestedDate: '2026-04-01' }),
    lines: [...lines, ...added],
  };
}

function changing(world: World, { n, m, k, line, routes }: Turn): Said {
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
  return { ...head(world), kind: 'change', changeId: `change-${world.turns}`, reason: 'as asked', changes, newRoutes };
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
      const field = pick(['customer', 'shipTo.id', 'item', 'unit', 'unitPrice', 'purchaseOrder'] as const, k) ?? 'item';
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
