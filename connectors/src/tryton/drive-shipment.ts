import { compare, isPositive, type Package } from '@crossdock/canonical';
import { listOf, readBoolean, readShipment, readWizard, type SaleRow, type ShipmentRow, shipmentFields } from './api.ts';
import { type Conversation, understood } from './client.ts';
import { allocatedOf, lineMoves, type Units } from './map-shipment.ts';
import { press, unlessChanged } from './records.ts';
import type { TrytonSettings } from './settings.ts';
import { fail, refuse, Stopped } from './stop.ts';

/** What a goods issue is booked with. */
export type Books = {
  readonly company: number;
  readonly user: number;
  readonly packageType: number;
  readonly whenStockIsShort: TrytonSettings['whenStockIsShort'];
  readonly packages: readonly Package[];
};

/** A claimed shipment and the sale whose lines it is for. */
export type Driven = { readonly shipment: ShipmentRow; readonly sale: SaleRow; readonly units: Units };

const model = 'stock.shipment.out';
const stepsMax = 6;

/**
 * Brings a claimed shipment to done, one button after the other, reading it again after each: a button on the wrong state answers
 * `null` like one that worked, and `pick` on a shipment without stock works and drives the stock negative.
 */
export async function driveToDone(talk: Conversation, driven: Driven, books: Books): Promise<void> {
  let { shipment } = driven;
  for (let step = 0; step < stepsMax && shipment.state !== 'done'; step += 1) {
    const before = shipment.state;
    await advance(talk, { ...driven, shipment }, books);
    shipment = await shipmentById(talk, shipment.id);
    if (shipment.state === before) fail({ class: 'in-doubt', message: `Tryton accepted the step, but shipment ${shipment.number} is still ${before}` });
  }
}

async function advance(talk: Conversation, driven: Driven, books: Books): Promise<unknown> {
  const { shipment } = driven;
  const ids = [shipment.id];
  const unchanged = unlessChanged([shipment]);
  switch (shipment.state) {
    case 'draft':
      return press(talk, model, 'wait', ids, unchanged);
    case 'waiting':
      return assign(talk, driven, books);
    case 'assigned':
      return press(talk, model, 'pick', ids, unchanged);
    case 'picked':
      await bookPackages(talk, driven, books);
      return pack(talk, shipment.id, books.user);
    case 'packed':
      return press(talk, model, 'done', ids, unchanged);
    case 'cancelled':
      return refuse({ class: 'conflict', code: 'cancelled', message: `shipment ${shipment.number} was cancelled in Tryton` });
    case 'done':
      return undefined;
    default:
      return shipment.state satisfies never;
  }
}

async function shipmentById(talk: Conversation, id: number): Promise<ShipmentRow> {
  const [shipment] = await talk.read(listOf(readShipment), `model.${model}.read`, [[id], shipmentFields]);
  return shipment ?? fail({ class: 'poison', message: `there is no shipment ${id} in Tryton any more` });
}

/** Takes the goods from storage. The moves out of storage are made anew first, as the cut or a person may have left none. */
async function assign(talk: Conversation, driven: Driven, books: Books): Promise<void> {
  const { id } = driven.shipment;
  await press(talk, model, 'wait', [id]);
  const isAllThere = understood(readBoolean(await press(talk, model, 'assign_try', [id])), 'assign_try');
  if (isAllThere) return;
  const shipment = await shipmentById(talk, id);
  const got = stockGot({ ...driven, shipment });
  if (books.whenStockIsShort === 'partial' && got.some((line) => isPositive(line.got))) return shipWhatIsThere(talk, id);
  await press(talk, model, 'wait', [id]);
  await talk.write(`model.${model}.write`, [[id], { reference: null }]);
  const short = got.filter((line) => compare(line.got, line.told) < 0);
  const says = short.map((line) => `${line.told} of ${line.item} (line ${line.lineKey}) left, Tryton has ${line.got}`);
  refuse({ class: 'business', code: 'short-stock', cause: 'stock', message: `shipment ${shipment.number}: ${says.join('; ')}` });
}

/** What storage could give of each move. */
function stockGot({ shipment, sale, units }: Driven) {
  return lineMoves(shipment, sale, units).map(({ lineKey, line, move, quantity }) => ({
    lineKey,
    item: move['product.'].code,
    told: quantity,
    got: allocatedOf(shipment, move, line, units) ?? quantity,
  }));
}

/** Tryton's own wizard, told to go without what is not there. */
async function shipWhatIsThere(talk: Conversation, id: number): Promise<void> {
  const wizard = 'wizard.stock.shipment.assign';
  const active = { active_model: model, active_id: id, active_ids: [id] };
  const [session] = await talk.read(readWizard, `${wizard}.create`, []);
  await talk.write(`${wizard}.execute`, [session, {}, 'start'], active);
  await talk.write(`${wizard}.execute`, [session, { partial: { moves: [] } }, 'ignore'], active);
  await talk.write(`${wizard}.delete`, [session]);
}

/** Parcels with their tracking numbers. Which goods are in which is not told, so the first holds them all: every move must be in one. */
async function bookPackages(talk: Conversation, { shipment }: Driven, { packages, company, packageType }: Books): Promise<void> {
  if (packages.length === 0 || shipment['packages.'].length > 0) return;
  const moves = shipment['outgoing_moves.'].filter(({ quantity }) => quantity > 0).map(({ id }) => id);
  const values = packages.map(({ tracking }, index) => ({
    company,
    type: packageType,
    shipment: `${model},${shipment.id}`,
    ...(tracking === undefined ? {} : { shipping_reference: tracking }),
    ...(index === 0 ? { moves: [['add', moves]] } : {}),
  }));
  await talk.write('model.stock.package.create', [values]);
}

/** Warnings that a goods issue passes by: the goods have left, so it is too late to ask a person whether they need a carrier. */
const acknowledgedWarnings = /^shipment_out_no_carrier/;

async function pack(talk: Conversation, id: number, user: number): Promise<void> {
  const button = `model.${model}.pack`;
  const answer = await talk.attempt(button, [[id]]);
  if (answer.kind === 'returned') return;
  if (!('warning' in answer) || !acknowledgedWarnings.test(answer.warning)) throw new Stopped(answer);
  await talk.write('model.res.user.warning.create', [[{ user, name: answer.warning, always: false }]]);
  await talk.write(button, [[id]]);
}
