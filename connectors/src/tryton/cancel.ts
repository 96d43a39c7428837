import type { DocumentRef } from '@crossdock/canonical';
import type { ProbeAnswer, WriteAnswer, WriteOperation } from '@crossdock/connector-kit';
import { readExceptionForm, readWizard, type SaleRow, type ShipmentRow } from './api.ts';
import type { Conversation } from './client.ts';
import type { Desk } from './desk.ts';
import { saleSnapshot } from './map.ts';
import { claimOf } from './map-shipment.ts';
import { confirmed, idOf, press, refOf, saleById, shipmentsOfSales, unlessChanged } from './records.ts';
import { answering, fail, reading, refuse } from './stop.ts';
import { lookUntil, settleMs } from './time.ts';

/**
 * Cancels a sale. Before it is confirmed that is one button. Afterwards Tryton's button answers `null` and does nothing: then the
 * shipments are cancelled, and the wizard for shipment exceptions is told to make no new ones, after which the sale is `done` with nothing
 * moved (a snapshot says `cancelled`). Refused once anything was picked. Grade A: what is cancelled stays so.
 */
export function cancelOperation(desk: Desk): WriteOperation<'cancel'> {
  return {
    grade: 'A',
    settleMs,
    callMsMax: 45_000,
    proof: 'the sale is cancelled; or done, with every shipment cancelled and nothing moved or invoiced',
    undo: null,
    limiter: 'default',
    send: ({ target }, call) => {
      const talk = desk.converse(call);
      return answering(talk, () => cancel(talk, desk, idOf(target)));
    },
    probe: ({ target }, call) => {
      const talk = desk.converse(call);
      return reading(talk, () => probe(talk, desk, target));
    },
  };
}

async function cancel(talk: Conversation, desk: Desk, id: number): Promise<WriteAnswer> {
  const before = await saleById(talk, id);
  if (!isCancelled(before, desk)) await takeBack(talk, before);
  const after = await lookUntil(
    () => saleById(talk, id),
    (sale) => isCancelled(sale, desk),
  );
  const snapshot = saleSnapshot(after, desk.names);
  if (snapshot.state === 'cancelled') return confirmed(snapshot, []);
  return fail({ class: 'in-doubt', message: `Tryton took the cancellation, but sale ${after.number ?? after.id} is in state ${after.state}` });
}

function isCancelled(sale: SaleRow, { names }: Desk): boolean {
  return saleSnapshot(sale, names).state === 'cancelled';
}

async function takeBack(talk: Conversation, sale: SaleRow): Promise<unknown> {
  switch (sale.state) {
    case 'draft':
    case 'quotation':
      return press(talk, 'sale.sale', 'cancel', [sale.id]);
    case 'confirmed':
      return fail({ class: 'transient', message: `sale ${sale.number} is being processed`, retryAfterMs: 2_000 });
    case 'processing':
    case 'done':
      return takeBackConfirmed(talk, sale);
    case 'cancelled':
      return undefined;
    default:
      return sale.state satisfies never;
  }
}

async function takeBackConfirmed(talk: Conversation, sale: SaleRow): Promise<void> {
  const shipments = await shipmentsOfSales(talk, [sale.id]);
  const onItsWay = shipments.find(isPastReturn);
  if (onItsWay !== undefined) refuse(tooLate(`shipment ${onItsWay.number} is ${onItsWay.state}`));
  if (sale.invoice_state !== 'none') refuse(tooLate('it is invoiced'));
  const open = shipments.filter(({ state }) => state !== 'cancelled');
  if (open.length > 0) {
    await press(
      talk,
      'stock.shipment.out',
      'cancel',
      open.map((shipment) => shipment.id),
      unlessChanged(open),
    );
  }
  await lookUntil(
    () => saleById(talk, sale.id),
    ({ shipment_state }) => shipment_state === 'exception',
  );
  await makeNoOthers(talk, sale.id);
}

/** The refusal of what would take back goods that are on their way. */
export function tooLate(why: string) {
  return { class: 'business', code: 'point-of-no-return', cause: 'point-of-no-return', message: `cannot be taken back any more: ${why}` } as const;
}

/** Picked, packed, gone, or claimed by a goods issue, which is told only after the goods have left. */
function isPastReturn({ state, reference }: ShipmentRow): boolean {
  return state === 'picked' || state === 'packed' || state === 'done' || (state !== 'cancelled' && claimOf(reference) !== undefined);
}

/** Answers the wizard for shipment exceptions: none of the cancelled moves is to be made again. */
async function makeNoOthers(talk: Conversation, saleId: number): Promise<void> {
  const wizard = 'wizard.sale.handle.shipment.exception';
  const active = { active_model: 'sale.sale', active_id: saleId, active_ids: [saleId] };
  const [session] = await talk.read(readWizard, `${wizard}.create`, []);
  const form = await talk.read(readExceptionForm, `${wizard}.execute`, [session, {}, 'ask'], active);
  const answer = { ask: { recreate_moves: [], domain_moves: form.view.defaults.domain_moves } };
  await talk.write(`${wizard}.execute`, [session, answer, 'handle'], active);
  await talk.write(`${wizard}.delete`, [session]);
}

async function probe(talk: Conversation, desk: Desk, target: DocumentRef): Promise<ProbeAnswer> {
  const snapshot = saleSnapshot(await saleById(talk, idOf(target)), desk.names);
  return snapshot.state === 'cancelled' ? { kind: 'found', document: refOf(snapshot), snapshots: [snapshot], differences: [] } : { kind: 'absent' };
}
