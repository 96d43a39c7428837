import { compare, type ShipmentNotice, type ShipmentSnapshot } from '@crossdock/canonical';
import type { BodyOf, Difference, ProbeAnswer, WriteAnswer, WriteOperation } from '@crossdock/connector-kit';
import type { SaleRow, ShipmentRow } from './api.ts';
import type { Conversation } from './client.ts';
import type { Desk } from './desk.ts';
import { type Books, driveToDone } from './drive-shipment.ts';
import { heldOf, isFree, orderedOf, type Plan, planTakings, restOf, toldOf } from './goods-issue-plan.ts';
import { type Claim, claimText, shipmentSnapshots, type Units } from './map-shipment.ts';
import { confirmed, idOf, press, refOf, saleById, shipmentsOfSales, unlessChanged } from './records.ts';
import { answering, fail, reading, refuse } from './stop.ts';
import { settleMs } from './time.ts';

/**
 * Posts what left a warehouse. Tryton plans shipments itself, so a waiting one is claimed: our reference and the warehouse's id of what
 * left go into its reference, and it is cut to the quantities told, in one transaction and only if nobody has changed it since we read
 * it; Tryton puts the rest on a new waiting shipment at once. Then it is brought to done step by step; a repetition finds the claim and
 * goes on from any step. Grade B: Tryton would take a second shipment with our reference, but it can be searched.
 */
export function goodsIssueOperation(desk: Desk): WriteOperation<'goods-issue'> {
  return {
    grade: 'B',
    settleMs,
    callMsMax: 60_000,
    proof: 'every shipment of the sale that bears our claim is done, with the quantities told',
    undo: null,
    limiter: 'default',
    send: (body, call) => {
      const talk = desk.converse(call);
      return answering(talk, () => issueGoods(talk, desk, body));
    },
    probe: (body, call) => {
      const talk = desk.converse(call);
      return reading(talk, () => probe(talk, desk, body));
    },
  };
}

type Body = BodyOf<'goods-issue'>;

/** The shipments of one sale, and which of them are this goods issue's. */
type Found = { readonly sale: SaleRow; readonly shipments: readonly ShipmentRow[]; readonly claimed: readonly ShipmentRow[]; readonly units: Units };

async function look(talk: Conversation, desk: Desk, { reference, target, shipment: notice }: Body): Promise<Found> {
  const { units } = await desk.catalog(talk);
  const sale = await saleById(talk, idOf(target));
  const shipments = await shipmentsOfSales(talk, [sale.id]);
  const text = claimText({ reference, noticeId: notice.id });
  return { sale, shipments, claimed: shipments.filter((shipment) => shipment.reference === text && shipment.state !== 'cancelled'), units };
}

async function issueGoods(talk: Conversation, desk: Desk, body: Body): Promise<WriteAnswer> {
  const books = await booksOf(talk, desk, body.shipment);
  const before = await look(talk, desk, body);
  const claim = { reference: body.reference, noticeId: body.shipment.id };
  const isComplete = before.claimed.length > 0 && before.claimed.every(({ state }) => state === 'done');
  if (!isComplete) {
    await claimRest(talk, before, { claim, notice: body.shipment, again: () => look(talk, desk, body) });
    const { sale, claimed, units } = await look(talk, desk, body);
    for (const shipment of claimed) await driveToDone(talk, { shipment, sale, units }, books);
  }
  const after = await look(talk, desk, body);
  const [proof, ...others] = claimedSnapshots(after, desk);
  if (proof === undefined) return fail({ class: 'in-doubt', message: `no shipment of sale ${after.sale.number} bears the claim of ${body.reference}` });
  return confirmed(proof, differencesOf(body.shipment, after), others);
}

async function booksOf(talk: Conversation, desk: Desk, notice: ShipmentNotice): Promise<Books> {
  const { packageType, whenStockIsShort } = desk.settings;
  const type = (await desk.catalog(talk)).packageTypeByName.get(packageType);
  if (type === undefined) return fail({ class: 'poison', message: `Tryton has no package type "${packageType}"` });
  return { company: await talk.company(), user: await talk.user(), packageType: type, whenStockIsShort, packages: notice.packages };
}

type Claiming = { readonly claim: Claim; readonly notice: ShipmentNotice; readonly again: () => Promise<Found> };

/** Claims as much as is told and not yet claimed; nothing when an earlier attempt did it all. */
async function claimRest(talk: Conversation, found: Found, { claim, notice, again }: Claiming): Promise<void> {
  const { sale } = found;
  if (sale.state === 'confirmed') fail({ class: 'transient', message: `sale ${sale.number} is being processed`, retryAfterMs: 2_000 });
  if (sale.state !== 'processing' && sale.state !== 'done') {
    refuse({ class: 'conflict', code: 'not-confirmed', message: `sale ${sale.number ?? sale.id} is in state ${sale.state}: nothing can be shipped` });
  }
  const plan = planOf(found, notice);
  const assigned = plan.takings.map(({ shipment }) => shipment).filter(isAssignedInPart);
  if (assigned.length === 0) return claimAll(talk, plan, claim);
  const ids = assigned.map(({ id }) => id);
  await press(talk, 'stock.shipment.out', 'wait', ids, unlessChanged(assigned)); // an assigned move cannot be cut
  return claimAll(talk, planOf(await again(), notice), claim);
}

function isAssignedInPart(shipment: ShipmentRow): boolean {
  return shipment.state !== 'waiting' || shipment['inventory_moves.'].some(({ state }) => state !== 'draft');
}

/** How the goods issue is spread over the free shipments. Ends the operation when they do not have it all. */
function planOf({ sale, shipments, claimed, units }: Found, notice: ShipmentNotice): Plan {
  const rest = restOf(toldOf(notice), heldOf(claimed, sale, units));
  const plan = planTakings(rest, shipments.filter(isFree), sale, units);
  if (plan.missing.length === 0) return plan;
  const says = plan.missing.map(({ lineKey, quantity }) => `${quantity} of line ${lineKey}`).join(', ');
  const live = heldOf(
    shipments.filter(({ state }) => state !== 'cancelled'),
    sale,
    units,
  );
  const unplanned = restOf(orderedOf(sale), live);
  if (plan.missing.every(({ lineKey, quantity }) => compare(quantity, unplanned.get(lineKey) ?? '0') <= 0)) {
    return fail({ class: 'transient', message: `Tryton has not planned a shipment yet for ${says}`, retryAfterMs: 2_000 });
  }
  return refuse({ class: 'business', code: 'not-open', message: `sale ${sale.number} has nothing more to ship of what is told to have left: ${says}` });
}

async function claimAll(talk: Conversation, { takings }: Plan, claim: Claim): Promise<void> {
  for (const { shipment, smaller, gone } of takings) {
    const cuts = smaller.map(({ move, quantity }) => ['copy', [move], { quantity }]);
    const values = { reference: claimText(claim), ...(gone.length > 0 ? { moves: [...cuts, ['delete', gone]] } : {}) };
    await talk.write('model.stock.shipment.out.write', [[shipment.id], values], unlessChanged([shipment]));
  }
}

function claimedSnapshots({ sale, shipments, claimed, units }: Found, desk: Desk): readonly ShipmentSnapshot[] {
  const ids = new Set(claimed.map(({ id }) => String(id)));
  return shipmentSnapshots({ sale, shipments }, desk.names, units).filter(({ id }) => ids.has(id));
}

function differencesOf(notice: ShipmentNotice, { sale, claimed, units }: Found): readonly Difference[] {
  const held = heldOf(claimed, sale, units);
  return [...toldOf(notice)].flatMap(([lineKey, sent]) => {
    const found = held.get(lineKey) ?? '0';
    return compare(sent, found) === 0 ? [] : [{ lineKey, field: 'quantity', sent, found }];
  });
}

async function probe(talk: Conversation, desk: Desk, body: Body): Promise<ProbeAnswer> {
  const found = await look(talk, desk, body);
  const [proof, ...others] = claimedSnapshots(found, desk);
  // A claim that is not yet done is work half done: sent again, it goes on from there.
  if (proof === undefined || found.claimed.some(({ state }) => state !== 'done')) return { kind: 'absent' };
  return { kind: 'found', document: refOf(proof), snapshots: [proof, ...others], differences: differencesOf(body.shipment, found) };
}
