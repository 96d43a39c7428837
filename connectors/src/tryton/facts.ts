import type { FactsPort, InboundMessage } from '@crossdock/connector-kit';
import { type ChangeRow, readChanges } from './api.ts';
import type { Conversation } from './client.ts';
import { advance, beforeOverlap, type Change, type Cursor, chooseNews, cursorFrom, type Look, type Positions, readCursor, writeCursor } from './cursor.ts';
import type { Desk } from './desk.ts';
import { documentMessages } from './document-messages.ts';
import { isWatchedData, masterDataMessages } from './master-data-messages.ts';
import { fail, reading } from './stop.ts';
import { wireInstant } from './wire.ts';

/**
 * Everything whose change may matter to an order. A changed price list line does not show on its list, an address not always on its
 * party, a variant not on its product; a changed credit limit does show on the party.
 */
const watchedModels = [
  'sale.sale',
  'stock.shipment.out',
  'account.invoice',
  'party.party',
  'party.address',
  'product.template',
  'product.product',
  'product.price_list.line',
] as const;

const recordsPerPollMax = 100;
const changesPerLookMax = 1_000;

/**
 * Brings changes by polling `write_date`; Tryton has no webhooks. Deleted records do not show, which is for the reconciliation to find.
 * Without a cursor it starts at the latest change that Tryton shows, less the overlap.
 */
export function createFacts(desk: Desk): FactsPort {
  return {
    pollEveryMs: 5_000,
    callMsMax: 45_000,
    poll: (kept, call) => {
      const talk = desk.converse(call);
      return reading(talk, () => poll(talk, desk, kept));
    },
  };
}

async function poll(talk: Conversation, desk: Desk, kept: string | undefined) {
  const cursor = kept === undefined ? await startingCursor(talk) : keptCursor(kept);
  const looks: Look[] = [];
  for (const model of watchedModels) looks.push(await look(talk, model, cursor.at[model] ?? fromTop(cursor)));
  const { news, more } = chooseNews(cursor, looks, watchedModels, recordsPerPollMax);
  const messages: readonly InboundMessage[] = [
    ...(await documentMessages(talk, desk, news)),
    ...(await masterDataMessages(talk, desk.names, news.filter(isWatchedData))),
  ];
  return { kind: 'polled' as const, messages, cursor: writeCursor(advance(cursor, looks, news, watchedModels)), more };
}

function keptCursor(kept: string): Cursor {
  const read = readCursor(kept);
  return read.kind === 'read' ? read.value : fail({ class: 'poison', message: `the cursor cannot be understood: ${read.field} ${read.why}` });
}

/** For a model that is watched since the cursor was kept. */
function fromTop({ top }: Cursor): Positions {
  return { written: [beforeOverlap(top), 0], created: [beforeOverlap(top), 0] };
}

const longAgo = '2000-01-01T00:00:00.000000';
const withInactive = { active_test: false };
const stampFields = ['write_date', 'create_date'];

async function startingCursor(talk: Conversation): Promise<Cursor> {
  let latest = longAgo;
  for (const model of watchedModels) {
    const params = [[], 0, 1, [['write_date', 'DESC NULLS LAST']], stampFields];
    const [row] = await talk.read(readChanges, `model.${model}.search_read`, params, withInactive);
    const stamp = row?.write_date ?? row?.create_date ?? longAgo;
    if (stamp > latest) latest = stamp;
  }
  return cursorFrom(beforeOverlap(latest), watchedModels);
}

/** One call shows both streams: the created ones first, each in its order, so what is cut off is always an end. */
async function look(talk: Conversation, model: string, { written, created }: Positions): Promise<Look> {
  const domain = ['OR', ...after('write_date', written), ...after('create_date', created).map((clause) => [['write_date', '=', null], clause])];
  const order = [
    ['write_date', 'ASC NULLS FIRST'],
    ['create_date', 'ASC'],
    ['id', 'ASC'],
  ];
  const rows = await talk.read(readChanges, `model.${model}.search_read`, [domain, 0, changesPerLookMax, order, stampFields], withInactive);
  return { model, changes: rows.map((row) => changeOf(model, row)), isCut: rows.length === changesPerLookMax };
}

function after(field: string, [stamp, id]: Positions['written']): readonly (readonly unknown[])[] {
  const instant = wireInstant(stamp);
  return [
    [field, '>', instant],
    [
      [field, '=', instant],
      ['id', '>', id],
    ],
  ];
}

function changeOf(model: string, { id, write_date: written, create_date: created }: ChangeRow): Change {
  return written === null ? { model, stream: 'created', id, stamp: created ?? longAgo } : { model, stream: 'written', id, stamp: written };
}
